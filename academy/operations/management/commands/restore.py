"""`manage.py restore FILE`: put a backup in the place of what is here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from academy.operations.archives import databases, reading, sealing, writing
from academy.operations.archives.errors import ArchiveError

if TYPE_CHECKING:
    from academy.operations.archives.manifest import Manifest

BEFORE = "before-restore"
"""The folder, among the data, for what was here before."""
APART = """Not in a backup, so see to it yourself:
  ACADEMY_SECRET_KEY and the other settings; the keys that sign certificates and badges;
  the keys of evaluations that are open (without them those answers are lost)."""


class Command(BaseCommand):
    # What is here may be broken: that is why somebody puts a backup back.
    requires_system_checks = ()

    help = (
        "Put a backup in the place of the database and the uploads that are here. "
        "Stop the server first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--key", type=Path, metavar="KEY", help="the file with the secret key")
        parser.add_argument(
            "--check", action="store_true", help="only look whether the backup is whole and fits"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help=f"also when people are in the database; what was there goes to {BEFORE}/ first",
        )

    def handle(
        self,
        *args: object,
        file: Path,
        key: Path | None,
        check: bool,
        replace: bool,
        **options: object,
    ) -> None:
        try:
            opens = sealing.identity(key) if key else None
            with reading.unpacked(file, key=opens) as archive:
                self._check(archive.manifest)
                if not check:
                    self._put_back(archive, replace=replace)
        except (ArchiveError, OSError, DatabaseError) as error:
            raise CommandError(str(error)) from None

    def _check(self, told: Manifest) -> None:
        known: dict[str, set[str]] = {}
        for app, name in MigrationLoader(None).disk_migrations:
            known.setdefault(app, set()).add(name)
        reading.check_fits(told, vendor=connection.vendor, known=known)
        rows = sum(told.rows.values())
        self.stdout.write(
            f"Made {told.made_at}: {rows} rows in {len(told.rows)} tables, "
            f"{len(told.files) - 1} uploads. Whole."
        )

    def _put_back(self, archive: reading.Unpacked, *, replace: bool) -> None:
        before = settings.DATA_DIR / BEFORE
        if damaged := databases.present().damaged_file():
            if not replace:
                raise CommandError(
                    "The database that is here is damaged. To put the backup in its place: "
                    "--replace."
                )
            aside = databases.set_aside(damaged, before)
            self.stdout.write(f"The damaged database is kept in {aside}.")
        elif not databases.is_empty():
            if not replace:
                raise CommandError(
                    "There are people in this database. To put the backup in its place: --replace."
                )
            kept = writing.make(before, public=None, say=lambda step: None)
            self.stdout.write(f"What was here is kept in {kept}: remove it when you are sure.")
        reading.put_back(archive)
        wrong = reading.differences(archive.manifest)
        if wrong:
            raise CommandError("Not all rows came back:\n  " + "\n  ".join(wrong))
        self.stdout.write("Every table has as many rows as when the backup was made.")
        if self._is_older():
            self.stdout.write("The backup is of an earlier version: bringing it up to date.")
            call_command("migrate", interactive=False, skip_checks=True, verbosity=0)
        self.stdout.write(APART)
        self.stdout.write("Now: manage.py audit, then start the server.")

    def _is_older(self) -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
