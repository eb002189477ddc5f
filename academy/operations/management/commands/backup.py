"""`manage.py backup FOLDER`: the database and the uploads of one moment, in one file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from academy.operations.archives import sealing, writing
from academy.operations.archives.errors import ArchiveError


class Command(BaseCommand):
    # A plugin that Django finds wrong may not keep anybody from making a backup.
    requires_system_checks = ()

    help = (
        "Write the database and the uploads of one moment to a new file in FOLDER, while people go "
        "on. Encrypted when there is a public key. The keys of open evaluations are not in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--to",
            metavar="age1…",
            default=settings.ACADEMY_BACKUP_KEY,
            help="the public key to encrypt for (else ACADEMY_BACKUP_KEY)",
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="afterwards remove all but the last N backups"
        )
        parser.add_argument(
            "--new-key", type=Path, metavar="FILE", help="only make a key: the secret goes to FILE"
        )

    def handle(
        self,
        *args: object,
        folder: Path | None,
        to: str,
        keep: int | None,
        new_key: Path | None,
        **options: object,
    ) -> None:
        try:
            if new_key:
                self.stdout.write(f"ACADEMY_BACKUP_KEY={sealing.new_key(new_key)}")
                self.stderr.write(f"Keep {new_key} away from this server: it opens the backups.")
                return
            if folder is None:
                raise CommandError("Name the folder for the backup.")
            if keep is not None and keep < 1:
                raise CommandError("--keep must leave at least one.")
            self._make(folder, to, keep)
        except (ArchiveError, OSError, DatabaseError) as error:
            raise CommandError(str(error)) from None

    def _make(self, folder: Path, to: str, keep: int | None) -> None:
        public = sealing.recipient(to) if to else None
        path = writing.make(folder, public=public, say=lambda step: self.stdout.write(f"→ {step}"))
        size = path.stat().st_size / 1_000_000
        how = "encrypted" if public else "NOT encrypted (see ACADEMY_BACKUP_KEY)"
        self.stdout.write(f"{path}  {size:.1f} MB, {how}")
        for old in writing.forget_older(folder, keep=keep) if keep else ():
            self.stdout.write(f"removed {old.name}")
