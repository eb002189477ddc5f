"""Where backups are made and unpacked: all is in it, so it goes, whatever becomes of the program.

A program that is killed takes nothing away. So each holds a lock while it runs, which the machine
lets go in any case, and the next one takes away what nobody holds.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

HELD = ".held"
BEGINNINGS = ("backup-", "restore-")


@contextlib.contextmanager
def workplace(begin: str) -> Iterator[Path]:
    """A folder beside the data, for this process alone, that goes afterwards."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    _forget_workplaces()
    with (
        _ended_in_order(),
        tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=begin) as temporary,
        (Path(temporary) / HELD).open("w") as held,
    ):
        alone(held.fileno())
        yield Path(temporary)


def alone(file: int) -> bool:
    """Lock this open file until it is closed; whether nobody else has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def forget_halves(folder: Path) -> None:
    """Remove halves of backups whose makers were killed."""
    for half in folder.glob(".academy-*.half"):
        if _is_nobodys(half):
            half.unlink(missing_ok=True)


def _forget_workplaces() -> None:
    for begin in BEGINNINGS:
        for folder in settings.DATA_DIR.glob(f"{begin}*"):
            if (folder / HELD).is_file() and _is_nobodys(folder / HELD):
                shutil.rmtree(folder, ignore_errors=True)


def _is_nobodys(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return alone(file)
    finally:
        os.close(file)


@contextlib.contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let being told to stop end the program as Ctrl-C does: what is to go afterwards, goes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
