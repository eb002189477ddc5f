"""Running an edition: what enrolling costs beside a bare page and beside an older commit, 200
people at once for 20 seats, 16 clients on 50 editions, and what the screens of staff cost after
twenty years, on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import secrets
import statistics
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice, repeat
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench import client, report, server
from bench.client import UnexpectedAnswerError
from bench.report import Figure
from bench.suite import checked_out
from bench.versions import ROOT, AcademyVersion, postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.server import Server

BEFORE = "0138e1e"
"""The last commit before enrolling was made cheaper."""
SESSION, CSRF = "sessionid", "csrftoken"
UNIT_COOKIE = "bench=1"
AT_ONCE, SEATS = 200, 20
WITHIN = 2.0
"""Seconds in which all of them are answered."""
CLIENTS = 16
AIM = 0.9


@dataclass(frozen=True)
class Effort:
    """How much work a run does: `turns` of `requests` for the costs, `races` on each database,
    `asked` requests of each of the 16 clients, and `tries` of each screen of staff."""

    turns: int
    requests: int
    races: int
    asked: int
    tries: int


QUICK = Effort(turns=8, requests=20, races=1, asked=12, tries=15)
FULL = Effort(turns=40, requests=30, races=5, asked=60, tries=25)


@dataclass
class Academy(AcademyVersion):
    """A version in which people enrol."""

    SCRIPT = "enrolment_academy.py"

    known: dict[str, Any] = field(default_factory=dict)
    ratios: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)

    def fill(self, effort: Effort) -> None:
        """Make its tables and everything in them."""
        people = max(AT_ONCE, CLIENTS * 10, effort.turns * effort.requests + 100)
        self.known = self.ask("fill", f"people={people}", f"races={effort.races}")

    def enrolling(self) -> Iterator[bytes]:
        """Requests that each enrol another person, in one edition after another."""
        for session, path in zip(self.known["people"], cycle(self.known["roomy"]), strict=False):
            yield acting(path, session)


def acting(path: str, session: str, action: str = "enrol") -> bytes:
    """A request in which somebody does something with an edition, whatever else is at that hour."""
    token = secrets.token_hex(16)
    body = urlencode({"csrfmiddlewaretoken": token, "action": action, "anyway": "1"})
    return client.post(path, body, f"{SESSION}={session}", f"{CSRF}={token}")


def run(effort: Effort, folder: Path, commit: str, started: float) -> None:
    """Fill the academies, measure them, print the tables and the figures."""
    with ExitStack() as until_the_end:
        here = Academy("here", ROOT, folder / "here", f"sqlite:///{folder}/here.sqlite3")
        older = Academy(
            commit,
            until_the_end.enter_context(checked_out(commit)),
            folder / "before",
            f"sqlite:///{folder}/before.sqlite3",
        )
        beside = Academy("postgres", ROOT, folder / "postgres", postgres(until_the_end))
        academies = [one for one in (here, older, beside) if one.database]
        report.say(f"Filling {len(academies)} academies")
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda one: one.fill(effort), academies))
        report.say(f"Ready after {monotonic() - started:.0f} s; measuring")
        _measure_costs([here, older], effort)
        both = [one for one in (here, beside) if one.database]
        found = [_under_pressure(one, effort) for one in both]
        report.say("Filling twenty years")
        # Last: nothing else is to be measured in an academy that large.
        used = [_screens_of(one, effort) for one in both]
        _show([here, older], found)
        _show_screens(used)
        report.figures([*_figures([here, older], found), *_figures_of_staff(used)])
        report.say(f"{monotonic() - started:.0f} s in all")


# --- What one costs -------------------------------------------------------------------------------


def _measure_costs(academies: list[Academy], effort: Effort) -> None:
    """Enrolling beside a bare page of the same server, the two versions by turns."""
    with ExitStack() as running:
        both = [
            (
                one,
                running.enter_context(server.running(one.folder, one.environment, code=one.code)),
                one.enrolling(),
            )
            for one in academies
        ]
        for one, served, enrolling in both:
            _spent(served, repeat(_unit(one)), 200, 15)
            _spent(served, enrolling, 302, 15)
        for _turn in range(effort.turns):
            for one, served, enrolling in both:
                before = _spent(served, repeat(_unit(one)), 200, effort.requests)
                cost = _spent(served, enrolling, 302, effort.requests)
                after = _spent(served, repeat(_unit(one)), 200, effort.requests)
                one.ratios.append((before + after) / 2 / cost)
                one.per_second.append(1 / cost)


def _unit(academy: Academy) -> bytes:
    return client.get(academy.known["unit"], UNIT_COOKIE)


def _spent(served: Server, requests: Iterator[bytes], status: int, number: int) -> float:
    """Seconds of the server's processor that one of these requests takes."""
    before = served.seconds()
    sample = client.load(
        served.port, islice(requests, number), status=status, seconds=60, most=number
    )
    if len(sample.latencies) < number:
        raise SystemExit("bench: there is nobody left to enrol")
    return (served.seconds() - before) / number


# --- Many at once ---------------------------------------------------------------------------------


@dataclass
class Pressure:
    """How an academy bore it: the seconds of each race, whether each ended as it must, and how
    the 16 clients were answered."""

    name: str
    seconds: list[float]
    ended_well: list[bool]
    answers: Counter[int]
    wrong_counts: int


def _under_pressure(academy: Academy, effort: Effort) -> Pressure:
    with server.running(academy.folder, academy.environment, workers=2, threads=4) as served:
        # Both processes start before it counts.
        client.rush(served.port, [_unit(academy)] * 40)
        seconds, right = [], []
        for path in academy.known["races"]:
            people = academy.known["people"][:AT_ONCE]
            answers, took = client.rush(served.port, [acting(path, one) for one in people])
            seconds.append(took)
            right.append({answer.status for answer in answers} == {302})
        answers_of_clients = _clients(academy, served, effort.asked)
    editions = [path.strip("/").rpartition("/")[2] for path in academy.known["races"]]
    stands = academy.ask("stands", *editions)
    wanted = {"confirmed": SEATS, "waiting": AT_ONCE - SEATS}
    for position, pk in enumerate(editions):
        one = stands["editions"][pk]
        right[position] &= one["states"] == wanted and one["in_order"]
    return Pressure(_kind_of(academy), seconds, right, answers_of_clients, stands["wrong_counts"])


def _kind_of(academy: Academy) -> str:
    return "PostgreSQL" if academy.database.startswith("postgres") else "SQLite"


def _clients(academy: Academy, served: Server, asked: int) -> Counter[int]:
    """How 16 clients were answered that each do something in one edition after another; 0 is no
    answer at all."""

    def one_client(number: int) -> Counter[int]:
        chance = random.Random(number)
        people = academy.known["people"][number * 10 : number * 10 + 10]
        answers: Counter[int] = Counter()
        connection = client.Connection(served.port)
        for _ in range(asked):
            action = chance.choice(["enrol", "enrol", "enrol", "withdraw", "accept", "decline"])
            request = acting(chance.choice(academy.known["many"]), chance.choice(people), action)
            try:
                answers[connection.ask(request).status] += 1
            except (OSError, UnexpectedAnswerError):
                answers[0] += 1
                connection = client.Connection(served.port)
        connection.close()
        return answers

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(one_client, range(CLIENTS)), Counter())


# --- What staff do --------------------------------------------------------------------------------

MOST_MILLISECONDS = {"desk": 50, "person_page": 50, "import_500": 2000}
"""Of the screens of `bench.staff` that have an aim."""


@dataclass
class Screens:
    """What each screen of staff costs in an academy, by its name and after how many years."""

    name: str
    costs: dict[str, dict[str, dict[str, float]]]


def _screens_of(academy: Academy, effort: Effort) -> Screens:
    return Screens(_kind_of(academy), academy.ask("staff", f"tries={effort.tries}"))


def _figures_of_staff(used: list[Screens]) -> list[Figure]:
    figures: list[Figure] = []
    for one in used:
        kind = one.name.lower()
        for name, most in MOST_MILLISECONDS.items():
            spent = max(cost["milliseconds"] for cost in one.costs[name].values())
            figures.append(Figure(f"{name}_{kind}", spent, "ms", "<=", most))
        # What a search asks depends on what it finds.
        more = sum(abs(_more_queries(one.costs[name])) for name in MOST_MILLISECONDS)
        figures.append(Figure(f"more_queries_{kind}", more, "queries", "<=", 0))
    return figures


def _more_queries(years: dict[str, dict[str, float]]) -> float:
    first, last = (years[str(number)]["queries"] for number in sorted(map(int, years)))
    return last - first


def _show_screens(used: list[Screens]) -> None:
    for one in used:
        years = [int(number) for number in one.costs["desk"]]
        heads = "".join(f"{f'{number} y: ms':>12}{'queries':>9}" for number in sorted(years))
        print(f"{f'staff, {one.name}':24}{heads}{'kB':>7}")
        for name, costs in one.costs.items():
            found = [costs[str(number)] for number in sorted(years)]
            cells = "".join(f"{each['milliseconds']:12.1f}{each['queries']:9}" for each in found)
            print(f"{name:24}{cells}{found[-1]['kilobytes']:7}")
        print()


# --- The outcome ----------------------------------------------------------------------------------

EXPECTED = (302, 409)
"""Done, or a sentence that says why not."""


def _errors(one: Pressure) -> int:
    return one.wrong_counts + sum(
        number for status, number in one.answers.items() if status not in EXPECTED
    )


def _figures(costs: list[Academy], found: list[Pressure]) -> list[Figure]:
    here, older = (statistics.median(one.ratios) for one in costs)
    figures = [
        Figure("enrol", here, "ratio", ">=", AIM),
        Figure("enrol_beside_older", here / older, "ratio", ">=", 2),
    ]
    for one in found:
        name = one.name.lower()
        figures += [
            Figure(f"race_{name}", max(one.seconds), "s", "<=", WITHIN),
            Figure(f"race_right_{name}", int(all(one.ended_well)), "bool", ">=", 1),
            Figure(f"clients_errors_{name}", _errors(one), "errors", "<=", 0),
        ]
    return figures


def _show(costs: list[Academy], found: list[Pressure]) -> None:
    print(f"\n{'enrolling':24}{'processor ms':>14}{'units':>9}{'lowest':>9}{'highest':>9}")
    for academy in costs:
        cost = 1000 / statistics.median(academy.per_second)
        middle = statistics.median(academy.ratios)
        lowest, highest = min(academy.ratios), max(academy.ratios)
        print(f"{academy.name:24}{cost:14.2f}{middle:9.2f}{lowest:9.2f}{highest:9.2f}")
    print(f"\n{f'{AT_ONCE} for {SEATS} seats':24}{'s':>9}{'slowest s':>11}")
    for one in found:
        print(f"{one.name:24}{statistics.median(one.seconds):9.2f}{max(one.seconds):11.2f}")
    print(f"\n{f'{CLIENTS} clients':24}answers")
    for one in found:
        answers = ", ".join(f"{status}: {number}" for status, number in sorted(one.answers.items()))
        print(f"{one.name:24}{answers}")
    print()
