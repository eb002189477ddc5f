"""What the academy was at a release: the demo of that version with its files, packed.

From it `tests/academy/test_upgrade.py` goes to the version of today. At each release the new one
takes the place of the one before: load the demo with that version in an empty folder, and

    python -m tests.academy.previous_release 0.3.0 /path/to/that/folder

The rows are those of invented people, and the keys those of their open evaluations. Of the
certificates two are kept: their files do not get smaller.
"""

from __future__ import annotations

import lzma
import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

FOLDER = Path(__file__).parent
ENDING = ".tar.xz"
DATABASE = "academy.sqlite3"
BESIDE = ("media", "plugin-files", "evaluation-keys")
"""The folders that belong to what is in the database."""
FILES_KEPT = 2


def kept() -> Path:
    """The packed academy of the newest release."""
    (file,) = FOLDER.glob(f"*{ENDING}")
    return file


def version() -> str:
    """Which release it is of: "0.3.0"."""
    return kept().name.removesuffix(ENDING)


def unpack(folder: Path) -> None:
    """Put the academy of the newest release in this folder."""
    with tarfile.open(kept()) as packed:
        packed.extractall(folder)  # noqa: S202 - packed by ourselves


def pack(release: str, folder: Path) -> Path:
    """Keep the academy in this folder as that of a release, in the place of the one before.

    Raises:
        SystemExit: something points to a row that is not there.
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / DATABASE
        with closing(sqlite3.connect(folder / DATABASE)) as source:
            source.execute("VACUUM INTO ?", [str(copy)])
        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            target.execute("DELETE FROM certificates_certificate WHERE id > ?", [FILES_KEPT])
            # What waits to be done is overdue by the hour; the tick finds what is left to do.
            target.execute("DELETE FROM django_tasks_database_dbtaskresult")
            if broken := target.execute("PRAGMA foreign_key_check").fetchall():
                raise SystemExit(f"✗ These point to nothing: {broken[:5]}")
            target.execute("VACUUM")
        for before in FOLDER.glob(f"*{ENDING}"):
            before.unlink()
        file = FOLDER / f"{release}{ENDING}"
        with (
            lzma.open(file, "wb", preset=9 | lzma.PRESET_EXTREME) as squeezed,
            tarfile.open(fileobj=squeezed, mode="w") as packed,
        ):
            packed.add(copy, DATABASE, filter=_of_nobody)
            for name in BESIDE:
                packed.add(folder / name, name, filter=_of_nobody)
    return file


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of who packed it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    print(pack(sys.argv[1], Path(sys.argv[2])))
