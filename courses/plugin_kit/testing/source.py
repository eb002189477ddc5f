"""What a plugin's code and templates say: imports, docstrings, translations."""

from __future__ import annotations

import ast
import inspect
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django import forms
from django.utils.functional import Promise
from django.utils.translation import override
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import DjangoTranslation
from wagtail import blocks

from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_api.contributions.screens import Report
from courses.plugin_host import plugin_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courses.plugin_api.plugin import CoursePlugin

CLOSED = ("plugin_api", "plugin_host", "plugin_desk", "plugin_kit", "common")

OPEN_MODULES = frozenset({"models", "services", "queries", "enums"})
"""Of the academy's parts, these may be used by plugins."""

OPEN_NAMES = frozenset(
    {
        "courses.plugin_api.api",
        "courses.common.addresses",
        "courses.common.clock",
        "courses.common.errors",
        "courses.common.faces",
        "courses.translations.reading",
        "courses.common.formats",
        "courses.common.limits",
        "courses.common.mail",
        "courses.common.number_blocks",
        "courses.common.outgoing",
        "courses.common.retention",
        "courses.common.statements",
        "courses.common.uploaded_tables",
        "courses.common.uploads",
    }
)
FOR_TESTS = "courses.plugin_kit.testing"


def folder_of(plugin: CoursePlugin) -> Path:
    """Where the plugin's package is."""
    return Path(plugin.path)


def code_of(plugin: CoursePlugin) -> list[Path]:
    """The plugin's own Python files, migrations left out."""
    files = sorted(folder_of(plugin).rglob("*.py"))
    return [one for one in files if "migrations" not in one.relative_to(folder_of(plugin)).parts]


# --- Imports --------------------------------------------------------------------------------


def private_imports(plugin: CoursePlugin, others: Iterable[str]) -> list[str]:
    """Imports of what is not public; `others` are the packages of the other plugins."""
    taken = tuple(others)
    problems = []
    for file in code_of(plugin):
        in_tests = "tests" in file.relative_to(folder_of(plugin)).parts or file.name.startswith(
            ("test_", "conftest")
        )
        for line, module, name in _imports(file):
            if not _may_import(module, name, in_tests=in_tests, others=taken):
                what = f"{module}.{name}" if name else module
                problems.append(f"{file.name}:{line} imports {what}")
    return problems


def _imports(file: Path) -> Iterator[tuple[int, str, str]]:
    """Line, module and name of each import; the name is empty in `import module`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                yield node.lineno, node.module or "", alias.name


def _may_import(  # noqa: PLR0911 - one rule after the other
    module: str, name: str, *, in_tests: bool, others: tuple[str, ...]
) -> bool:
    if any(module == one or module.startswith(f"{one}.") for one in others):
        return False
    first, *rest = module.split(".")
    if first not in ("courses", "academy"):
        return True
    if name.startswith("_"):
        return False
    if module in OPEN_NAMES or f"{module}.{name}" in OPEN_NAMES:
        return True
    if in_tests and (module == FOR_TESTS or module.startswith("courses.")):
        return True
    if first == "academy" or not rest or rest[0] in CLOSED:
        return False
    return (rest[1] if len(rest) > 1 else name) in OPEN_MODULES


# --- Importing the app config ---------------------------------------------------------------

_IMPORT = """
import sys
from importlib import import_module
import courses.plugin_api.api
known = set(sys.modules)
import_module(sys.argv[1])
import_module(sys.argv[2])
from django.conf import settings
if settings.configured:
    print("reads the settings")
for name in sorted(set(sys.modules) - known):
    if name.endswith(".models") or ".models." in name:
        print("imports " + name)
"""


def problems_at_import(plugin: CoursePlugin) -> list[str]:
    """What goes wrong when the app config is imported before Django has started."""
    environment = {
        name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
    }
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    run = subprocess.run(  # noqa: S603 - our own Python, with names of modules
        [sys.executable, "-c", _IMPORT, plugin.name, type(plugin).__module__],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    problems = run.stdout.splitlines()
    if run.returncode:
        problems += run.stderr.strip().splitlines()[-1:] or ["it ends the process"]
    return problems


# --- Docstrings -----------------------------------------------------------------------------


def without_docstring(plugin: CoursePlugin) -> list[str]:
    """The plugin's classes that say nothing of themselves."""
    form = plugin_settings.form_class(plugin)
    classes: list[type] = [
        type(plugin),
        *(type(one) for one in plugin.contributions()),
        *plugin.get_models(),
        *((form,) if form is not None else ()),
    ]
    return [one.__qualname__ for one in dict.fromkeys(classes) if not _says_something(one)]


def _says_something(one: type) -> bool:
    # The class's own words, not those that it would inherit. Django writes the names of the
    # fields where a model says nothing.
    text = inspect.cleandoc(one.__dict__.get("__doc__") or "")
    return bool(text) and not text.startswith(f"{one.__name__}(")


# --- Translations ---------------------------------------------------------------------------


def untranslated(plugin: CoursePlugin) -> list[str]:
    """The texts that stay Dutch for who reads English."""
    english = DjangoTranslation("en")
    texts = [_in("nl", text) for text in lazy_texts(plugin) if _stays_the_same(text)]
    texts += texts_in_sources(plugin)
    return sorted({text for text in texts if text.strip() and not _is_known(english, text)})


def _stays_the_same(text: Promise) -> bool:
    return _in("nl", text) == _in("en", text)


def _in(language: str, text: Promise) -> str:
    with override(language):
        return str(text)


def _is_known(english: DjangoTranslation, text: str) -> bool:
    key = text.replace("\r\n", "\n")
    catalogue = english._catalog  # type: ignore[attr-defined] # noqa: SLF001 - the only way to ask
    return any(catalogue.get(one) is not None for one in (key, (key, 0), (key, 1)))


def lazy_texts(plugin: CoursePlugin) -> list[Promise]:
    """The lazily translated texts of the plugin, its contributions, forms, blocks and models."""
    found: list[object] = [plugin.title, plugin.description, plugin.verbose_name]
    for one in plugin.contributions():
        found += [getattr(one, name, None) for name in ("label", "title", "description")]
        if isinstance(one, Exercise):
            found.append(one.submit_label)
        if isinstance(one, Report):
            found += [column.label for column in one.columns]
        if isinstance(one, (ContentBlock, Exercise)):
            found += _texts_of_block(one.block(), set())
    form = plugin_settings.form_class(plugin)
    if form is not None:
        found += _texts_of_form(form)
    for model in plugin.get_models():
        found.append(model._meta.verbose_name)
        if isinstance(model._meta.verbose_name, Promise):
            # Else Django has made it up.
            found.append(model._meta.verbose_name_plural)
        found += [one.verbose_name for one in model._meta.fields if not one.auto_created]
    return [text for text in found if isinstance(text, Promise)]


def _texts_of_form(form: type[forms.Form]) -> list[object]:
    found: list[object] = []
    for field in form.base_fields.values():
        found += [field.label, field.help_text]
        found += [label for _value, label in _choices(field)]
    return found


def _choices(field: forms.Field) -> list[tuple[object, object]]:
    if isinstance(field, forms.ModelChoiceField):
        return []
    found: list[tuple[object, object]] = []
    for value, label in getattr(field, "choices", None) or ():
        found += label if isinstance(label, (list, tuple)) else [(value, label)]
    return found


def _texts_of_block(block: blocks.Block, seen: set[int]) -> list[object]:
    if id(block) in seen:
        return []
    seen.add(id(block))
    meta = block.meta
    found = [getattr(meta, name, None) for name in ("label", "help_text", "group", "admin_text")]
    field = getattr(block, "field", None)
    if field is not None:
        found += [field.label, field.help_text, *(label for _v, label in _choices(field))]
    children = getattr(block, "child_blocks", None)
    inside = list(children.values()) if children else []
    if isinstance(block, blocks.ListBlock):
        inside.append(block.child_block)
    for child in inside:
        found += _texts_of_block(child, seen)
    return found


_KEYWORDS = (
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3",
    "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3",
)  # fmt: skip


def texts_in_sources(plugin: CoursePlugin) -> list[str]:
    """The texts in code and templates, as GNU gettext finds them; none where it is missing."""
    tool = shutil.which("xgettext")
    if tool is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        files = list(_as_python(plugin, Path(folder)))
        if not files:
            return []
        run = subprocess.run(  # noqa: S603 - found by its name, with files that we wrote
            [
                tool, "--language=Python", "--from-code=UTF-8", "--no-wrap", "--output=-",
                *(f"--keyword={one}" for one in _KEYWORDS), *files,
            ],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
    return _texts_in_po(run.stdout)


def _as_python(plugin: CoursePlugin, folder: Path) -> Iterator[str]:
    for file in code_of(plugin):
        yield str(file)
    root = folder_of(plugin) / "templates"
    for number, file in enumerate(sorted(root.rglob("*"))):
        if file.is_file() and file.suffix in (".html", ".txt"):
            copy = folder / f"{number}.py"
            copy.write_text(templatize(file.read_text(encoding="utf-8")), encoding="utf-8")
            yield str(copy)


def _texts_in_po(source: str) -> list[str]:
    """The texts of a .po file, in one form each."""
    found = []
    for block in source.split("\n\n"):
        text, reading = "", False
        for line in block.splitlines():
            if line.startswith("msg"):
                keyword, _space, line = line.partition(" ")
                reading = keyword == "msgid"
            if reading and line.startswith('"'):
                text += ast.literal_eval(line)
        if text:
            found.append(text)
    return found
