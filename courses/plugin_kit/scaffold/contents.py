"""What stands in the files of a new package: the templates, filled in.

`template/base` is for every plugin, `template/settings` for one with settings; the other folders
are for a kind each. A file there ends with `.tpl`, so that no tool takes it for code of ours, and
has `$name` where a value of `_values` goes. Three files are parts of another: `texts.po.tpl` of the
catalogue, `fields.py.tpl` of the form for the settings, `ready.py.tpl` of the app config.
"""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from courses.plugin_api.version import API_VERSION, ENTRY_POINT_GROUP
from courses.plugin_kit.scaffold import code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from courses.plugin_kit.scaffold.kinds import Kind

TEMPLATES = Path(__file__).parent / "template"
SUFFIX = ".tpl"
TEXTS, FIELDS, READY = "texts.po.tpl", "fields.py.tpl", "ready.py.tpl"


def catalogue_of(name: str) -> Path:
    """Where the English texts are in the package."""
    return Path(name, "locale", "en", "LC_MESSAGES", "django.po")


def files(name: str, kinds: Sequence[Kind]) -> Iterator[tuple[Path, str]]:
    """Path and text of each file of the package."""
    values = _values(name, kinds)
    folders = [TEMPLATES / "base", *(TEMPLATES / kind.name for kind in kinds)]
    if any(kind.settings for kind in kinds):
        folders.append(TEMPLATES / "settings")
    for folder in folders:
        for source in sorted(folder.rglob(f"*{SUFFIX}")):
            if source.name not in (TEXTS, FIELDS, READY):
                path = _path(source.relative_to(folder), name)
                yield path, code.sort_imports(_fill(source, values))
    yield catalogue_of(name), _catalogue(_fill(folder / TEXTS, values) for folder in folders)


def _path(template: Path, name: str) -> Path:
    """`slug` in a path is the plugin's name, and a dot in front is written as `dot-`."""
    parts = [name if part == "slug" else part for part in template.parts]
    parts[-1] = parts[-1].removesuffix(SUFFIX).replace("dot-", ".")
    return Path(*parts)


def _fill(source: Path, values: Mapping[str, str]) -> str:
    return Template(source.read_text(encoding="utf-8")).substitute(values)


def _catalogue(parts: Iterable[str]) -> str:
    """One catalogue of several: each entry once, the header first."""
    entries = (entry.strip() for part in parts for entry in part.split("\n\n"))
    return "\n".join(f"{entry}\n" for entry in dict.fromkeys(entries) if entry)


# --- Values ---------------------------------------------------------------------------------


def _values(name: str, kinds: Sequence[Kind]) -> dict[str, str]:
    dutch, english = "Voegt nog niets toe.", "Adds nothing yet."
    if kinds:
        dutch = f"Voegt toe: {_enumeration([kind.dutch for kind in kinds], last='en')}."
        english = f"Adds {_enumeration([kind.english for kind in kinds], last='and')}."
    classes = [one for kind in kinds for one in kind.contributions]
    return {
        "slug": name,
        "dash": name.replace("_", "-"),
        "title": name.replace("_", " ").capitalize(),
        "Class": "".join(part.capitalize() for part in name.split("_")),
        "group": ENTRY_POINT_GROUP,
        "api": API_VERSION,
        "kinds": ",".join(kind.name for kind in kinds),
        "description": dutch,
        "description_en": english,
        "description_code": code.lazy_text(dutch),
        "docstring": code.docstring(english),
        "imports": "".join(
            [
                *(
                    f"        from {name}.{module} import {one}\n"
                    for module, one in sorted(classes)
                ),
                *(["\n"] if classes else []),
            ]
        ),
        "contributions": code.tuple_of([f"{one}()" for _module, one in classes]),
        "contents": "\n".join(
            f"- `{module}.{one}`: {kind.english}"
            for kind in kinds
            for module, one in kind.contributions
        )
        or "- nothing yet",
        "ready": "".join(
            f"\n{_fill(source, {'slug': name})}"
            for kind in kinds
            if (source := TEMPLATES / kind.name / READY).exists()
        ),
        **_values_for_settings(name, [kind for kind in kinds if kind.settings]),
    }


_SETTINGS_FORM = """\

    def settings_form(self) -> type[Form]:
        from {name}.forms import SettingsForm

        return SettingsForm
"""


def _values_for_settings(name: str, kinds: Sequence[Kind]) -> dict[str, str]:
    """What the app config says of the settings, and the fields; empty where there are none."""
    fields = ((TEMPLATES / kind.name / FIELDS).read_text(encoding="utf-8") for kind in kinds)
    lines = {
        "typing": "\nfrom typing import TYPE_CHECKING",
        "form_type": "\nif TYPE_CHECKING:\n    from django.forms import Form\n",
        "settings_form": _SETTINGS_FORM.format(name=name),
        "fields": "\n".join(text.rstrip("\n") for text in fields),
    }
    return lines if kinds else dict.fromkeys(lines, "")


def _enumeration(parts: Sequence[str], *, last: str) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f" {last} ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
