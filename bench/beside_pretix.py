"""The list of trainings and the page of one beside pretix' list of events and the page of one.

Both stand with SQLite on one process with one thread, without a cache server, and have their turns
after each other; what is compared is the processor time that a request takes. They are different
programs: pretix sells, and has more to ask of each event.
"""

from __future__ import annotations

import os
import secrets
import statistics
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import repeat
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections

from bench import client, report, server
from bench.beside import BYPASS, Effort
from bench.fill import TRAININGS, fill
from bench.report import Figure
from bench.server import Program
from bench.versions import ROOT, answer_of

if TYPE_CHECKING:
    from pathlib import Path

    from bench.server import Server

CONFIGURATION = """[pretix]
instance_name=bench
url=http://127.0.0.1
datadir={folder}
[database]
backend=sqlite3
[django]
secret={secret}
"""


QUICK = Effort(turns=3, requests=6)
FULL = Effort(turns=7, requests=20)


@dataclass
class Comparison:
    """Two pages that answer the same wish; `aim` is how many times less ours is to take.

    `spent` is seconds of a processor a request, ours and theirs, turn by turn.
    """

    name: str
    ours: bytes
    theirs: bytes
    aim: float | None
    spent: list[tuple[float, float]] = field(default_factory=list)

    @property
    def times(self) -> float:
        """How many times less ours takes: the middle one of the turns."""
        return statistics.median(theirs / ours for ours, theirs in self.spent)


def run(effort: Effort, folder: Path, started: float) -> None:
    """Fill both, measure them by turns, print the table and the figures.

    Raises:
        SystemExit: no Python with pretix was named, or it failed.
    """
    python = os.environ.get("PRETIX")
    if not python:
        raise SystemExit("bench: PRETIX=… names a Python that has the packages pretix and gunicorn")
    environment = _configured(folder / "pretix")
    report.say(f"pretix with {TRAININGS} events")
    theirs = _filled(python, environment)
    report.say(f"An academy with {TRAININGS} trainings")
    academy = fill(people=0)
    connections.close_all()
    signed_in = f"{settings.SESSION_COOKIE_NAME}={academy.volunteer}"
    their_list, their_detail = theirs["list"], theirs["detail"]
    comparisons = [
        Comparison("list", client.get(academy.catalogue, BYPASS), client.get(their_list), aim=25),
        # Nobody has signed in at pretix, so the first of these is like it.
        Comparison(
            "detail, with a session",
            client.get(academy.training, BYPASS),
            client.get(their_detail, theirs["session"]),
            aim=15,
        ),
        Comparison(
            "detail, signed in",
            client.get(academy.training, signed_in),
            client.get(their_detail, theirs["session"]),
            aim=None,
        ),
        Comparison(
            "list, kept for visitors",
            client.get(academy.catalogue),
            client.get(their_list),
            aim=None,
        ),
        Comparison(
            "detail, kept for visitors",
            client.get(academy.training),
            client.get(their_detail),
            aim=None,
        ),
    ]
    report.say(f"Ready after {monotonic() - started:.0f} s; measuring")
    with ExitStack() as running:
        ours = running.enter_context(server.running(folder))
        other = running.enter_context(
            server.running(
                folder / "pretix",
                environment,
                program=Program("pretix.wsgi:application", python, their_list),
            )
        )
        for turn in range(effort.turns + 1):
            for comparison in comparisons:
                spent = (
                    _cost(ours, comparison.ours, effort.requests * 10),
                    _cost(other, comparison.theirs, effort.requests),
                )
                # The first turn warms both up.
                if turn:
                    comparison.spent.append(spent)
    _show(comparisons, theirs["version"])
    report.figures(
        Figure(one.name.replace(", ", "_").replace(" ", "_"), one.times, "times", ">=", one.aim)
        for one in comparisons
        if one.aim is not None
    )
    report.say(f"{monotonic() - started:.0f} s in all")


def _configured(folder: Path) -> dict[str, str]:
    folder.mkdir()
    configuration = folder / "pretix.cfg"
    configuration.write_text(
        CONFIGURATION.format(folder=folder, secret=secrets.token_hex(32)), encoding="utf-8"
    )
    return {
        "PRETIX_CONFIG_FILE": str(configuration),
        "DJANGO_SETTINGS_MODULE": "pretix.settings",
    }


def _filled(python: str, environment: dict[str, str]) -> dict[str, Any]:
    script = str(ROOT / "bench" / "pretix_pages.py")
    return answer_of([python, "-P", script, str(TRAININGS)], environment, of="pretix")


def _cost(served: Server, request: bytes, number: int) -> float:
    before = served.seconds()
    sample = client.load(served.port, repeat(request), status=200, seconds=300, most=number)
    return (served.seconds() - before) / len(sample.latencies)


def _show(comparisons: list[Comparison], version: str) -> None:
    print(f"\n{'processor, ms':28}{'ours':>9}{'pretix ' + version:>18}{'times':>9}")
    for one in comparisons:
        ours, theirs = (1000 * statistics.median(side) for side in zip(*one.spent, strict=True))
        print(f"{one.name:28}{ours:9.2f}{theirs:18.1f}{one.times:9.0f}")
    print()
