"""Sending evaluations in: what one costs however many came before it, beside an older commit, and
whether a thousand in a minute are all counted, on SQLite and on PostgreSQL."""

from __future__ import annotations

import statistics
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench import report
from bench.report import Figure
from bench.suite import checked_out
from bench.versions import ROOT, AcademyVersion, postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BEFORE = "a9b5d22"
"""The last commit before answers were sealed."""
USUAL, LARGE = 20, 512
"""How many people are invited to a usual form, and to a large one."""
PROCESSES = 4
A_MINUTE = 1000
TIMES = 2.0
MEMORY = 250
PER_STEP = 9
"""Of so many submissions the median is taken."""


@dataclass(frozen=True)
class Effort:
    """After how many answers the cost of one more is measured, in how many turns, and how many
    people answer at once, in groups of `USUAL` and in a large one."""

    after: tuple[int, ...]
    turns: int
    people: int


QUICK = Effort(after=(10, 500), turns=1, people=200)
FULL = Effort(after=(10, 100, 500), turns=3, people=1000)


@dataclass
class Academy(AcademyVersion):
    """A version in which evaluations are sent in."""

    SCRIPT = "evaluation_submit_academy.py"

    forms: list[int] = field(default_factory=list)
    costs: dict[tuple[int, int], list[float]] = field(default_factory=dict)


@dataclass
class Crowd:
    """How an academy bore it when everybody answered at once."""

    name: str
    per_minute: float
    lost: int
    megabytes: float


def measure(effort: Effort, folder: Path, commit: str) -> list[Figure]:
    """Fill the academies, measure them, print the tables; returns the figures."""
    with ExitStack() as until_the_end:
        here = Academy("here", ROOT, folder / "here", f"sqlite:///{folder}/here.sqlite3")
        older = Academy(
            commit,
            until_the_end.enter_context(checked_out(commit)),
            folder / "older",
            f"sqlite:///{folder}/older.sqlite3",
        )
        beside = Academy("postgres", ROOT, folder / "postgres", postgres(until_the_end))
        report.say("Filling the academies whose evaluations are sent in")
        _measure_costs([here, older], effort)
        crowds = [_crowd(one, effort) for one in (here, beside) if one.database]
        _show([here, older], crowds)
        return _figures([here, older], crowds)


def _measure_costs(academies: list[Academy], effort: Effort) -> None:
    """One more answer to a usual and to large forms, the versions by turns."""
    groups = ",".join(map(str, [USUAL] * effort.turns + [LARGE] * effort.turns))
    # Most of it is making the tables, which is no measurement.
    with ThreadPoolExecutor(len(academies)) as pool:
        filled = list(pool.map(lambda one: one.ask("fill", f"groups={groups}"), academies))
    for one, made in zip(academies, filled, strict=True):
        one.forms = made["forms"]
    for size, form, after in _steps(effort):
        for one in academies:
            found = one.ask(
                "cost", f"form={one.forms[form]}", f"after={after}", f"number={PER_STEP}"
            )
            one.costs.setdefault((size, after), []).append(found["processor"])


def _steps(effort: Effort) -> Iterator[tuple[int, int, int]]:
    """How large the form is, which one it is, and how many answered before."""
    for turn in range(effort.turns):
        yield USUAL, turn, USUAL // 2
        for after in effort.after:
            yield LARGE, effort.turns + turn, after


def _crowd(academy: Academy, effort: Effort) -> Crowd:
    """People of many usual groups and of a large one answer at once, in several processes."""
    groups = [USUAL] * (effort.people // USUAL) + [LARGE // 4]
    if academy.name != "here":
        forms = academy.ask("fill", "groups=" + ",".join(map(str, groups)))["forms"]
    else:
        forms = academy.ask("fill", "groups=" + ",".join(map(str, groups)), "more=1")["forms"]
    asked = ",".join(map(str, forms))
    with ThreadPoolExecutor(PROCESSES) as pool:
        done = list(
            pool.map(
                lambda place: academy.ask(
                    "many", f"forms={asked}", f"place={place}", f"of={PROCESSES}"
                ),
                range(PROCESSES),
            )
        )
    stands = academy.ask("counted", f"forms={asked}")
    people = sum(groups)
    lost = max(people - stands[what] for what in ("answered", "marks"))
    lost += 2 * people - stands["texts"]
    return Crowd(
        "PostgreSQL" if academy.database.startswith("postgres") else "SQLite",
        60 * people / max(one["seconds"] for one in done),
        lost,
        max([stands["megabytes"], *(one["megabytes"] for one in done)]),
    )


def _figures(costs: list[Academy], crowds: list[Crowd]) -> list[Figure]:
    here, older = costs
    figures = [
        Figure(
            f"submit_{size}_after_{after}_beside_older",
            statistics.median(here.costs[size, after])
            / statistics.median(older.costs[size, after]),
            "times",
            "<=",
            TIMES,
        )
        for size, after in here.costs
    ]
    least = min(
        statistics.median(took) for (size, _after), took in older.costs.items() if size == LARGE
    )
    most = max(
        statistics.median(took) for (size, _after), took in here.costs.items() if size == LARGE
    )
    figures.append(Figure("submit_most_beside_least_older", most / least, "times", "<=", TIMES))
    for one in crowds:
        name = one.name.lower()
        figures += [
            Figure(f"submit_a_minute_{name}", one.per_minute, "answers", ">=", A_MINUTE),
            Figure(f"submit_lost_{name}", one.lost, "answers", "<=", 0),
            Figure(f"submit_memory_{name}", one.megabytes, "MB", "<=", MEMORY),
        ]
    return figures


def _show(costs: list[Academy], crowds: list[Crowd]) -> None:
    print(f"\n{'one answer, processor ms':28}" + "".join(f"{one.name:>12}" for one in costs))
    for size, after in costs[0].costs:
        took = (statistics.median(one.costs[size, after]) for one in costs)
        print(f"{f'{size} invited, {after} answered':28}" + "".join(f"{ms:12.2f}" for ms in took))
    print(f"\n{f'{PROCESSES} processes at once':28}{'a minute':>12}{'lost':>12}{'MB':>12}")
    for crowd in crowds:
        print(f"{crowd.name:28}{crowd.per_minute:12.0f}{crowd.lost:12}{crowd.megabytes:12.0f}")
    print()
