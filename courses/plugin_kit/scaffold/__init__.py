"""Writes a plugin to start from: `manage.py plugins new`.

| module | holds |
|---|---|
| `kinds` | what can be added, and the example for it |
| `naming` | which names a plugin can have |
| `contents`, `template/` | what stands in the files |
| `code` | pieces of Python in our style |
| `writing` | the files on the disk |
"""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from courses.common.errors import Refusal
from courses.plugin_kit.scaffold import naming, writing
from courses.plugin_kit.scaffold.contents import catalogue_of
from courses.plugin_kit.scaffold.kinds import DEFAULT, KINDS, kinds_in

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence


@dataclass(frozen=True)
class Package:
    """A package that was written; `is_translated` is whether its English could be compiled."""

    name: str
    folder: Path
    files: tuple[Path, ...]
    is_translated: bool

    def message(self) -> str:
        """What was made and what to do now."""
        lines = [_("Gemaakt in %(folder)s:") % {"folder": self.folder}]
        lines += [f"  {one.relative_to(self.folder)}" for one in self.files]
        if not self.is_translated:
            po = self.folder / catalogue_of(self.name)
            lines.append(
                _("Het Engels werkt nog niet: installeer GNU gettext en typ daarna %(command)s")
                % {"command": f"msgfmt -o {po.with_suffix('.mo')} {po}"}
            )
        lines += ["", _("Typ nu:"), *(f"  {one}" for one in self.next_commands())]
        return "\n".join(lines)

    def next_commands(self) -> tuple[str, str, str]:
        """Install it, prepare and examine it, run its tests; from the academy's folder."""
        python, folder = _as_typed(Path(sys.executable)), shlex.quote(str(self.folder))
        manage = f"{python} {_as_typed(Path(settings.BASE_DIR) / 'manage.py')}"
        # Without `--rootdir` and the like: the package's own settings say how.
        tests = f"PYTHONPATH={shlex.quote(str(settings.BASE_DIR))} {python} -m pytest {folder}"
        return (
            f"{python} -m pip install -e {folder}",
            f"{manage} migrate && {manage} plugins doctor {self.name}",
            tests,
        )


def _as_typed(path: Path) -> str:
    """As short as it can be from where we are."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))


def add_arguments(parser: ArgumentParser) -> None:
    """What `plugins new` takes."""
    parser.add_argument("name", help="small letters, digits and underscores; it never changes")
    parser.add_argument(
        "--with",
        dest="kinds",
        action="append",
        metavar="KINDS",
        help=(
            f"what it adds, with commas: {', '.join(KINDS)}; or all (default: {','.join(DEFAULT)})"
        ),
    )
    parser.add_argument(
        "--bare", action="store_true", help="adds nothing yet: a package with nothing to delete"
    )
    parser.add_argument("--folder", default=".", help="where to write it (default: here)")


def make(name: str, *, kinds: Sequence[str] | None, folder: Path, bare: bool = False) -> Package:
    """Write a package `name` in `folder`, with all of these kinds of contributions, or nothing.

    `kinds` are as typed: names with commas, any number of times; None for the default. A `bare`
    package has none: all that is written is what every plugin needs.

    Raises:
        Refusal: the name cannot be used, a kind does not exist or comes with `bare`, or nothing can
            be written there.
    """
    if bare and kinds:
        raise Refusal(_("Kies --bare of --with, niet allebei."))
    wanted = () if bare else kinds_in(",".join(kinds or DEFAULT))
    naming.refuse_unfit(name)
    place = writing.write(name, wanted, folder.resolve())
    is_translated = writing.compile_texts(place, name)
    files = sorted(one for one in place.rglob("*") if one.is_file())
    return Package(name, place, tuple(files), is_translated)
