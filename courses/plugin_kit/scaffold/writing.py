"""A package on the disk: its files, and its English texts compiled."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.common.errors import Refusal
from courses.plugin_kit.scaffold.contents import catalogue_of, files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.plugin_kit.scaffold.kinds import Kind


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
    source = folder / catalogue_of(name)
    run = subprocess.run(  # noqa: S603 - found by its name, with files that we wrote
        [tool, "--check", "-o", str(source.with_suffix(".mo")), str(source)],
        capture_output=True,
        check=False,
    )
    return run.returncode == 0
