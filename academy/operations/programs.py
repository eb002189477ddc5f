"""The programs that together are the academy: the one place that knows how each is started.

`manage.py academy run` starts them beside each other, as copies of itself; `manage.py
service_files` writes them down for systemd and for a container.
"""

from __future__ import annotations

import runpy
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import execute_from_command_line

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_ADDRESS = 8190
"""Octets of a request's first line: an old address full of accents is sent along escaped twice."""
GRACE = 30
"""Seconds in which a program may end what it is doing, before it is stopped in the midst of it."""
SHARING = Path(__file__).with_name("web_server.py")
WORKER = "academy.operations.web_worker.Worker"
LOG = "academy.operations.web_log.WebLog"
TICK_EVERY = 300
"""Seconds between ticks."""


@dataclass(frozen=True)
class Program:
    """One program: its name in the log, what it is for, and its command line."""

    name: str
    purpose: str
    arguments: tuple[str, ...]
    grace: int = GRACE
    within: Callable[[], object] | None = None
    """Does what `arguments` do within this process, or a copy of it that has loaded the academy."""


@dataclass(frozen=True)
class Size:
    """How large the web server is, and where it listens."""

    bind: str = "127.0.0.1:8000"
    workers: int = 2
    threads: int = 4
    shares: bool = False
    """Whether its processes share what they loaded. It saves a fifth of the memory, and then a new
    version needs a new start: SIGHUP is not enough."""


def programs(
    size: Size, *, python: str = sys.executable, tick_every: int = TICK_EVERY
) -> tuple[Program, ...]:
    """The programs of one server.

    Args:
        size: of the web server.
        python: the interpreter that has the academy's packages.
        tick_every: seconds between two ticks.
    """
    manage = (python, str(settings.BASE_DIR / "manage.py"))
    web = (
        *(python, "-m", "gunicorn", "academy.wsgi"),
        *("--bind", size.bind),
        *("--workers", str(size.workers)),
        *("--threads", str(size.threads)),
        *("--worker-class", WORKER),
        *("--logger-class", LOG),
        *("--limit-request-line", str(LONGEST_ADDRESS)),
        "--no-control-socket",
        *("--graceful-timeout", str(GRACE - 5)),
        *("--chdir", str(settings.BASE_DIR)),
        *(("--config", str(SHARING)) if size.shares and size.workers > 1 else ()),
    )
    worker = (*manage, "db_worker", "-v", "0")
    tick = (*manage, "tick", "--every", str(tick_every))
    return (
        Program("web", "the site", web, within=lambda: _run_module(web[2:])),
        Program(
            "worker",
            "mail, events and files, as soon as it can",
            worker,
            within=lambda: execute_from_command_line([*worker[1:]]),
        ),
        Program(
            "tick",
            "what time brings",
            tick,
            within=lambda: execute_from_command_line([*tick[1:]]),
        ),
    )


def _run_module(arguments: tuple[str, ...]) -> None:
    """What `python -m` does with these."""
    sys.argv = [*arguments]
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
