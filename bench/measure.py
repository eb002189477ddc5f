"""What is measured, how often, and what it is compared with."""

from __future__ import annotations

import secrets
import statistics
from dataclasses import dataclass, field
from itertools import repeat
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.db import connections

from bench import calendars, certificates, client, freshness, report, server
from bench.fill import Academy, Enrolling, fill
from bench.report import Figure
from courses.common import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bench.server import Server

BYPASS = "bench=1"
"""Any cookie but the language's makes a visitor one for whom no page is kept."""
UNIT_EVERY = 4
"""After how many subjects the unit has its turn again."""


@dataclass(frozen=True)
class Effort:
    """How much work a run does; `seconds` of load for each subject in each of the rounds.

    After `until` seconds in all, on a slow machine, no more than FEWEST_ROUNDS are done.
    """

    rounds: int
    seconds: float
    people: int
    certificates: int
    until: float


FEWEST_ROUNDS = 3
QUICK = Effort(rounds=6, seconds=0.25, people=500, certificates=12, until=42)
FULL = Effort(rounds=15, seconds=0.8, people=3000, certificates=40, until=600)
MOST_REQUESTS = 20_000
WARM_UP = 15


@dataclass
class Subject:
    """An address to measure. `at_least` is its aim, in units; None has none."""

    name: str
    requests: Iterator[bytes]
    at_least: float | None = None
    status: int = 200
    per_second: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)


def run(effort: Effort, folder: Path, started: float) -> None:
    """Fill an academy, measure it, print the table and the figures."""
    report.say("Filling an academy with 200 trainings")
    academy = fill(people=effort.people)
    connections.close_all()
    report.say(f"Ready after {monotonic() - started:.0f} s; measuring")
    with server.running(folder) as served:
        port = served.port
        unit = Subject("unit", repeat(client.get(academy.unit, BYPASS)))
        subjects = _subjects(academy)
        _warm_up(port, [unit, *subjects])
        for number in range(effort.rounds):
            if number >= FEWEST_ROUNDS and monotonic() - started > effort.until:
                break
            _measure_round(served, unit, subjects, effort)
        fresh = freshness.check(port, academy, _enrolling_request(academy.enrolling[-1]))
    pdf = certificates.measure(effort.certificates)
    feeds = calendars.measure(effort.certificates)
    _table(unit, subjects, pdf, feeds)
    report.figures([*_ratios(subjects), *fresh, pdf.figure(), feeds.figure()])
    report.say(f"{_database()}; {monotonic() - started:.0f} s in all")


def _subjects(academy: Academy) -> list[Subject]:
    session = settings.SESSION_COOKIE_NAME
    volunteer = f"{session}={academy.volunteer}"
    coordinator = f"{session}={academy.coordinator}"
    # The last person is kept for the check on freshness.
    enrolling = (_enrolling_request(one) for one in academy.enrolling[:-1])
    return [
        _page("home_uncached", academy.home, BYPASS),
        _page("catalogue_uncached", academy.catalogue, BYPASS, at_least=0.8),
        _page("training_uncached", academy.training, BYPASS, at_least=0.8),
        _page("lesson_signed_in", academy.lesson, volunteer, at_least=0.6),
        _page("mine_signed_in", academy.mine, volunteer, at_least=0.6),
        _page("coordinator", academy.figures, coordinator),
        _page("agenda_feed_uncached", addresses.AGENDA_CALENDAR, BYPASS),
        Subject("enrol", enrolling, status=302),
        _page("home_kept", academy.home, at_least=20),
        _page("catalogue_kept", academy.catalogue, at_least=20),
        _page("training_kept", academy.training, at_least=20),
    ]


def _page(name: str, path: str, *cookies: str, at_least: float | None = None) -> Subject:
    return Subject(name, repeat(client.get(path, *cookies)), at_least)


def _enrolling_request(one: Enrolling) -> bytes:
    token = secrets.token_hex(16)
    body = urlencode({"csrfmiddlewaretoken": token, "action": "enrol"})
    session = f"{settings.SESSION_COOKIE_NAME}={one.session}"
    return client.post(one.path, body, session, f"{settings.CSRF_COOKIE_NAME}={token}")


def _warm_up(port: int, subjects: Iterable[Subject], most: int = WARM_UP) -> None:
    for subject in subjects:
        client.load(port, subject.requests, status=subject.status, seconds=60, most=most)


def _measure_round(served: Server, unit: Subject, subjects: list[Subject], effort: Effort) -> None:
    """Each subject once, and the unit before and after every few of them.

    A machine is not equally fast all the time; a subject is compared with the units around it.
    """
    before = _measure(served, unit, effort)
    for start in range(0, len(subjects), UNIT_EVERY):
        group = subjects[start : start + UNIT_EVERY]
        speeds = [_measure(served, subject, effort) for subject in group]
        after = _measure(served, unit, effort)
        for subject, speed in zip(group, speeds, strict=True):
            subject.ratios.append(speed / ((before + after) / 2))
        before = after


def _measure(served: Server, subject: Subject, effort: Effort) -> float:
    """One stretch of load; returns the requests in a second of the server's processor time."""
    # What was measured before may have changed something public.
    _warm_up(served.port, [subject], most=2)
    before = served.seconds()
    sample = client.load(
        served.port,
        subject.requests,
        status=subject.status,
        seconds=effort.seconds,
        most=MOST_REQUESTS,
    )
    spent = served.seconds() - before
    if not sample.latencies:
        raise SystemExit(f"bench: {subject.name} had no requests left")
    subject.per_second.append(sample.per_second)
    subject.latencies += sample.latencies
    return len(sample.latencies) / spent


def _ratios(subjects: list[Subject]) -> list[Figure]:
    return [
        Figure(subject.name, statistics.median(subject.ratios), "ratio", ">=", subject.at_least)
        for subject in subjects
        if subject.at_least is not None
    ]


def _database() -> str:
    return f"{connections['default'].vendor}, one process of gunicorn"


def _table(
    unit: Subject,
    subjects: Iterable[Subject],
    pdf: certificates.Certificates,
    feeds: calendars.Feeds,
) -> None:
    """Everything that was measured, with or without an aim."""
    print(f"\n{'':24}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'units':>9}")
    for subject in (unit, *subjects):
        p50, p99 = (
            report.percentile(subject.latencies, 50),
            report.percentile(subject.latencies, 99),
        )
        units = f"{statistics.median(subject.ratios):9.2f}" if subject.ratios else f"{'1':>9}"
        speed = statistics.median(subject.per_second)
        print(f"{subject.name:24}{speed:9.0f}{1000 * p50:9.2f}{1000 * p99:9.2f}{units}")
    print(f"\n{'':24}{'ms':>9}{'p99 ms':>9}")
    for name, times in (
        ("bare page in PDF", pdf.bare),
        ("certificate", pdf.certificate),
        ("agenda's feed, plainly", feeds.plain),
        ("agenda's feed", feeds.own),
    ):
        print(f"{name:24}{statistics.median(times):9.1f}{report.percentile(times, 99):9.1f}")
    print()
