"""The database of a new academy, kept: so the demo need not go through hundreds of migrations.

Those take twenty seconds of a processor, nearly all of it in Django, which works out after each
what all models looked like then. Migrations that are newer than what is kept are done as always.
Only for the demo, on SQLite: a server's tables are made by its migrations.
"""

from __future__ import annotations

import lzma
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

KEPT = Path(__file__).with_name("first_database.sqlite3.xz")


def put() -> bool:
    """Give an academy that has no tables those of a new one; whether it did.

    Not where what is kept knows a migration that is not installed here.
    """
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return False
    place = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        new = Path(folder) / place.name
        unpack(new)
        if not applied(new) <= installed():
            return False
        for left in ("-wal", "-shm"):
            place.with_name(place.name + left).unlink(missing_ok=True)
        new.replace(place)
    return True


def unpack(place: Path) -> None:
    """Write what is kept there."""
    place.write_bytes(lzma.decompress(KEPT.read_bytes()))


def keep(database: Path) -> None:
    """Keep this database, which the migrations of today made and nobody used."""
    KEPT.write_bytes(lzma.compress(database.read_bytes(), preset=9 | lzma.PRESET_EXTREME))


def applied(database: Path) -> set[tuple[str, str]]:
    """The migrations that a database went through: app and name."""
    with closing(sqlite3.connect(database)) as opened:
        return set(opened.execute("SELECT app, name FROM django_migrations"))


def installed() -> set[tuple[str, str]]:
    """The migrations that there are, with those that others took the place of."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return set(loader.disk_migrations) | {
        old for migration in loader.disk_migrations.values() for old in migration.replaces
    }
