"""What certificates cost, beside an older commit and beside a bare page with the same words."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from bench import report
from bench.report import Figure
from bench.suite import checked_out
from bench.versions import ROOT, AcademyVersion

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = "2535f68c"
"""The last commit in which every certificate was laid out from nothing."""

NEXT, FIRST = 0.7, 1.3
SIGNING = 15
PER_SECOND = 100
"""With a processor for each of `PROCESSES`."""
MEMORY = 110
"""In megabytes. A process that shares nothing has more: Wagtail by itself takes as much before it
has made anything (`bare_wagtail.py`)."""
SIZE, SIGNED_SIZE = 40, 60
PROCESSES = 2


@dataclass(frozen=True)
class Effort:
    """How often both versions take their turn, how many certificates each makes then, and for how
    many seconds two processes make them."""

    turns: int
    number: int
    seconds: int


QUICK = Effort(turns=2, number=10, seconds=3)
FULL = Effort(turns=7, number=25, seconds=8)


@dataclass
class Academy(AcademyVersion):
    """A version that makes certificates; `look` says with how much on them."""

    SCRIPT = "certificates_academy.py"

    look: str = "full"
    found: list[dict[str, float]] = field(default_factory=list)

    def middle(self, name: str) -> float:
        return statistics.median(one[name] for one in self.found)


def run(effort: Effort, folder: Path, commit: str, started: float) -> None:
    """Measure by turns, print the table and the figures."""
    with ExitStack() as until_the_end:
        code = until_the_end.enter_context(checked_out(commit))
        database = f"sqlite:///{folder}/none.sqlite3"
        full = Academy("everything on it", ROOT, folder / "full", database)
        plain = Academy("without goals, marks", ROOT, folder / "plain", database, look="plain")
        older = Academy(commit, code, folder / "older", database)
        report.say(f"Making certificates, {effort.turns} turns for each version")
        for _turn in range(effort.turns):
            for one in (older, full, plain):
                one.found.append(one.ask("cost", f"number={effort.number}", f"look={one.look}"))
        signed = full.ask("sign", f"number={effort.number}")
        stages = full.ask("stages", f"number={effort.number}")
        empty = full.ask("memory")["megabytes"]
        shared = full.ask("shared", f"processes={PROCESSES}")
        with ThreadPoolExecutor(PROCESSES) as pool:
            waiting = [
                pool.submit(full.ask, "many", f"seconds={effort.seconds}")
                for _process in range(PROCESSES)
            ]
            together = [one.result() for one in waiting]
    _show(older, full, plain, signed)
    _show_pretix(effort.number)
    _show_two(together, stages)
    report.say(
        f"Memory: Wagtail's own apps alone take {_bare_wagtail():.0f} MB, and "
        f"{_bare_wagtail('page'):.0f} MB with a bare page made; this academy {empty:.0f} MB before "
        "it makes anything"
    )
    report.say(
        f"{PROCESSES} processes as under `academy run` have {shared['own']:.0f} MB of their own "
        f"after 100 certificates each; {shared['with_first']:.0f} MB with their part of all that "
        "is shared, and of the process that they are copies of"
    )
    report.figures(_figures(older, full, plain, signed, together, shared))
    report.say(f"{monotonic() - started:.0f} s in all")


def _ratio(one: Academy, older: Academy, name: str) -> float:
    """How a version's time is to the older one's, each beside the bare pages that its process made
    in between, in the middle one of the turns."""
    pairs = zip(one.found, older.found, strict=True)
    return statistics.median(
        mine[f"{name}_of_bare"] / theirs["next_of_bare"] for mine, theirs in pairs
    )


def _show(older: Academy, full: Academy, plain: Academy, signed: dict[str, Any]) -> None:
    print(f"\n{'processor, ms':24}{'first':>9}{'next':>9}{'bare page':>11}{'KB':>7}{'MB':>7}")
    for one in (older, full, plain):
        print(
            f"{one.name:24}{one.middle('first'):9.1f}{one.middle('next'):9.1f}"
            f"{one.middle('bare'):11.1f}{one.middle('bytes') / 1024:7.1f}"
            f"{one.middle('megabytes'):7.0f}"
        )
    print(f"{'signing':24}{'':9}{signed['milliseconds']:9.1f}{'':11}{signed['bytes'] / 1024:7.1f}")


def _show_pretix(number: int) -> None:
    """The ticket of pretix below ours, where PRETIX names a Python that has it."""
    python = os.environ.get("PRETIX")
    if not python:
        print("pretix' ticket: not measured; PRETIX=… names a Python that has pretix\n")
        return
    done = subprocess.run(
        [python, str(ROOT / "bench" / "pretix_ticket.py"), str(number)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"bench: pretix failed\n{done.stderr[-3000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    print(
        f"{'pretix ' + found['version']:24}{found['first']:9.1f}{found['next']:9.1f}{'':11}"
        f"{found['bytes'] / 1024:7.1f}{found['megabytes']:7.0f}\n"
    )


STAGES = {
    "laid_out": "laying out what differs",
    "paint": "painting the sheet",
    "write": "writing the file",
    "rest": "the rest",
}


def _show_two(together: list[dict[str, Any]], stages: dict[str, float]) -> None:
    made, had = (sum(one[name] for one in together) for name in ("per_second", "processor"))
    report.say(f"{PROCESSES} processes made {made:.1f} a second; they had {had:.2f} processors")
    parts = ", ".join(f"{words} {stages[name]:.1f} ms" for name, words in STAGES.items())
    report.say(f"What one takes of a processor: {parts}")


def _bare_wagtail(*arguments: str) -> float:
    script = ROOT / "bench" / "bare_wagtail.py"
    done = subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, check=True
    )
    return float(done.stdout.splitlines()[-1])


def _figures(
    older: Academy,
    full: Academy,
    plain: Academy,
    signed: dict[str, Any],
    together: list[dict[str, Any]],
    shared: dict[str, Any],
) -> list[Figure]:
    return [
        Figure("next_certificate", _ratio(full, older, "next"), "ratio", "<=", NEXT),
        Figure("next_certificate_plain", _ratio(plain, older, "next"), "ratio", "<=", NEXT),
        Figure("first_certificate", _ratio(full, older, "first"), "ratio", "<=", FIRST),
        Figure("signing", signed["milliseconds"], "ms", "<=", SIGNING),
        Figure(
            "two_processes", sum(one["per_processor"] for one in together), "/s", ">=", PER_SECOND
        ),
        Figure("memory", full.middle("megabytes"), "MB", "<=", MEMORY),
        Figure("memory_served", shared["megabytes"], "MB", "<=", MEMORY),
        Figure("memory_served_with_first", shared["with_first"], "MB", "<=", MEMORY),
        Figure("size", full.middle("bytes") / 1024, "KB", "<=", SIZE),
        Figure("signed_size", signed["bytes"] / 1024, "KB", "<=", SIGNED_SIZE),
    ]
