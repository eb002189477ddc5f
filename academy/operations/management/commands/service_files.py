"""`manage.py service_files`: what systemd, or a container, needs to start the academy."""

from __future__ import annotations

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from academy.operations import service_files
from academy.operations.programs import Size
from academy.operations.service_files import Place

AFTERWARDS = {
    "systemd": """Copy them to /etc/systemd/system, then:
  systemctl daemon-reload
  systemctl enable --now academy.target academy-web academy-worker academy-tick
  systemctl enable --now academy-backup.timer academy-daily.timer""",
    "many": """Copy it to /etc/systemd/system, then:
  systemctl daemon-reload
  systemctl enable --now academies-tick
Leave out academy-tick of each academy.""",
}
USUAL, USUALLY_AT = Size(), Place()


class Command(BaseCommand):
    requires_system_checks = ()

    help = (
        "Write the units for systemd, the recipe of a container, or the unit that makes the ticks "
        "of many academies, to FOLDER."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["systemd", "container", "many"])
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--user", default=USUALLY_AT.user, help="who runs it (%(default)s)")
        parser.add_argument(
            "--environment",
            default=USUALLY_AT.environment,
            help="the file with settings (%(default)s)",
        )
        parser.add_argument(
            "--backups", default=USUALLY_AT.backups, help="where backups go (%(default)s)"
        )
        parser.add_argument(
            "--academies",
            type=Path,
            default=Path("/etc/academies"),
            help="many: the folder with a file of settings for each (%(default)s)",
        )
        parser.add_argument(
            "--data", default=USUALLY_AT.data, help="many: where they have their data (%(default)s)"
        )
        parser.add_argument("--bind", default=USUAL.bind, help="where to listen (%(default)s)")
        parser.add_argument("--workers", type=int, default=USUAL.workers, help="(%(default)s)")
        parser.add_argument("--threads", type=int, default=USUAL.threads, help="(%(default)s)")
        parser.add_argument(
            "--share",
            action="store_true",
            help="web processes share memory; then a new version needs a restart, not a reload",
        )

    def handle(self, *args: object, kind: str, folder: Path, **options: object) -> None:
        size = Size(
            str(options["bind"]),
            int(str(options["workers"])),
            int(str(options["threads"])),
            shares=bool(options["share"]),
        )
        place = Place(
            str(options["user"]),
            str(options["environment"]),
            str(options["backups"]),
            str(options["data"]),
        )
        academies = Path(str(options["academies"]))
        files = {
            "systemd": lambda: service_files.systemd(place, size, python=sys.executable),
            "container": lambda: {"Containerfile": service_files.container(place, size)},
            "many": lambda: service_files.for_many(place, academies, python=sys.executable),
        }[kind]()
        try:
            for path in service_files.write(files, folder):
                self.stdout.write(str(path))
        except OSError as error:
            raise CommandError(str(error)) from None
        if kind in AFTERWARDS:
            self.stdout.write(AFTERWARDS[kind])
