"""Every value of a state or a choice is one that something can become.

A state that nothing sets is worse than dead code: whoever reads it handles what never happens.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from django.db.models import Choices

from tests.installing import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PeopleChoose = tuple[str, str]
"""The file in which somebody can choose any value, and the words in it that let them."""

CHOSEN: dict[str, PeopleChoose] = {
    "courses.catalogue.EventKind": ("courses/catalogue/models/trainings.py", 'FieldPanel("kind")'),
    "courses.editions.District": ("courses/editions/admin/locations.py", 'FieldPanel("district")'),
    "courses.editions.Language": ("courses/editions/admin/editions.py", 'FieldPanel("language")'),
    "courses.evaluation.Kind": (
        "courses/evaluation/builder/template_forms.py",
        'FieldPanel("kind")',
    ),
    # Nobody chooses these: the tick walks through them.
    "courses.evaluation.Occasion": (
        "courses/evaluation/services/opening.py",
        "for occasion in WAITS:",
    ),
    "courses.evaluation.TextStatus": (
        "courses/evaluation/review_forms.py",
        'status = TextStatus(chosen["status"])',
    ),
    "courses.reports.ReportPart": (
        "courses/reports/year_views.py",
        "if part not in ReportPart.values:",
    ),
    "courses.translations.InterfaceLanguage": (
        "courses/translations/forms.py",
        '"interface"',
    ),
    "plugins.lti.Shared": ("plugins/lti/staff_forms.py", '"shared",'),
    # Nobody chooses these: files say of each question what kind it is.
    "plugins.vragenbank.TaskKind": (
        "plugins/vragenbank/views.py",
        "TaskKind(kind).label",
    ),
    "plugins.praktijkopdracht.State": (
        "plugins/praktijkopdracht/services.py",
        "if judgement not in JUDGEMENTS:",
    ),
}
"""Choices of which no line of code sets each value by its name, and none offers them as the choices
of a field of a form either."""

READING = {
    *("Q", "When", "exclude", "filter", "get", "partial", "frozenset", "set"),
    *("has_role", "kind_for", "may_become", "people_with_role"),
    *("_check", "_refuse_unless"),
}
"""Calls to which a value is given to compare with."""

NOT_PRODUCTION = ("academy/demo/", "courses/plugin_kit/")


def test_every_value_of_a_choice_is_set_by_something() -> None:
    unset: dict[str, set[str]] = {}
    for kind in all_choices():
        missing = set(kind.names) - set_by_code().get(name_of(kind), set())
        if missing and name_of(kind) not in offered_in_forms():
            unset[name_of(kind)] = missing
    assert {name: values for name, values in unset.items() if name not in CHOSEN} == {}
    assert unset.keys() == CHOSEN.keys(), "no exception any more"


def test_what_people_choose_is_still_offered() -> None:
    for name, (file, words) in CHOSEN.items():
        assert words in (ROOT / file).read_text(), name


def test_a_value_that_is_only_compared_with_is_found() -> None:
    code = """
from courses.editions.enums import EditionStatus as Status, Place
row = Row(status=Status.DRAFT if new else Status.OPEN)
if row.status == Status.CANCELLED or Row.objects.filter(status=Status.REPORTED):
    status, other = Status.REPORTED.value, None
words, order = {Place.ONLINE: "online"}, None
order = (Place.ONLINE, Place.VENUE)
"""
    found = {name for one, name in values_set(ast.parse(code)) if one.endswith("EditionStatus")}
    assert found == {"DRAFT", "OPEN", "REPORTED"}
    assert [name for one, name in values_set(ast.parse(code)) if one.endswith("Place")] == []


def all_choices() -> list[type[Choices]]:
    """Every class of choices of ours, of which the values can be kept."""
    for file in production():
        if file.name == "enums.py":
            import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    found: list[type[Choices]] = []
    waiting: list[type[Choices]] = list(Choices.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.split(".")[0] in ("academy", "courses", "plugins"):
            found.append(kind)
    return found


def name_of(kind: type[Choices]) -> str:
    return f"{kind.__module__.removesuffix('.enums')}.{kind.__name__}"


def production() -> Iterator[Path]:
    """The code of the site, without its migrations and its example data."""
    for folder in ("academy", "courses", "plugins"):
        for file in (ROOT / folder).rglob("*.py"):
            path = file.relative_to(ROOT).as_posix()
            if "/migrations/" not in path and not path.startswith(NOT_PRODUCTION):
                yield file


@cache
def trees() -> list[ast.Module]:
    """The files that name some choice; what stands beside the choices themselves sets none."""
    codes = (file.read_text() for file in production() if file.name != "enums.py")
    return [ast.parse(code) for code in codes if "enums import" in code]


@cache
def set_by_code() -> dict[str, set[str]]:
    """The values of each class of choices that some line gives to something."""
    found: dict[str, set[str]] = {}
    for tree in trees():
        for kind, name in values_set(tree):
            found.setdefault(kind, set()).add(name)
    return found


@cache
def offered_in_forms() -> set[str]:
    """The classes of which a field of a form or a block offers every value, and nothing else.

    A filter offers one that chooses nothing too.
    """
    return {kind for tree in trees() for kind in choices_of_fields(tree)}


def names_of_choices(tree: ast.Module) -> dict[str, str]:
    """What the classes of choices that a file imports are called in it."""
    names = {
        one.asname or one.name: f"{node.module.removesuffix('.enums')}.{one.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".enums")
        for one in node.names
        if node.module
    }
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            for target in node.targets:
                if node.value.id in names and isinstance(target, ast.Name):
                    names[target.id] = names[node.value.id]
    return names


def choices_of_fields(tree: ast.Module) -> Iterator[str]:
    names = names_of_choices(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node).endswith(("ChoiceField", "ChoiceBlock")):
            for keyword in node.keywords:
                kind = ast.unparse(keyword.value).removesuffix(".choices")
                if keyword.arg == "choices" and kind in names:
                    yield names[kind]


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def values_set(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The class and the name of each value that is given to something, not compared with it."""
    names = names_of_choices(tree)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in names
            and is_given(node, parents)
        ):
            yield names[node.value.id], node.attr


def is_given(node: ast.expr, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether what this expression gives is kept, returned, or handed to a function."""
    child: ast.AST = node
    while (parent := parents[child]) is not None:
        passes = (
            (isinstance(parent, ast.Attribute) and parent.attr == "value")
            or (isinstance(parent, ast.IfExp) and child is not parent.test)
            or isinstance(parent, ast.keyword | ast.BoolOp | ast.NamedExpr)
            or (isinstance(parent, ast.Call) and called(parent) == "str")
            or (isinstance(parent, ast.Tuple) and is_taken_apart(parents[parent]))
        )
        if not passes:
            break
        child = parent
    if isinstance(parent, ast.Call):
        return child is not parent.func and called(parent) not in READING
    if isinstance(parent, ast.Dict):
        return child in parent.values
    return isinstance(parent, ast.Assign | ast.AnnAssign | ast.Return | ast.Yield | ast.Lambda)


def is_taken_apart(node: ast.AST) -> bool:
    """Whether it is `one, other = …`."""
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
