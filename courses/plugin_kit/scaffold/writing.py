"""From the templates to a package."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from string import Template

from django.utils.translation import gettext as _

from courses.common.errors import Refusal
from courses.plugin_api.version import API_VERSION, ENTRY_POINT_GROUP
from courses.plugin_kit.scaffold.kinds import Kind

TEMPLATES = Path(__file__).parent / "template"
SUFFIX = ".tpl"
TEXTS, FIELDS = "texts.po.tpl", "fields.py.tpl"
"""Parts of a file: of the catalogue, and of the form for the settings."""

WIDTH = 100


def write(name: str, kinds: Sequence[Kind], folder: Path) -> Path:
    """Write the package in `folder`, as a whole or not at all; returns where it is.

    Raises:
        Refusal: there is something of that name, or it cannot be written there.
    """
    target = folder / name
    if not folder.is_dir():
        raise Refusal(_("De map %(folder)s bestaat niet.") % {"folder": folder})
    if target.exists() or target.is_symlink():
        raise Refusal(_("%(folder)s is er al. Ik verander daar niets.") % {"folder": target})
    try:
        # Beside its place, so that it can be moved there at one stroke.
        with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as beside:
            draft = Path(beside) / name
            for path, text in files(name, kinds):
                file = draft / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            draft.rename(target)
    except OSError as error:
        raise Refusal(
            _("Ik kan niet schrijven in %(folder)s (%(error)s).")
            % {"folder": folder, "error": error.strerror}
        ) from error
    return target


def compile_texts(folder: Path, name: str) -> bool:
    """Compile the English texts, as far as this machine can."""
    tool = shutil.which("msgfmt")
    if tool is None:
        return False
    source = folder / name / "locale" / "en" / "LC_MESSAGES" / "django.po"
    run = subprocess.run(  # noqa: S603 - found by its name, with files that we wrote
        [tool, "--check", "-o", str(source.with_suffix(".mo")), str(source)],
        capture_output=True,
        check=False,
    )
    return run.returncode == 0


# --- What is written ------------------------------------------------------------------------


def files(name: str, kinds: Sequence[Kind]) -> Iterator[tuple[Path, str]]:
    """Path and text of each file of the package."""
    parts = ["base", *(kind.name for kind in kinds)]
    if any(kind.settings for kind in kinds):
        parts.append("settings")
    values = _values(name, kinds)
    for part in parts:
        root = TEMPLATES / part
        for source in sorted(root.rglob(f"*{SUFFIX}")):
            if source.name not in (TEXTS, FIELDS):
                yield _path(source.relative_to(root), name), _in_order(_filled(source, values))
    catalogue = "\n".join(_entries(_filled(TEMPLATES / one / TEXTS, values) for one in parts))
    yield Path(name, "locale", "en", "LC_MESSAGES", "django.po"), catalogue


def _path(template: Path, name: str) -> Path:
    """`slug` in a path is the plugin's name, and a dot in front is written as `dot-`."""
    parts = [name if part == "slug" else part for part in template.parts]
    parts[-1] = parts[-1].removesuffix(SUFFIX).replace("dot-", ".")
    return Path(*parts)


def _filled(source: Path, values: Mapping[str, str]) -> str:
    return Template(source.read_text(encoding="utf-8")).substitute(values)


def _in_order(text: str) -> str:
    """The text, with imports of the plugin's own modules where the alphabet wants its name."""
    blocks = text.split("\n\n")
    for place, block in enumerate(blocks):
        lines = block.strip("\n").split("\n")
        if all(line.startswith("from ") for line in lines):
            in_order = "\n".join(sorted(lines, key=lambda line: line.split()[1]))
            blocks[place] = block.replace("\n".join(lines), in_order)
    return "\n\n".join(blocks)


def _entries(catalogues: Iterable[str]) -> Iterator[str]:
    """The entries of several catalogues, each once; the first is the header."""
    entries = (entry.strip() for text in catalogues for entry in text.split("\n\n"))
    for entry in dict.fromkeys(entries):
        if entry:
            yield f"{entry}\n"


def _values(name: str, kinds: Sequence[Kind]) -> dict[str, str]:
    dutch = f"Voegt toe: {_listed([kind.dutch for kind in kinds], last='en')}."
    english = f"Adds {_listed([kind.english for kind in kinds], last='and')}."
    has_settings = any(kind.settings for kind in kinds)
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
        "described": _gettext(dutch),
        "docstring": _docstring(english),
        "imports": "\n".join(
            f"        from {name}.{module} import {one}" for module, one in sorted(_added(kinds))
        ),
        "contributions": _tuple([f"{one}()" for _module, one in _added(kinds)]),
        "added": "\n".join(
            f"- `{module}.{one}`: {kind.english}"
            for kind in kinds
            for module, one in kind.contributions
        ),
        "typing": "\nfrom typing import TYPE_CHECKING" if has_settings else "",
        "form_type": "\nif TYPE_CHECKING:\n    from django.forms import Form\n"
        if has_settings
        else "",
        "settings_form": _SETTINGS_FORM.format(name=name) if has_settings else "",
        "fields": "\n".join(
            (TEMPLATES / kind.name / FIELDS).read_text(encoding="utf-8").rstrip("\n")
            for kind in kinds
            if kind.settings
        ),
    }


_SETTINGS_FORM = """\

    def settings_form(self) -> type[Form]:
        from {name}.forms import SettingsForm

        return SettingsForm
"""


def _added(kinds: Sequence[Kind]) -> list[tuple[str, str]]:
    return [one for kind in kinds for one in kind.contributions]


def _listed(parts: Sequence[str], *, last: str) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f" {last} ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _tuple(parts: Sequence[str]) -> str:
    """A tuple as our formatter writes it, eight signs from the margin."""
    line = f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    if len(f"        return {line}") <= WIDTH:
        return line
    return "\n".join(["(", *(f"            {part}," for part in parts), "        )"])


def _docstring(text: str) -> str:
    if len(text) <= WIDTH - 10:
        return f'"""{text}"""'
    return "\n    ".join([*textwrap.wrap(f'"""{text}', WIDTH - 4), '"""'])


def _gettext(text: str) -> str:
    """A lazily translated text as our formatter writes it, as an attribute of a class."""
    line = f'_("{text}")'
    if len(f"    description = {line}") <= WIDTH:
        return line
    *parts, last = textwrap.wrap(text, WIDTH - 12)
    return "\n".join(
        ["_(", *(f'        "{part} "' for part in parts), f'        "{last}"', "    )"]
    )
