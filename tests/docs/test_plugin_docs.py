"""What docs/plugins says of the contract is all of it, and true."""

from __future__ import annotations

import dataclasses
import inspect
import re
import tomllib
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import get_commands, load_command_class
from wagtail import blocks as wagtail_blocks

from courses.catalogue.models import TrainingPage
from courses.plugin_api import api, plugin
from courses.plugin_api.deprecation import PluginDeprecationWarning
from courses.plugin_api.editing import editing_in
from courses.plugin_api.events import EVENTS
from courses.plugin_api.points import POINTS
from courses.plugin_host import registry
from courses.plugin_kit import scaffold, testing
from courses.plugin_kit.scaffold.kinds import KINDS
from courses.plugin_kit.testing.inputs import Inputs
from tests.docs.plugin_pages import blocks, pages, prose, sections
from tests.factories import EditionFactory, PersonFactory, TrainingFactory
from tests.installing import ROOT

if TYPE_CHECKING:
    from pathlib import Path

POINTS_PAGE = "extension-points.md"
OTHERS = {
    # Of Django, Wagtail and Python.
    "Block", "ChooserViewSet", "FileNotFoundError", "Http404", "Meta", "ModelViewSet",
    "PermissionDenied",
    "None", "False", "True",
    # Of this academy, beside the contract.
    "ChoiceBlock", "EnrolmentStatus", "ExerciseAttempt", "LessonPage", "TrainingPage", "World",
    "PluginConformance",
    PluginDeprecationWarning.__name__,
}  # fmt: skip


# --- The contract and the pages -------------------------------------------------------------


def test_each_extension_point_has_its_section_in_order() -> None:
    found = [name for name in sections(POINTS_PAGE) if name != "What holds for all"]
    assert found == [point.__name__ for point in POINTS]


def test_each_section_says_when_what_and_what_a_failure_does() -> None:
    parts = sections(POINTS_PAGE)
    for point in POINTS:
        labels = re.findall(r"^- \*\*([\w ]+)\*\*", parts[point.__name__], re.M)
        assert labels == ["Called", "In and out", "When it fails", "Bundled"], point


@pytest.mark.parametrize("page", [POINTS_PAGE, "index.md"])
def test_each_extension_point_is_in_the_tables(page: str) -> None:
    rows = re.findall(r"^\|.*\[`(\w+)`\].*`(?:--with )?(\w+)`.*\|$", pages()[page], re.M)
    assert dict(rows) == {kind.point.__name__: name for name, kind in KINDS.items()}


def test_every_public_name_is_explained() -> None:
    told = "\n".join(text for page, text in prose().items() if page != "versioning.md")
    told += sections("versioning.md")["How it changes"] + pages()["versioning.md"].split("## ")[0]
    assert [name for name in api.__all__ if not re.search(rf"`{name}\b", told)] == []


def test_every_name_that_is_mentioned_exists() -> None:
    known = {*api.__all__, *OTHERS, *testing.__all__}
    mentioned = {
        (page, name)
        for page, text in prose().items()
        for name in re.findall(r"`([A-Z][a-z]+[A-Z]\w+|[A-Z][a-z]+)\b[`(.]", text)
    }
    assert {(page, name) for page, name in mentioned if name not in known} == set()


def test_every_field_is_listed() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+) \|$", pages()[POINTS_PAGE], re.M)
    listed = {name: re.findall(r"`(\w+)`", fields) for name, fields in rows}
    every = {
        name: [field.name for field in dataclasses.fields(found)]
        for name in api.__all__
        if isinstance(found := getattr(api, name), type)
        and dataclasses.is_dataclass(found)
        and not issubclass(found, api.Event)
    }
    reasons = {"Allow", "Deny", "Waitlist", "Met", "NotAsked", "NotYet"}
    assert listed == {name: fields for name, fields in every.items() if name not in reasons}


def test_every_event_is_listed_with_what_it_holds() -> None:
    shared = {field.name for field in dataclasses.fields(api.Event)}
    rows = re.findall(
        r"^\| `(\w+)` \| [^|`]+ \| ((?:`\w+`(?:, )?)+) \|$", pages()[POINTS_PAGE], re.M
    )

    assert {name: set(re.findall(r"`(\w+)`", fields)) for name, fields in rows} == {
        name: {field.name for field in dataclasses.fields(kind)} - shared
        for name, kind in EVENTS.items()
    }


def test_every_attribute_of_a_plugin_is_listed() -> None:
    rows = re.findall(
        r"^\| ((?:`[\w()]+`(?:, )?)+) \| ", sections("index.md")["What it consists of"], re.M
    )
    listed = {name for row in rows for name in re.findall(r"`(\w+)", row)}
    own = {
        name
        for name in (*vars(plugin.CoursePlugin), *plugin.CoursePlugin.__annotations__)
        if not name.startswith("_")
    }
    inside = {"core", "default", "failure", "fail", "import_models", "path"}
    assert listed == own - inside


@pytest.mark.parametrize("point", POINTS)
def test_the_bundled_plugins_that_use_a_point_are_named(point: Any) -> None:
    using = {entry.plugin.slug for entry in registry.every(point) if not entry.plugin.core}
    line = re.search(r"^- \*\*Bundled\*\*: (.+)$", sections(POINTS_PAGE)[point.__name__], re.M)
    assert line is not None
    assert using != set(), "no bundled plugin uses it: then it should not be there"
    assert set(re.findall(r"`(\w+)`", line[1])) == using


# --- Links and commands ---------------------------------------------------------------------


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_links_lead_somewhere() -> None:
    wrong = []
    for page, text in prose().items():
        for target, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", text):
            path = ROOT / "docs" / "plugins" / (target or page)
            if not path.exists():
                wrong.append((page, target))
            elif anchor:
                headings = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
                if anchor not in map(_anchor, headings):
                    wrong.append((page, f"{target}#{anchor}"))
    assert wrong == []


def test_files_and_modules_that_are_named_are_there() -> None:
    for page, text in prose().items():
        for path in re.findall(r"`((?:plugins|tests|courses)/[\w/.]+)`", text):
            assert (page, (ROOT / path).exists()) == (page, True), path
        for module, name in re.findall(r"`(courses(?:\.[a-z_]+)+)(?:\.(\w+))?[`(]", text):
            if f"{module}.{name}".strip(".") != LOG:
                assert _is_there(module, name), (page, module, name)


LOG = "courses.plugins"


def _is_there(module: str, name: str) -> bool:
    from importlib import import_module

    path = f"{module}.{name}" if name else module
    parent, _dot, last = path.rpartition(".")
    try:
        import_module(path)
    except ModuleNotFoundError:
        return hasattr(import_module(parent), last)
    return True


def test_commands_that_are_named_exist() -> None:
    text = "\n".join(pages().values())
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    parser = load_command_class(get_commands()["plugins"], "plugins").create_parser(
        "manage.py", "plugins"
    )
    actions = next(one.choices for one in parser._actions if one.dest == "action") or ()
    assert set(re.findall(r"manage\.py plugins (\w+)", text)) <= set(actions)
    assert set(re.findall(r"`plugins (\w+)", text)) <= set(actions)
    kinds = {kind for given in re.findall(r"--with ([\w,]+)", text) for kind in given.split(",")}
    assert kinds - {"all"} == set(KINDS)


# --- Blocks ---------------------------------------------------------------------------------


def test_every_block_is_of_a_kind_that_is_tried() -> None:
    odd = [
        (block.page, block.body[:60])
        for block in blocks()
        if block.page != "operating.md"
        and (
            block.language not in ("python", "html", "toml", "sh", "text", "diff", "po")
            or (block.language in ("python", "html", "toml") and not block.file)
        )
    ]
    assert odd == []


@pytest.fixture(scope="module")
def written(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> list[Path]:
    """What `plugins new buurtpraat` writes, with everything and at first."""
    folders = []
    for kinds in ("all", "exercise,criterion"):
        folder = tmp_path_factory.mktemp("written")
        with django_db_blocker.unblock():
            folders.append(scaffold.make("buurtpraat", kinds=[kinds], folder=folder).folder)
    return folders


ADDED = {
    "tests/test_conformance_more.py": "test_tutorial.py",
    "tests/test_in_the_lesson.py": "test_tutorial.py",
    "buurtpraat/player.py": "test_player.py",
    "buurtpraat/choices.py": "test_an_exercise_of_choices_works_as_shown",
    "buurtpraat/templates/buurtpraat/openings.html": "test_an_exercise_of_choices_works_as_shown",
    "buurtpraat/lookup.py": "test_a_screen_with_one_form_works_as_shown",
    "buurtpraat/templates/buurtpraat/found.html": "test_a_screen_with_one_form_works_as_shown",
    "buurtpraat/starting.py": "test_a_task_is_started_as_shown",
    "buurtpraat/site.py": "test_settings_of_the_site_are_read_as_shown",
    "buurtpraat/templates/buurtpraat/page.html": "test_a_page_in_the_academys_style_can_be_shown",
    "buurtpraat/templates/buurtpraat/sentence.html": "test_a_text_area_gives_back_what_was_refused",
}
"""Files on the pages that `plugins new` does not write, and where they are tried."""


def test_examples_are_what_the_generator_writes(written: list[Path]) -> None:
    for block in blocks():
        if block.language not in ("python", "html") or block.file in ADDED:
            continue
        files = [folder / block.file for folder in written]
        texts = [one.read_text() for one in files if one.exists()]
        assert any(block.code in text for text in texts), (block.page, block.file)


def test_the_projects_file_is_part_of_what_the_generator_writes(written: list[Path]) -> None:
    (shown,) = [block for block in blocks() if block.language == "toml"]
    made = tomllib.loads((written[1] / "pyproject.toml").read_text())
    for table, values in tomllib.loads(shown.code).items():
        assert {**made[table], **values} == made[table]


@pytest.mark.django_db
def test_a_page_in_the_academys_style_can_be_shown(rf: Any) -> None:
    from django import forms
    from django.template import engines

    class TextForm(forms.Form):
        text = forms.CharField(label="Tekst")

    (shown,) = [block for block in blocks() if block.file.endswith("page.html")]
    template = engines["django"].from_string(shown.code)
    context = {"title": "Mijn bladzijde", "form": TextForm(), "course": {"training_url": "/x/"}}
    html = template.render(context, rf.get("/"))
    for text in ("Alleen jij ziet deze bladzijde.", "Bewaar", 'href="/x/"', "Tekst"):
        assert text in html


@pytest.mark.parametrize(
    ("posted", "answer", "shown", "invalid"),
    [
        ({}, None, "", False),
        ({}, {"text": "Bewaard."}, "Bewaard.", False),
        ({"text": ["<Te lang>"]}, {"text": "Bewaard."}, "<Te lang>", True),
        ({"text": ["\n"]}, {"text": "Bewaard."}, "\n", True),
    ],
)
def test_a_text_area_gives_back_what_was_refused(
    posted: Any, answer: Any, shown: str, invalid: bool
) -> None:
    from django.template import engines

    (example,) = [block for block in blocks() if block.file.endswith("sentence.html")]
    context = {"field_prefix": "p", "posted": posted, "answer": answer, "error": "x" * invalid}
    html = engines["django"].from_string(example.code).render(context)
    inside = html.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert unescape(inside) == f"\n{shown}"
    assert ('aria-invalid="true"' in html) == invalid
    (field,) = [one for one in Inputs(html).found if one.tag == "textarea"]
    assert (field.name, field.label) == ("p-text", "Wat zou jij zeggen?")


def test_an_exercise_of_choices_works_as_shown() -> None:
    from django.template import engines

    code, page = (
        next(block.code for block in blocks() if block.file.endswith(name))
        for name in ("choices.py", "openings.html")
    )
    names: dict[str, Any] = {"__name__": "buurtpraat.choices"}
    exec(code, names)  # noqa: S102 - the page's own code
    exercise = names["Openings"]()
    block = exercise.block()
    wrong, right = (
        {"id": key, "type": "item", "value": {"text": key, "helps": helps, "why": f"Want {key}."}}
        for key, helps in (("dicht", False), ("open", True))
    )
    config = block.clean(block.to_python({"question": "Hoe?", "openings": [wrong, right]}))
    context = api.ExerciseContext("x", config, 1, 1)
    answer = exercise.read_answer({"openings": ["open"]}, None)
    score = exercise.grade(answer, context)
    html = (
        engines["django"]
        .from_string(page)
        .render({"config": config, "answer": answer, "score": score, "field_prefix": "p"})
    )
    assert (answer, score) == ({"openings": "open"}, api.Score(1, 1, feedback="Want open."))
    assert [(one.name, one.value) for one in Inputs(html).found] == [
        ("p-openings", "dicht"),
        ("p-openings", "open"),
    ]
    assert Inputs(html).sent() == {"p-openings": ["open"]}
    assert "Want open." in html


def test_an_answer_by_script_is_read_as_shown() -> None:
    code = next(one.code for one in blocks(POINTS_PAGE) if "def read_json" in one.body)
    names: dict[str, Any] = {"Json": Any, "Refusal": api.Refusal, "_": str}
    exec(code, names)  # noqa: S102 - the page's own code
    read_json = names["read_json"]
    first = read_json(None, {"page": 4}, None)
    assert read_json(None, {"page": 2}, first) == {"seen": [2, 4]}
    with pytest.raises(api.Refusal):
        read_json(None, {"page": "4"}, first)


@pytest.mark.django_db
def test_choices_by_training_are_asked_as_shown() -> None:
    code = next(one.code for one in blocks(POINTS_PAGE) if "training_in_editor()" in one.body)
    names: dict[str, Any] = {
        "Package": TrainingPage,
        "training_in_editor": api.training_in_editor,
        "blocks": wagtail_blocks,
        "_": str,
    }
    exec(code.replace("training=", "pk="), names)  # noqa: S102 - the page's own code
    assert names["packages_here"]() == []
    training = TrainingFactory.create(title="Tellen")
    with editing_in(training.pk):
        assert (str(training.pk), "Tellen") in list(names["block"].field.choices)


def _module(name: str) -> dict[str, Any]:
    """What a module on the pages defines."""
    code = next(block.code for block in blocks() if block.file == f"buurtpraat/{name}.py")
    names: dict[str, Any] = {"__name__": f"buurtpraat.{name}"}
    exec(code, names)  # noqa: S102 - the page's own code
    return names


@pytest.mark.django_db
def test_a_screen_with_one_form_works_as_shown(rf: Any, monkeypatch: Any) -> None:
    from django.template import engines

    names = _module("lookup")
    screens = names["LookUp"]()
    viewset = screens.viewset()
    viewset.url_namespace = "buurtpraat_look_up"
    index, found = viewset.get_urlpatterns()
    assert (screens.name, [index.name, found.name]) == ("look_up", ["index", "found"])
    request = rf.get("/")
    request.user = PersonFactory.create()
    shown = index.callback(request)
    assert shown.context_data["form"].fields.keys() == {"number"}
    asked = index.callback(rf.post("/", {"number": "1"}))
    assert asked.context_data["form"].errors == {
        "number": ["Er is geen uitvoering met dit nummer."]
    }
    edition = EditionFactory.create()
    monkeypatch.setitem(names, "reverse", lambda name, args: f"/{name}/{args[0]}/")
    answer = index.callback(rf.post("/", {"number": str(edition.pk)}))
    assert answer["Location"] == f"/buurtpraat_look_up:found/{edition.pk}/"
    page = next(block.code for block in blocks() if block.file.endswith("found.html"))
    assert "{% block plugins %}" in page
    assert engines["django"].from_string(page) is not None


def test_a_task_is_started_as_shown(rf: Any, monkeypatch: Any) -> None:
    names = _module("starting")
    began: list[Any] = []

    def start(*args: Any, **given: Any) -> str:
        began.append((args, given))
        return "/beheer/werk/1/"

    monkeypatch.setitem(names, "start_task", start)
    request = rf.get("/")
    request.user = PersonFactory.build(pk=7)
    assert names["count_words"](request) == "/beheer/werk/1/"
    assert began == [(("buurtpraat", "count_words"), {"data": {}, "person_id": 7})]
    assert list(inspect.signature(api.start_task).parameters) == [
        "plugin", "name", "data", "person_id",
    ]  # fmt: skip


@pytest.mark.django_db
def test_settings_of_the_site_are_read_as_shown() -> None:
    names = _module("site")
    assert names["HouseForm"]({}).is_valid()
    assert names["greeting"]() == ""
    names["site_settings_of"] = {"buurtpraat": {"greeting": "Dag"}}.get
    assert names["greeting"]() == "Dag"
