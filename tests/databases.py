"""A database is migrated once and kept; the tests' databases are copies of it.

Migrating from the start costs ten seconds of a processor, in every process that runs tests. What
the migrations made stays in `var/test-databases/`, under a name that says what it was made of.
`migrate` still runs in every copy: with nothing to apply, and for what follows a migration.

On SQLite the academy without plugins is migrated first, in a process that has none, and kept too;
the plugins' migrations then run in a copy of that, as when they are installed later.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import setup_databases, teardown_databases

from academy.demo import first_database
from scripts.with_postgres import VERSION_FOLDER, installed_wheel

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

FOLDER = Path(settings.BASE_DIR) / "var" / "test-databases"
KEPT = 4
"""How many are kept: one for each branch that somebody goes back and forth to."""
OURS = re.compile(r"^ *(?:from|import) ((?:academy|courses|plugins)[\w.]*)(?: import (\w+))?", re.M)


def is_transactional(item: pytest.Item) -> bool:
    """Whether a test commits, so that it begins and ends with what the migrations made."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return bool(
        (marker and marker.kwargs.get("transaction"))
        or "transactional_db" in fixtures
        or "live_server" in fixtures
    )


class Template:
    """The migrated database of this code, for the kind of database that the tests use."""

    def __init__(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.file = FOLDER / f"{connection.vendor}-{made_of()}"
        self.is_new = False
        """Whether this process is to migrate, and must `keep()` what it made."""
        self._lock: IO[str] | None = None
        self._copy = ""

    def put(self) -> bool:
        """Make the test database a copy of the template; whether there is a database now.

        Where there is no template yet, this process is to migrate and to keep what it made: all
        others wait for it.
        """
        self._lock = (FOLDER / f"lock-{connection.vendor}").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.is_new = not self.file.exists()
        if not self.is_new:
            self._unlock()
            os.utime(self.file)
        name = str(_creation()._get_test_db_name())
        if connection.vendor == "sqlite":
            shutil.copyfile(without_plugins() if self.is_new else self.file, name)
            for left in ("-wal", "-shm"):
                Path(name + left).unlink(missing_ok=True)
        elif self.is_new:
            return False
        else:
            _load(self.file, name)
        self._copy = name
        return True

    def take_away(self) -> None:
        """Remove the copy, when there is one. Django removes only what it migrated itself."""
        if self._copy:
            connection.close()
            _creation()._destroy_test_db(self._copy, verbosity=0)

    def keep(self) -> None:
        """Keep the test database, as the migrations left it."""
        made = self.file.with_suffix(f".{os.getpid()}")
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(made)])
        else:
            _tool("pg_dump", str(connection.settings_dict["NAME"]), "--no-owner", f"--file={made}")
        made.replace(self.file)
        _keep_the_newest(connection.vendor)
        self._unlock()

    def _unlock(self) -> None:
        if self._lock:
            self._lock.close()


def without_plugins() -> Path:
    """A SQLite database of the academy in which no plugin was ever installed.

    Migrated from the start in a process of its own, where none is kept of this code.
    """
    file = FOLDER / f"without-plugins-{made_of()}"
    with (FOLDER / "lock-without-plugins").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if file.exists():
            os.utime(file)
            return file
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "academy.sqlite3"
            subprocess.run(
                [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
                env={**os.environ, **environment_without_plugins(Path(folder))},
                check=True,
            )
            # In one step: what somebody finds there is whole.
            shutil.copyfile(made, file.with_suffix(".new"))
            file.with_suffix(".new").replace(file)
        _keep_the_newest("without-plugins")
    return file


def environment_without_plugins(folder: Path) -> dict[str, str]:
    """For a process of an academy without plugins, with its data in this folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.academy.without_plugins",
        "ACADEMY_DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'academy.sqlite3'}",
        "PYTHONPATH": str(settings.BASE_DIR),
    }


def _keep_the_newest(kind: str) -> None:
    """Remove what has not been used for longest, of what is called so."""
    kept = sorted(FOLDER.glob(f"{kind}-*"), key=lambda one: -one.stat().st_mtime)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)


def made_of() -> str:
    """A short name for all that a migrated database is made of.

    That is every migration, with the modules of ours that it imports, the apps, and the versions of
    Django, Python and the database.
    """
    digest = hashlib.sha256()
    versions = (sys.version, django.__version__, str(connection.get_database_version()))
    for text in (*versions, *(app.name for app in apps.get_app_configs())):
        digest.update(text.encode())
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    for name in sorted({migration.__module__ for migration in migrations}):
        for file in what_it_uses(name):
            digest.update(name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def what_it_uses(name: str) -> Iterator[Path]:
    """The files of a migration and of the modules of ours that it imports."""
    file = Path(str(import_module(name).__file__))
    yield file
    for module, part in OURS.findall(file.read_text()):
        for used in (module, f"{module}.{part}"):
            if used in sys.modules:
                yield Path(str(sys.modules[used].__file__))


def _creation() -> Any:
    """What makes and removes test databases. The types of Django do not know the inside of it."""
    return connection.creation


def _load(dump: Path, name: str) -> None:
    """Fill a new database on the PostgreSQL server."""
    with _creation()._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    _tool("psql", name, "--quiet", "--set=ON_ERROR_STOP=1", f"--file={dump}")


def _tool(name: str, database: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on a database of the server."""
    server = connection.settings_dict
    subprocess.run(
        [str(installed_wheel() / VERSION_FOLDER / "bin" / name), *arguments],
        env={
            **os.environ,
            "PGHOST": str(server["HOST"]),
            "PGPORT": str(server["PORT"]),
            "PGUSER": str(server["USER"]),
            "PGPASSWORD": str(server["PASSWORD"]),
            "PGDATABASE": database,
        },
        stdout=subprocess.DEVNULL,
        check=True,
    )


def main() -> None:
    """Make the template, where there is none: `python -m tests.databases`, before the tests.

    With `--first` it is what the demo begins with from now on (academy/demo/first_database.py).
    """
    template = Template()
    keepdb = template.put()
    if template.is_new:
        made = setup_databases(verbosity=0, interactive=False, keepdb=keepdb)
        template.keep()
        if not keepdb:
            teardown_databases(made, verbosity=0)
    template.take_away()
    if "--first" in sys.argv:
        first_database.keep(template.file)


if __name__ == "__main__":
    django.setup()
    main()
