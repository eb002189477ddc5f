"""The ticks and tasks of many academies that share nothing but the program and the machine.

One process loads the program once and belongs to no academy. For each academy in turn it makes a
copy of itself, which reads that academy's settings, does what there is to do and ends. So what was
one academy's is gone before the next one begins, and the memory is that of one process.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, TextIO, cast

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend

from academy.operations import academy_settings
from academy.operations.academy_settings import OtherProgram

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = "*.env"
LONGEST = 300.0
"""Seconds that a turn may take."""
GRACE = 10.0
"""Seconds that a turn has to end when it took longer, before it is stopped in the midst of it."""
DONE = "done"


def take_turn() -> None:
    """Do what time brings this academy, and the tasks that wait, where it has a queue."""
    call_command("tick", changes=True)
    if isinstance(task_backends["default"], DatabaseBackend):
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


@dataclass(frozen=True)
class Rounds:
    """Gives each academy its turn.

    Attributes:
        folder: with a file of settings for each; it is read anew for each round.
        say: is given each line for the log.
        longest: seconds that a turn may take.
    """

    folder: Path
    say: Callable[[str], None]
    longest: float = LONGEST

    def once(self) -> bool:
        """Give each academy a turn. One that fails or hangs keeps no other from its own.

        Returns:
            Whether all went well.

        Raises:
            OSError: there is no such folder.
        """
        began, used, outcomes = time.monotonic(), _used(), Counter[str]()
        for file in academy_files(self.folder):
            outcomes[self._turn(file)] += 1
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        self.say(
            f"{outcomes.total()} academies in {time.monotonic() - began:.1f} s "
            f"({_used() - used:.1f} s of a processor): {told or 'nothing to do'}"
        )
        return outcomes.total() == outcomes[DONE]

    def go_on(self, every: float) -> NoReturn:
        """Make rounds, so many seconds from one's begin to the next one's, until it is stopped."""
        while True:
            began = time.monotonic()
            self.once()
            time.sleep(max(0.0, began + every - time.monotonic()))

    def _turn(self, file: Path) -> str:
        """What became of the turn of this academy."""
        with tempfile.TemporaryFile("w+", errors="replace") as said:
            sys.stdout.flush()
            sys.stderr.flush()
            process = os.fork()
            if not process:
                _be(file, cast("TextIO", said))
            try:
                in_time = _ends_within(process, self.longest)
            finally:
                status = _ended(process)
            outcome = DONE if status == 0 else "failed"
            outcome = outcome if in_time else f"stopped after {self.longest:g} s"
            said.seek(0)
            for line in said:
                self.say(f"{file.stem} │ {line.rstrip()}")
        if outcome != DONE:
            self.say(f"{file.stem} │ {outcome}")
        return outcome


def academy_files(folder: Path) -> list[Path]:
    """The files with the settings of the academies, by name.

    Raises:
        NotADirectoryError: there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is no folder")
    return sorted(folder.glob(FILES))


def _be(file: Path, said: TextIO) -> NoReturn:
    """In the copy: be this academy, take its turn, and end."""
    status = 1
    try:
        # What it starts ends with it, and Ctrl-C comes from the one that made it.
        os.setsid()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, signal.SIG_DFL)
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        sys.stdout = sys.stderr = said
        try:
            academy_settings.take_on(academy_settings.read(file))
        except OtherProgram:
            manage = str(settings.BASE_DIR / "manage.py")
            os.execv(sys.executable, [sys.executable, manage, "academy", "turn"])  # noqa: S606
        take_turn()
        status = 0
    except SystemExit as ended:
        status = int(bool(ended.code))
    except BaseException:  # noqa: BLE001 it is a process of its own, and must end here
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            connections.close_all()
            said.flush()
        os._exit(status)


def _ends_within(process: int, seconds: float) -> bool:
    """Whether a process ends so soon; its status is still to be fetched."""
    ending = os.pidfd_open(process)
    try:
        return bool(select.select([ending], [], [], seconds)[0])
    finally:
        os.close(ending)


def _ended(process: int) -> int:
    """Have a process and what it started end, if it does not by itself; its status."""
    for sign, wait in ((signal.SIGTERM, GRACE), (signal.SIGKILL, None)):
        found, status = os.waitpid(process, os.WNOHANG)
        if not found:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process, sign)
            if wait is None or _ends_within(process, wait):
                _found, status = os.waitpid(process, 0)
                found = process
        if found:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            return os.waitstatus_to_exitcode(status)
    raise AssertionError


def _used() -> float:
    """Seconds of a processor that this process used, and those that ended."""
    return sum(os.times()[:4])
