"""Pages of this version beside an older one's, by turns, each with its own demo.

What is compared is the processor time that the server spends on a request. The demo of today has
more on its pages than an older one, which counts for the older version.
"""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from bench import client, report, server
from bench.enrolment import SESSION
from bench.report import Figure
from bench.suite import checked_out
from bench.versions import ROOT, AcademyVersion

if TYPE_CHECKING:
    from bench.server import Server

BEFORE = "ec4322ef"
"""The last commit before these aims were set."""
BYPASS = "bench=1"
"""Any cookie but the language's makes a visitor one for whom no page is kept."""
KEPT_P99 = 1.0
"""Milliseconds."""


@dataclass(frozen=True)
class Subject:
    """A page: where it stands in what was filled, whose it is, and how many times faster it is to
    be than the older version's."""

    name: str
    aim: float
    place: tuple[str, str]
    whose: str = ""
    kept: bool = False


SUBJECTS = (
    Subject("catalogue_uncached", 1.6, ("pages", "catalogue")),
    Subject("training_uncached", 1.6, ("pages", "training")),
    Subject("lesson_signed_in", 1.5, ("own", "lesson_signed_in"), "volunteer"),
    Subject("mine_signed_in", 1.5, ("own", "mine"), "volunteer"),
    Subject("evaluations_coordinator", 4, ("own", "evaluations"), "coordinator"),
    Subject("home_kept", 1.5, ("pages", "home"), kept=True),
    Subject("catalogue_kept", 1.5, ("pages", "catalogue"), kept=True),
)


@dataclass(frozen=True)
class Effort:
    """How many turns both take, with how many requests each (ten times as many of kept pages)."""

    turns: int
    requests: int


QUICK = Effort(turns=3, requests=15)
FULL = Effort(turns=9, requests=40)


@dataclass
class Academy(AcademyVersion):
    """A version, with what its pages took: seconds of a processor a request, in each turn."""

    SCRIPT = "beside_academy.py"

    known: dict[str, Any] = field(default_factory=dict)
    spent: dict[str, list[float]] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    memory: float = 0

    def request(self, subject: Subject) -> bytes:
        group, name = subject.place
        session = self.known["sessions"].get(subject.whose)
        cookies = [f"{SESSION}={session}"] if session else [] if subject.kept else [BYPASS]
        return client.get(self.known[group][name], *cookies)


def run(effort: Effort, folder: Path, commit: str, started: float) -> None:
    """Fill both, measure them by turns, print the table and the figures."""
    with ExitStack() as until_the_end:
        code = until_the_end.enter_context(checked_out(commit))
        older, here = (
            Academy(name, code, place, f"sqlite:///{place}.sqlite3")
            for name, code, place in (
                (commit, code, folder / "before"),
                ("here", ROOT, folder / "here"),
            )
        )
        for one in (older, here):
            report.say(f"An academy of {one.name}")
            one.known = one.ask("fill")
        report.say(f"Ready after {monotonic() - started:.0f} s; measuring")
        for one in (older, here):
            one.memory = _memory(one)
        with ExitStack() as running:
            both = [
                (
                    one,
                    running.enter_context(
                        server.running(one.folder, one.environment, code=one.code)
                    ),
                )
                for one in (older, here)
            ]
            for turn in range(effort.turns + 1):
                for subject in SUBJECTS:
                    for one, served in both:
                        _measure(one, served, subject, effort, warm_up=not turn)
    _show(older, here)
    report.figures(_figures(older, here))
    report.say(f"{monotonic() - started:.0f} s in all")


def _measure(
    one: Academy, served: Server, subject: Subject, effort: Effort, *, warm_up: bool
) -> None:
    number = effort.requests * (10 if subject.kept else 1)
    before = served.seconds()
    sample = client.load(
        served.port, repeat(one.request(subject)), status=200, seconds=120, most=number
    )
    if warm_up:
        return
    cost = (served.seconds() - before) / len(sample.latencies)
    one.spent.setdefault(subject.name, []).append(cost)
    if subject.kept:
        one.latencies += sample.latencies


def _memory(one: Academy) -> float:
    """What two web processes take together with the one that started them, in megabytes."""
    shares = (one.code / "academy" / "operations" / "web_server.py").exists()
    with server.running(
        one.folder, one.environment, code=one.code, workers=2, threads=4, shares=shares
    ) as served:
        for subject in SUBJECTS * 4:
            client.load(served.port, repeat(one.request(subject)), status=200, seconds=60, most=4)
        family = [served.process, *server.children(served.process)]
        return sum(map(_proportional, family)) / 1024


def _proportional(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def times_faster(older: Academy, here: Academy, name: str) -> float:
    """How many times less a page takes: the middle one of the turns."""
    pairs = zip(older.spent[name], here.spent[name], strict=True)
    return statistics.median(before / after for before, after in pairs)


def _show(older: Academy, here: Academy) -> None:
    print(f"\n{'processor, ms':28}{older.name:>12}{here.name:>12}{'times':>9}")
    for subject in SUBJECTS:
        cells = "".join(
            f"{1000 * statistics.median(one.spent[subject.name]):12.2f}" for one in (older, here)
        )
        print(f"{subject.name:28}{cells}{times_faster(older, here, subject.name):9.2f}")
    print(f"{'two web processes, MB':28}{older.memory:12.0f}{here.memory:12.0f}\n")


def _figures(older: Academy, here: Academy) -> list[Figure]:
    return [
        *(
            Figure(one.name, times_faster(older, here, one.name), "times", ">=", one.aim)
            for one in SUBJECTS
        ),
        Figure("kept_p99", 1000 * report.percentile(here.latencies, 99), "ms", "<=", KEPT_P99),
        Figure("memory", here.memory / older.memory, "ratio", "<=", 1),
    ]
