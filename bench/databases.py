"""What a request costs on PostgreSQL more than on SQLite: of this version and of an older one.

All four have their turns after each other. What is compared is processor time: that of the web
process, and on PostgreSQL that of the server's processes that answer it as well.
"""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

import psycopg

from bench import beside, client, report, server
from bench.beside import Academy, Effort
from bench.report import Figure
from bench.suite import checked_out
from bench.versions import ROOT, postgres

if TYPE_CHECKING:
    from pathlib import Path

    from bench.server import Server

SUBJECTS = tuple(one for one in beside.SUBJECTS if not one.kept)
"""What a visitor finds kept does not ask the database."""
GAP = 0.5
"""The gap is to be at most this share of the older version's."""
QUICK = Effort(turns=3, requests=15)
FULL = Effort(turns=7, requests=40)


@dataclass
class Pair:
    """A version on both databases."""

    sqlite: Academy
    postgres: Academy

    def times(self, name: str) -> float:
        """How many times as much a page takes on PostgreSQL: the middle one of the turns."""
        turns = zip(self.postgres.spent[name], self.sqlite.spent[name], strict=True)
        return statistics.median(more / less for more, less in turns)


def run(effort: Effort, folder: Path, commit: str, started: float) -> None:
    """Fill all four, measure them by turns, print the table and the figures.

    Raises:
        SystemExit: there is no PostgreSQL here.
    """
    with ExitStack() as until_the_end:
        code = until_the_end.enter_context(checked_out(commit))
        older, here = (
            _pair(name, code, folder / part, until_the_end)
            for name, code, part in ((commit, code, "before"), ("here", ROOT, "here"))
        )
        everywhere = [one for pair in (older, here) for one in (pair.sqlite, pair.postgres)]
        for one in everywhere:
            report.say(f"An academy of {one.name}, {one.folder.name}")
            one.known = one.ask("fill")
        report.say(f"Ready after {monotonic() - started:.0f} s; measuring")
        served = [
            (
                one,
                until_the_end.enter_context(
                    server.running(one.folder, one.environment, code=one.code)
                ),
            )
            for one in everywhere
        ]
        for turn in range(effort.turns + 1):
            for subject in SUBJECTS:
                for one, web in served:
                    cost = _cost(one, web, one.request(subject), effort.requests)
                    # The first turn warms all up.
                    if turn:
                        one.spent.setdefault(subject.name, []).append(cost)
    _show(older, here)
    report.figures(
        Figure(
            f"gap_{one.name}",
            (here.times(one.name) - 1) / (older.times(one.name) - 1),
            "ratio",
            "<=",
            GAP,
        )
        for one in SUBJECTS
    )
    report.say(f"{monotonic() - started:.0f} s in all")


def _pair(name: str, code: Path, folder: Path, until_the_end: ExitStack) -> Pair:
    address = postgres(until_the_end)
    if not address:
        raise SystemExit("bench: there is no PostgreSQL here")
    folder.mkdir()
    return Pair(
        Academy(name, code, folder / "sqlite", f"sqlite:///{folder / 'sqlite'}.sqlite3"),
        Academy(name, code, folder / "postgres", address),
    )


def _cost(one: Academy, web: Server, request: bytes, number: int) -> float:
    """Seconds of a processor that a request takes, the database's included."""
    # Its connection is open, so the process that answers it is there before and after.
    client.load(web.port, [request] * 2, status=200, seconds=60, most=2)
    processes = _answering(one.database)
    before = web.seconds() + sum(map(server.processor_seconds, processes))
    sample = client.load(web.port, [request] * number, status=200, seconds=300, most=number)
    after = web.seconds() + sum(map(server.processor_seconds, processes))
    return (after - before) / len(sample.latencies)


def _answering(database: str) -> list[int]:
    """PostgreSQL's processes with a connection of somebody else."""
    if not database.startswith("postgres"):
        return []
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return [process for (process,) in found]


def _show(older: Pair, here: Pair) -> None:
    columns = "".join(
        f"{f'{pair.sqlite.name}, {kind}':>20}"
        for pair in (older, here)
        for kind in ("SQLite", "PostgreSQL")
    )
    print(f"\n{'processor, ms':26}{columns}{'times before':>14}{'times here':>12}")
    for subject in SUBJECTS:
        cells = "".join(
            f"{1000 * statistics.median(one.spent[subject.name]):20.2f}"
            for pair in (older, here)
            for one in (pair.sqlite, pair.postgres)
        )
        print(
            f"{subject.name:26}{cells}{older.times(subject.name):14.2f}"
            f"{here.times(subject.name):12.2f}"
        )
    print()
