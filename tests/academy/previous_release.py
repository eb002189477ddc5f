"""What the academy's database was at a release: the demo of that version, packed.

From it `tests/academy/test_upgrade.py` goes to the version of today. At each release the new one
takes the place of the one before: load the demo with that version, and

    python -m tests.academy.previous_release 0.3.0 var/academy.sqlite3

The rows are those of invented people. Of the certificates two are kept: their files do not get
smaller.
"""

from __future__ import annotations

import lzma
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

FOLDER = Path(__file__).parent
FILES_KEPT = 2


def kept() -> Path:
    """The packed database of the newest release."""
    (file,) = FOLDER.glob("*.sqlite3.xz")
    return file


def version() -> str:
    """Which release it is of: "0.2.0"."""
    return kept().name.removesuffix(".sqlite3.xz")


def unpack(place: Path) -> None:
    """Write the database of the newest release there."""
    place.write_bytes(lzma.decompress(kept().read_bytes()))


def pack(release: str, database: Path) -> Path:
    """Keep this database as that of a release, in the place of the one before.

    Raises:
        SystemExit: something points to a row that is not there.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite3"
        with closing(sqlite3.connect(database)) as source:
            source.execute("VACUUM INTO ?", [str(copy)])
        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            target.execute("DELETE FROM certificates_certificate WHERE id > ?", [FILES_KEPT])
            if broken := target.execute("PRAGMA foreign_key_check").fetchall():
                raise SystemExit(f"✗ These point to nothing: {broken[:5]}")
            target.execute("VACUUM")
        packed = lzma.compress(copy.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    for before in FOLDER.glob("*.sqlite3.xz"):
        before.unlink()
    file = FOLDER / f"{release}.sqlite3.xz"
    file.write_bytes(packed)
    return file


if __name__ == "__main__":
    print(pack(sys.argv[1], Path(sys.argv[2])))
