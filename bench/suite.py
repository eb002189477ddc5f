"""What the tests take, beside an older commit: the same tests, by turns, in one run."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bench import report
from bench.report import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "f320401"
"""The last commit before the tests were made faster."""
MADE_BY_SET_UP = (".venv", "node_modules", "academy/website/static/website/dist")
HALVES = ("unit", "postgres")
"""What `make test` runs the tests with, on SQLite and on PostgreSQL."""
AIM = 0.6
PART_AIM = 15.0
"""Seconds in which the tests of one part answer, in one process."""


@dataclass(frozen=True)
class Effort:
    """How often each suite has its turn, with one of how many of the tests, and in which halves.

    `parts` are the tests of single parts that are timed.
    """

    rounds: int
    one_of: int
    halves: tuple[str, ...]
    parts: tuple[str, ...]


FULL = Effort(2, 1, HALVES, ("tests/courses/*", "tests/plugins/*"))
QUICK = Effort(1, 40, HALVES[:1], ("tests/courses/enrolment",))


@dataclass
class Suite:
    """The tests of one commit: the folder where it is checked out, and what its turns took."""

    name: str
    folder: Path
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    ended: dict[str, int] = field(default_factory=dict)


def run(effort: Effort, commit: str = BEFORE) -> None:
    """Compare the tests of this folder with those of a commit, and print what was found."""
    with checked_out(commit) as folder:
        suites = [Suite(commit, folder), Suite("here", ROOT)]
        report.say("Collecting the tests that both have")
        chosen = chosen_of(*map(_collected, suites), one_of=effort.one_of)
        report.say(f"{len(chosen)} tests, {effort.rounds} turn(s) each")
        for number in range(effort.rounds):
            for suite in suites if number % 2 == 0 else reversed(suites):
                _measure(suite, chosen, effort.halves)
    parts = {part: _timed(part) for part in _parts(effort.parts)}
    show(suites, parts)


def chosen_of(first: list[str], second: list[str], *, one_of: int) -> list[str]:
    """The tests in both lists, or one of so many of them: always the same ones."""
    both = sorted({*first} & {*second})
    return [test for test in both if zlib.crc32(test.encode()) % one_of == 0]


@contextlib.contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """A folder with that commit, and with what set-up made here."""
    with tempfile.TemporaryDirectory(prefix="academy-bench-suite-") as temporary:
        folder = Path(temporary) / "academy"
        _git("worktree", "add", "--quiet", "--detach", str(folder), commit)
        try:
            for name in MADE_BY_SET_UP:
                (folder / name).symlink_to((ROOT / name).resolve())
            for file in ROOT.glob("locale/*/LC_MESSAGES/*.mo"):
                place = folder / file.relative_to(ROOT)
                # A language that it has not has no folder there.
                if place.parent.is_dir():
                    shutil.copy(file, place)
            yield folder
        finally:
            _git("worktree", "remove", "--force", str(folder))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)


def _surroundings(**more: str) -> dict[str, str]:
    """The environment, without what would lead the tests elsewhere."""
    leading = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "ACADEMY_DATA_DIR")
    kept = {name: value for name, value in os.environ.items() if name not in leading}
    return {**kept, **more}


def _collected(suite: Suite) -> list[str]:
    done = subprocess.run(
        [".venv/bin/python", "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"],
        cwd=suite.folder,
        env=_surroundings(),
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line.startswith("tests/")]


def commands(folder: Path, half: str) -> list[str]:
    """How the Makefile of this folder runs the tests."""
    done = subprocess.run(
        ["make", "--dry-run", half], cwd=folder, capture_output=True, text=True, check=True
    )
    return [line for line in done.stdout.splitlines() if "-m pytest" in line]


def _measure(suite: Suite, chosen: list[str], halves: tuple[str, ...]) -> None:
    """Run the chosen tests as this suite runs its tests, and add what it took."""
    with tempfile.TemporaryDirectory() as temporary:
        these, ended = Path(temporary) / "these", Path(temporary) / "ended"
        these.write_text("\n".join(chosen))
        environment = _surroundings(
            PYTHONPATH=str(ROOT / "bench" / "pytest_only"),
            PYTEST_ADDOPTS="-p only_these",
            ONLY_THESE=str(these),
            ONLY_THESE_ENDED=str(ended),
        )
        wall, processor = perf_counter(), _processor()
        for half in halves:
            for command in commands(suite.folder, half):
                subprocess.run(
                    ["/bin/sh", "-c", command],
                    cwd=suite.folder,
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    check=False,
                )
        suite.wall.append(perf_counter() - wall)
        suite.processor.append(_processor() - processor)
        for line in ended.read_text().splitlines():
            for outcome, number in json.loads(line).items():
                suite.ended[outcome] = suite.ended.get(outcome, 0) + number
    report.say(f"{suite.name}: {suite.wall[-1]:.0f} s, of a processor {suite.processor[-1]:.0f} s")


def _processor() -> float:
    """Seconds of a processor that ended child processes took, with those they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _parts(patterns: tuple[str, ...]) -> list[str]:
    found = (path for pattern in patterns for path in sorted(ROOT.glob(pattern)))
    return [str(path.relative_to(ROOT)) for path in found if list(path.glob("test_*.py"))]


def _timed(part: str) -> float:
    """Seconds until the tests of one part have answered, in one process."""
    begun = perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", part, "-m", "not postgres"]
    done = subprocess.run(
        command, cwd=ROOT, env=_surroundings(), stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        report.say(f"{part}: not all tests passed")
    return perf_counter() - begun


def ratio(before: list[float], after: list[float]) -> float:
    """What the second takes of the first: the middle one of the rounds."""
    return statistics.median(b / a for a, b in zip(before, after, strict=True))


def show(suites: list[Suite], parts: dict[str, float]) -> None:
    """Print the tables and the figures."""
    before, here = suites
    print(f"\n{'':24}{'s':>9}{'processor s':>13}  each turn ended with")
    for suite in suites:
        wall, processor = statistics.median(suite.wall), statistics.median(suite.processor)
        ended = ", ".join(
            f"{number // len(suite.wall)} {outcome}" for outcome, number in suite.ended.items()
        )
        print(f"{suite.name:24}{wall:9.1f}{processor:13.1f}  {ended}")
    print(f"\n{'the tests of one part':36}{'s':>9}")
    for part, seconds in parts.items():
        print(f"{part:36}{seconds:9.1f}")
    print()
    report.figures(
        [
            Figure("suite_seconds", ratio(before.wall, here.wall), "ratio", "<=", AIM),
            Figure("suite_processor", ratio(before.processor, here.processor), "ratio", "<=", AIM),
            Figure("slowest_part", max(parts.values()), "s", "<=", PART_AIM),
        ]
    )
