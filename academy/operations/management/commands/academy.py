"""`manage.py academy run`: the whole academy on one small server, with one log."""

from __future__ import annotations

import os

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from academy.operations.programs import TICK_EVERY, Size, programs
from academy.operations.supervisor import Supervisor

USUAL = Size()


class Command(BaseCommand):
    # Each program looks over the settings itself.
    requires_system_checks = ()

    help = "Run the web server, the worker and the tick together, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="run")
        run = what.add_parser("run", help=self.help)
        run.add_argument("--bind", default=USUAL.bind, help="where to listen (%(default)s)")
        run.add_argument(
            "--workers", type=int, default=USUAL.workers, help="processes (%(default)s)"
        )
        run.add_argument("--threads", type=int, default=USUAL.threads, help="in each (%(default)s)")
        run.add_argument(
            "--prepare", action="store_true", help="first bring the database and files up to date"
        )
        run.add_argument(
            "--tick", type=int, default=TICK_EVERY, metavar="SECONDS", help="(%(default)s)"
        )

    def handle(self, *args: object, **options: object) -> None:
        size = Size(
            str(options["bind"]),
            int(str(options["workers"])),
            int(str(options["threads"])),
            # Here everything starts and ends together, so nobody reloads the web server alone.
            shares=True,
        )
        if options["prepare"]:
            call_command("migrate", interactive=False, skip_checks=True, verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            # The programs have connections of their own.
            connection.close()
        Supervisor(
            programs(size, tick_every=int(str(options["tick"]))),
            self._say,
            {**os.environ, "PYTHONUNBUFFERED": "1"},
        ).run()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
