"""How long `make demo` takes in a fresh clone until it answers, beside an older commit.

Both are cloned, and find packages where this machine keeps them: what a network takes is not ours.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bench import client, report
from bench.report import Figure
from bench.server import free_port
from bench.versions import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

BEFORE = "cb1a3862"
"""Of those whose demo Django's development server served, the last that can be installed."""
AIM = 0.5
READY_WITHIN = 900
"""Seconds after which a demo that does not answer is given up."""
TICKS = os.sysconf("SC_CLK_TCK")
ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
LEADING = ("ACADEMY_", "DJANGO_", "DATABASE_URL", "VIRTUAL_ENV", "MAKE", "MFLAGS", "PYTHONPATH")
"""What would lead a clone elsewhere."""


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and of processors, until something was so."""

    wall: float
    processor: float


@dataclass
class Demo:
    """A commit, with what its demo took in each turn until its first page was there."""

    name: str
    commit: str
    ready: list[Took] = field(default_factory=list)
    again: list[Took] = field(default_factory=list)
    """The same with everything installed and loaded."""
    steps: list[tuple[str, Took]] = field(default_factory=list)
    """When the last turn said what it was about to do."""

    def middle(self, clock: str, turns: str = "ready") -> float:
        found: list[Took] = self.ready if turns == "ready" else self.again
        return statistics.median(one.wall if clock == "wall" else one.processor for one in found)


def run(commit: str, *, quick: bool) -> None:
    """Start both demos by turns, print the table and the figures."""
    started = monotonic()
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1)
    demos = [Demo(commit, commit), Demo("here", "HEAD")]
    if subprocess.run(["git", "diff", "--quiet", "HEAD"], cwd=ROOT).returncode:
        report.say("What is not committed is not measured")
    for _turn in range(1 if quick else 3):
        for demo in demos:
            with _cloned(demo.commit) as folder:
                demo.steps = []
                demo.ready.append(_until_ready(folder, demo.steps))
                demo.again.append(_until_ready(folder, []))
    _show(demos)
    report.say(f"{monotonic() - started:.0f} s in all")


@contextlib.contextmanager
def _cloned(commit: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="academy-bench-demo-") as temporary:
        folder = Path(temporary) / "academy"
        found = subprocess.run(
            ["git", "rev-parse", commit], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.strip()
        for command in (
            ["clone", "--quiet", "--no-checkout", str(ROOT), str(folder)],
            ["-C", str(folder), "checkout", "--quiet", "--detach", found],
        ):
            subprocess.run(["git", *command], check=True)
        yield folder


def _until_ready(folder: Path, steps: list[tuple[str, Took]]) -> Took:
    """Run `make demo` until its first page is there, and end it.

    Raises:
        SystemExit: it ends or stays away.
    """
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(LEADING)}
    begun = monotonic()
    make = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        cwd=folder,
        env=kept,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )

    def took() -> Took:
        return Took(monotonic() - begun, _processor(make.pid))

    said: list[str] = []
    hearing = threading.Thread(target=_hear, args=(make, said, steps, took), daemon=True)
    hearing.start()
    try:
        while not _answers(port):
            if make.poll() is not None or monotonic() - begun > READY_WITHIN:
                raise SystemExit("bench: the demo does not start\n" + "".join(said[-30:]))
            time.sleep(0.2)
        return took()
    finally:
        _end(make)
        hearing.join(timeout=5)


def _hear(
    make: subprocess.Popen[str], said: list[str], steps: list[tuple[str, Took]], took: object
) -> None:
    """Write down when it says that it is about to do something."""
    assert make.stdout is not None
    assert callable(took)
    for line in make.stdout:
        said.append(line)
        if line.startswith(("→", "  The academy is at")):
            steps.append((line.strip(" →\n").partition(" (")[0].partition(" at ")[0], took()))


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError, client.UnexpectedAnswerError):
        return client.fetch(port, client.get("/")).status == 200
    return False


def _family(parent: int) -> dict[int, list[int]]:
    """The fields of `/proc/…/stat` of a process and of what descends from it, orphans too."""
    stats: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name of the program stands between brackets and may contain anything.
            fields = status.read_text().rpartition(")")[2].split()
            stats[int(status.parent.name)] = [int(one) for one in fields[1:20]]
    family = {parent} | {one for one, fields in stats.items() if fields[0] == os.getpid()}
    while more := {one for one, fields in stats.items() if fields[0] in family} - family:
        family |= more
    return {one: stats[one] for one in family if one in stats}


def _processor(parent: int) -> float:
    """Seconds of processors that these took, and what they waited for."""
    return sum(sum(fields[10:14]) for fields in _family(parent).values()) / TICKS


def _end(make: subprocess.Popen[str]) -> None:
    """End it with all that it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for one in _family(make.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, sign)
        until = monotonic() + 15
        while len(_alive(make.pid)) and monotonic() < until:
            time.sleep(0.1)
    make.wait()
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _alive(parent: int) -> list[int]:
    """Which of them still do something."""
    found = []
    for one in _family(parent):
        with contextlib.suppress(OSError):
            state = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z":
                found.append(one)
    return found


def _show(demos: list[Demo]) -> None:
    before, here = demos
    for demo in demos:
        print(f"\n{demo.name}: what began when{'':12}{'s':>9}{'processor s':>13}")
        for step, took in demo.steps:
            print(f"  {step:36}{took.wall:9.1f}{took.processor:13.1f}")
    print(
        f"\n{'until the first page':32}{'s':>9}{'processor s':>13}{'again, s':>10}{'processor':>11}"
    )
    for demo in demos:
        print(
            f"{demo.name:32}{demo.middle('wall'):9.1f}{demo.middle('processor'):13.1f}"
            f"{demo.middle('wall', 'again'):10.1f}{demo.middle('processor', 'again'):13.1f}"
        )
    print()
    ratios = {clock: here.middle(clock) / before.middle(clock) for clock in ("processor", "wall")}
    report.figures(
        [
            Figure("demo_processor", ratios["processor"], "ratio", "<=", AIM),
            Figure("demo_seconds", ratios["wall"], "ratio", "<=", AIM),
        ]
    )
