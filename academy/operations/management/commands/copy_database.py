"""`manage.py copy_database`: from SQLite to PostgreSQL, or back."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from academy.operations import copying
from academy.settings.databases import database

TARGET = "target"
VARIABLE = "TARGET_DATABASE_URL"


class Command(BaseCommand):
    requires_system_checks = ()

    help = (
        f"Copy every row of this database to the empty one of {VARIABLE}, and hold each beside the "
        "other. Stop the server, the worker and the tick first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--leave",
            action="store_true",
            help="leave rows behind that belong to plugins which are not installed",
        )

    def handle(self, *args: object, leave: bool, **options: object) -> None:
        url = os.environ.get(VARIABLE, "")
        if not url:
            raise CommandError(f"Put the address of the other database in {VARIABLE}.")
        orphans = copying.without_model("default")
        if orphans and not leave:
            raise CommandError(
                f"Nothing that is installed knows these tables: {', '.join(orphans)}. Install the "
                "plugin that they are of, or leave them behind (--leave)."
            )
        connections.databases[TARGET] = {**connections.databases["default"], **database(url)}
        if self._same_place():
            raise CommandError(f"{VARIABLE} is the database that is to be copied.")
        self._prepare(url)
        try:
            rows = copying.copy("default", TARGET, say=lambda line: self.stdout.write(f"  {line}"))
        except copying.CopyError as error:
            raise CommandError(f"{error} Nothing was copied.") from None
        finally:
            connections[TARGET].close()
        self._manage(url, "rebuild_references_index", "--verbosity", "0")
        self._manage(url, "update_index", "--verbosity", "0")
        self.stdout.write(
            f"{rows} rows, each the same on both sides. The uploads stay where they are."
        )
        self.stdout.write("Now set DATABASE_URL to it, run manage.py audit, and start the server.")

    def _same_place(self) -> bool:
        here, there = (connections.databases[alias] for alias in ("default", TARGET))
        return all(
            str(here.get(key)) == str(there.get(key)) for key in ("ENGINE", "NAME", "HOST", "PORT")
        )

    def _prepare(self, url: str) -> None:
        """Have all tables there, and nobody in them."""
        self._manage(url, "migrate", "--no-input", "--skip-checks", "--verbosity", "0")
        other = connections[TARGET]
        with other.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM people_user)")
            if cursor.fetchone()[0]:
                raise CommandError(
                    "There are people in the other database already: empty it first."
                )
        ours, theirs = (
            set(MigrationRecorder(connections[alias]).applied_migrations())
            for alias in ("default", TARGET)
        )
        if ours != theirs:
            raise CommandError("Run manage.py migrate first: this database is of another version.")

    def _manage(self, url: str, *arguments: str) -> None:
        """Run another of our commands with the other database, in a process of its own."""
        done = subprocess.run(  # noqa: S603 - a program that we name
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
            env={**os.environ, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(
                f"manage.py {arguments[0]} failed there: {done.stderr.strip()[-500:]}"
            )
