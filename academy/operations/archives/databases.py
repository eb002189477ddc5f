"""A database of one moment as a file, and back: with the engine's own means."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from academy.operations.archives.errors import ArchiveError

WAITS = 30
"""Seconds for which somebody may be busy with the database before nothing is put in its place."""
BUSY = "Something is busy with the database: stop the server, the worker and the tick."
SESSIONS = ("django_session", "usersessions_usersession")
"""Who is signed in stays out of a backup: whoever has the file would be signed in as everybody."""


class Database(Protocol):
    """What each kind of database can do for a backup."""

    name: str
    """Of the file in the archive."""

    def save(self, path: Path) -> dict[str, int]:
        """Write a snapshot of this moment, while people go on; the rows of each table in it."""

    def damaged_file(self) -> Path | None:
        """The file that is there, when it cannot be read as a database."""

    def put_back(self, path: Path) -> None:
        """Put this snapshot in the place of everything that is there.

        Raises:
            ArchiveError: it cannot be done; what was there is still there.
        """


class Sqlite:
    """A snapshot is a database file, without what was deleted from it."""

    name = "database.sqlite3"

    def save(self, path: Path) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        with contextlib.closing(sqlite3.connect(path)) as copy:
            copy.execute("PRAGMA secure_delete = ON")
            for table in SESSIONS:
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours
            copy.commit()
            # One that cannot be put back is no backup: said now, not on the day that it is needed.
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise ArchiveError("The database is damaged: put back an earlier backup.")
            return {
                table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - names from the schema
                for table in tables()
            }

    def damaged_file(self) -> Path | None:
        place = self._place()
        if not place.exists():
            return None
        with contextlib.closing(sqlite3.connect(place, timeout=WAITS)) as present:
            try:
                is_whole = present.execute("PRAGMA quick_check").fetchone() == ("ok",)
            except sqlite3.OperationalError:
                return None  # busy, or may not be read: it is said where it is used
            except sqlite3.DatabaseError:
                return place
        return None if is_whole else place

    def _place(self) -> Path:
        return Path(str(connection.settings_dict["NAME"]))

    def put_back(self, path: Path) -> None:
        place = self._place()
        connection.close()
        place.parent.mkdir(parents=True, exist_ok=True)
        with (
            contextlib.closing(sqlite3.connect(path)) as snapshot,
            contextlib.closing(sqlite3.connect(place, timeout=WAITS)) as present,
        ):
            try:
                present.execute("BEGIN IMMEDIATE")
                present.rollback()
            except sqlite3.OperationalError:
                raise ArchiveError(BUSY) from None
            # In one transaction: whoever still reads sees all of the one or all of the other.
            try:
                snapshot.backup(present)
            except sqlite3.Error as error:
                raise ArchiveError(f"The database was not replaced: {error}.") from None
            present.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class PostgreSql:
    """A snapshot is what `pg_dump` makes; PostgreSQL's own programs must be there."""

    name = "database.pgdump"

    def save(self, path: Path) -> dict[str, int]:
        # The counts and the dump see one moment: `pg_dump` joins this transaction's view.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            moment = cursor.fetchone()[0]
            self._run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                *(f"--exclude-table-data=*.{table}" for table in SESSIONS),
                f"--snapshot={moment}",
                f"--file={path}",
            )
            return counts()

    def damaged_file(self) -> Path | None:
        return None  # A server says so by itself, and mends or restores by its own means.

    def put_back(self, path: Path) -> None:
        # All that is there goes in the transaction in which the rest comes: whatever fails on the
        # way, what was there is still there. `pg_restore` by itself drops only what it brings.
        script, begin = path.with_suffix(".sql"), path.with_name("begin.sql")
        self._run(
            "pg_restore",
            *("--no-owner", "--no-privileges", f"--file={script}", str(path)),
            database=False,
        )
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
        drops = [
            f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE;\n" for name in names
        ]
        begin.write_text(f"SET lock_timeout = '{WAITS}s';\n{''.join(drops)}")
        connection.close()
        try:
            self._run(
                "psql",
                *("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"),
                *(f"--file={begin}", f"--file={script}"),
            )
        except ArchiveError as error:
            if "lock timeout" in str(error):
                raise ArchiveError(BUSY) from None
            raise

    def _run(self, program: str, *arguments: str, database: bool = True) -> None:
        """Run one of PostgreSQL's programs for this database.

        Raises:
            ArchiveError: it is not there, or fails.
        """
        found = shutil.which(program, path=settings.POSTGRES_PROGRAMS or None)
        if found is None:
            raise ArchiveError(
                f"{program} is not here: install the client programs of PostgreSQL, as new "
                "as the server (apt-get install postgresql-client)."
            )
        (_psql, *place), environment = DatabaseClient.settings_to_cmd_args_env(
            connection.settings_dict, list(arguments)
        )
        command = [found, *place] if database else [found, *arguments]
        done = subprocess.run(  # noqa: S603 - a program that we name
            command,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise ArchiveError(f"{program} says: {done.stderr.strip() or done.returncode}")


def present() -> Database:
    """The database that the settings name."""
    return PostgreSql() if connection.vendor == "postgresql" else Sqlite()


def set_aside(damaged: Path, folder: Path) -> Path:
    """Move a file that cannot be read as a database to this folder, as it is; where that is."""
    connection.close()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"damaged-{timezone.localtime():%Y-%m-%dT%H%M%S}-{damaged.name}"
    # What was written last stands beside it, and belongs to it.
    for end in ("", "-wal", "-shm"):
        if (beside := damaged.with_name(f"{damaged.name}{end}")).exists():
            shutil.move(beside, target.with_name(f"{target.name}{end}"))
    return target


def tables() -> list[str]:
    """Every table of the database, by name; those of its own search left out."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return sorted(name for name in names if not name.startswith("wagtailsearch_indexentry_fts"))


def is_empty() -> bool:
    """Whether nobody has been here: no tables, or nobody in them."""
    if "people_user" not in tables():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM people_user)")
        return not cursor.fetchone()[0]


def counts() -> dict[str, int]:
    """How many rows each table has, those of who is signed in left out."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names from the schema
            found[table] = 0 if table in SESSIONS else cursor.fetchone()[0]
    return found


def migrations() -> dict[str, list[str]]:
    """The names of the migrations that have run, by app."""
    by_app: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        by_app.setdefault(app, []).append(name)
    return by_app
