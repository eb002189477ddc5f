"""What plugins cost that are installed and used nowhere: 50 of them beside none."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from time import monotonic, perf_counter
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connections
from django.urls import resolve

from bench import client, comparison, guard_cost, idle, report, server, steps
from bench.client import UnexpectedAnswerError
from bench.comparison import MOST_PERCENT, Measurement, PageRequest, Site, in_order
from bench.fill import Academy, fill
from bench.measure import BYPASS, WARM_UP
from courses.catalogue.models import LessonPage, TrainingPage
from courses.common.public_version import version as public_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.server import Server


@dataclass(frozen=True)
class Effort:
    """How much work a run does: every site is started `starts` times, and after each start has
    `turns` turns for each page, also for those without an aim if `all_pages`. After `until`
    seconds in all no site is started anew.
    """

    starts: int
    turns: int
    all_pages: bool
    guard_batches: int
    until: float


QUICK = Effort(starts=2, turns=9, all_pages=False, guard_batches=40, until=50)
FULL = Effort(starts=6, turns=30, all_pages=True, guard_batches=200, until=540)
REQUESTS = 10
"""Requests in a turn. Many short turns: a machine that others use is not equally fast for long."""


def run(effort: Effort, folder: Path, started: float) -> None:
    """Fill an academy, measure it on all sites by turns, print the tables and the figures."""
    report.say("Filling an academy with 200 trainings")
    academy = fill(people=0)
    pages = [one for one in _pages(academy) if effort.all_pages or one.at_most is not None]
    guard = guard_cost.measure(effort.guard_batches)
    connections.close_all()
    report.say(f"Ready after {monotonic() - started:.0f} s; measuring")
    found = comparison.sites()
    for site in found[1:]:
        _check_number(site, folder)
    counted = steps.compare(
        pages,
        *({**os.environ, **_environment(one, folder, seed=0)} for one in (found[0], found[-1])),
    )
    for number in range(effort.starts):
        if number and monotonic() - started > effort.until:
            break
        _measure_start(found, pages, folder, number, effort.turns)
    comparison.show(found, pages, guard)
    steps.show(counted)
    print()
    report.figures(steps.figures(counted, found[-1].number))
    report.say(f"{connections['default'].vendor}; {monotonic() - started:.0f} s in all")


def _cookie(session: str) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={session}"


def _pages(academy: Academy) -> list[PageRequest]:
    """The lesson is open to all here, so that a visitor can read the same one."""
    names = resolve(academy.lesson).kwargs
    training = TrainingPage.objects.get(slug=names["training"])
    LessonPage.objects.child_of(training).filter(slug=names["lesson"]).update(is_open=True)
    public_version.bump()
    volunteer = _cookie(academy.volunteer)
    return [
        PageRequest("lesson_signed_in", academy.lesson, volunteer, MOST_PERCENT),
        PageRequest("lesson_visitor", academy.lesson, BYPASS, MOST_PERCENT),
        PageRequest("catalogue_visitor", academy.catalogue, BYPASS, MOST_PERCENT),
        PageRequest("training_visitor", academy.training, BYPASS),
        PageRequest("mine_signed_in", academy.mine, volunteer),
    ]


def _measure_start(
    found: list[Site], pages: list[PageRequest], folder: Path, number: int, turns: int
) -> None:
    """Start every site once, and measure it until it is stopped again.

    Two processes of one program are not equally fast: what lies where in memory is decided at the
    start. So a full run starts each site several times.
    """
    with ExitStack() as running:
        servers = [
            (site, running.enter_context(_started(site, pages[0], folder, seed=number)))
            for site in in_order(found, number)
        ]
        for page in pages:
            _warm_up(servers, page)
            for site, _served in servers:
                site.pages.setdefault(page.name, Measurement()).costs.append([])
        for turn in range(turns):
            for page in pages:
                for site, served in in_order(servers, turn):
                    _measure(site, served, page)


@contextmanager
def _started(site: Site, first: PageRequest, folder: Path, *, seed: int) -> Iterator[Server]:
    """A site that has answered once. What a process makes once (the blocks of lessons, say) is
    part of its start."""
    begun = perf_counter()
    with server.running(folder, _environment(site, folder, seed=seed)) as served:
        if client.fetch(served.port, first.request).status != 200:
            raise UnexpectedAnswerError(f"{first.name} is not there")
        site.wall.append(perf_counter() - begun)
        site.processor.append(served.seconds())
        yield served


def _environment(site: Site, folder: Path, *, seed: int) -> dict[str, str]:
    """What makes a process one of this site. Those with one `seed` have the same order of hashes,
    which decides how fast Python finds things."""
    path = [str(idle.folder_for(folder, site.number)), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(filter(None, path)), "PYTHONHASHSEED": str(seed)}


def _check_number(site: Site, folder: Path) -> None:
    """Ask a process of the site which plugins it has."""
    done = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.PLUGINS)"],
        env={**os.environ, **_environment(site, folder, seed=0)},
        capture_output=True,
        text=True,
        check=True,
    )
    number = done.stdout.count(".apps.IdlePlugin")
    if number != site.number:
        raise SystemExit(f"bench: {number} idle plugins instead of {site.number}\n{done.stdout}")


def _warm_up(servers: list[tuple[Site, Server]], page: PageRequest) -> None:
    lengths = set()
    for _site, served in servers:
        many = itertools.repeat(page.request)
        client.load(served.port, many, status=200, seconds=60, most=WARM_UP)
        lengths.add(len(client.fetch(served.port, page.request).body))
    if len(lengths) > 1:
        raise UnexpectedAnswerError(f"Idle plugins change what {page.name} shows")


def _measure(site: Site, served: Server, page: PageRequest) -> None:
    many = itertools.repeat(page.request)
    before = served.seconds()
    sample = client.load(served.port, many, status=200, seconds=60, most=REQUESTS)
    spent = served.seconds() - before
    measured = site.pages[page.name]
    measured.costs[-1].append(1000 * spent / len(sample.latencies))
    measured.per_second.append(sample.per_second)
