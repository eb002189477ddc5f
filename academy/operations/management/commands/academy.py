"""`manage.py academy`: all programs of an academy with one log, or the ticks of many academies."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from academy.operations import academy_settings, loading, logs, many_academies
from academy.operations.many_academies import LONGEST, Rounds
from academy.operations.programs import TICK_EVERY, Size, programs
from academy.operations.supervisor import Supervisor

USUAL = Size()
OF_NOBODY = "OF_NO_ACADEMY"
"""Says that this process was started as that of no academy."""


class Command(BaseCommand):
    # Each program looks over the settings itself.
    requires_system_checks = ()

    help = "Run all programs of the academy together, or the ticks and tasks of many academies."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="run | tick-all | turn")
        run = what.add_parser(
            "run", help="the web server, the worker and the tick, until Ctrl-C or SIGTERM"
        )
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
        every = what.add_parser(
            "tick-all", help="tick and tasks of each academy with a file of settings in FOLDER"
        )
        every.add_argument("folder", type=Path, metavar="FOLDER", help="with a NAME.env for each")
        every.add_argument(
            "--every",
            type=float,
            metavar="SECONDS",
            help="go on: from the begin of one round to that of the next",
        )
        every.add_argument(
            "--longest", type=float, default=LONGEST, metavar="SECONDS", help="a turn (%(default)g)"
        )
        what.add_parser("turn", help="one tick, and the tasks that wait, of this academy")

    def handle(self, *args: object, what: str, **options: object) -> None:
        if what == "run":
            self._run(options)
        elif what == "turn":
            many_academies.take_turn()
        else:
            self._tick_all(options)

    def _run(self, options: dict[str, object]) -> None:
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
        loading.load()
        Supervisor(
            programs(size, tick_every=int(str(options["tick"]))),
            self._say,
            form=logs.as_object if settings.ACADEMY_LOG == "json" else None,
        ).run()
        loading.let_go()

    def _tick_all(self, options: dict[str, object]) -> None:
        folder = Path(str(options["folder"])).resolve()
        try:
            files = many_academies.academy_files(folder)
        except OSError as error:
            raise CommandError(str(error)) from None
        if OF_NOBODY not in os.environ:
            _start_as_nobodys(files)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        loading.load(to_serve=False)
        rounds = Rounds(folder, self._say, float(str(options["longest"])))
        if options["every"]:
            rounds.go_on(float(str(options["every"])))
        elif not rounds.once():
            raise CommandError("Not every academy had its turn; see above.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _start_as_nobodys(files: list[Path]) -> NoReturn:
    """Begin this command again in a process that belongs to none of these academies."""
    readable = (_variables(file) for file in files)
    first = next((found for found in readable if found), {})
    place = Path(os.environ.get("RUNTIME_DIRECTORY") or tempfile.mkdtemp(prefix="academy-of-none-"))
    environment = {**academy_settings.of_nobody(first, place), OF_NOBODY: "1"}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *sys.argv[1:]]
    os.execve(sys.executable, command, environment)  # noqa: S606


def _variables(file: Path) -> dict[str, str]:
    try:
        return academy_settings.read(file)
    except (OSError, UnicodeDecodeError):
        # Its own turn says so.
        return {}
