"""How the academy is doing, told by what can be counted: never by anything about a person."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from academy.operations.models import Heartbeat
from courses.common import clock, replica
from courses.common.public_version import version as public_version
from courses.editions.models import Edition
from courses.enrolment.models import Enrolment
from courses.evaluation.queries import keys_problem
from courses.notices import queries as notices
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_WITHOUT_TICK = timedelta(minutes=20)
LONGEST_IN_QUEUE = timedelta(minutes=10)
LONGEST_UNSENT = timedelta(hours=1)
"""A mail server may be away for a while: what is older than this is worth a look."""
LEAST_FREE = 0.05
"""Of the disk with the data."""


@dataclass(frozen=True)
class Sign:
    """One thing that is looked at.

    Attributes:
        name: short and stays the same: `tick`, `queue`, `mail`, `disk`, `signals`,
            `evaluation keys`, and `replica` where there is one.
        ok: whether all is well with it.
        value: a number that tells how it is.
        unit: of the number.
        trouble: what `/gezond/` says when it is not well.
    """

    name: str
    ok: bool
    value: float
    unit: str
    trouble: str


def signs() -> list[Sign]:
    """Everything that is looked at, the worst to be without first."""
    return list(_signs(timezone.now()))


def _signs(now: datetime) -> Iterator[Sign]:
    away = keys_problem()
    yield Sign("evaluation keys", not away, float(bool(away)), "missing", "evaluation keys away")
    unheard = public_version.problem()
    yield Sign("signals", not unheard, float(bool(unheard)), "missing", "signals away")
    free = free_space()
    yield Sign("disk", free >= LEAST_FREE, round(free, 3), "part free", "disk full")
    tick = seconds_since(
        Heartbeat.objects.filter(name="tick").aggregate(at=Min("seen_at"))["at"], now
    )
    # An academy that was just installed has not ticked yet; its monitor should say so.
    late = tick is None or tick > LONGEST_WITHOUT_TICK.total_seconds()
    yield Sign("tick", not late, -1.0 if tick is None else tick, "seconds ago", "tick stands still")
    waits = seconds_since(oldest_task(), now) or 0.0
    yield Sign(
        "queue", waits <= LONGEST_IN_QUEUE.total_seconds(), waits, "seconds", "worker stands still"
    )
    if replica.is_there():
        copy = replica.look()
        behind = -1.0 if copy.behind is None else round(copy.behind, 1)
        yield Sign("replica", copy.is_used, behind, "seconds behind", "replica away or behind")
    # By the academy's own clock, as it was written down.
    oldest = notices.due().aggregate(at=Min("due_at"))["at"]
    unsent = seconds_since(oldest, clock.now()) or 0.0
    yield Sign("mail", unsent <= LONGEST_UNSENT.total_seconds(), unsent, "seconds", "mail waits")


def seconds_since(moment: datetime | None, now: datetime) -> float | None:
    """How long ago, in whole seconds and never less than none; None for never."""
    return None if moment is None else max(0.0, float(round((now - moment).total_seconds())))


def oldest_task() -> datetime | None:
    """Since when the task that waits longest waits."""
    found: datetime | None = DBTaskResult.objects.ready().aggregate(at=Min("enqueued_at"))["at"]
    return found


def free_space() -> float:
    """Which part of the disk with the data is free."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    return usage.free / usage.total


@dataclass(frozen=True)
class Series:
    """Numbers of one kind, by one label.

    Attributes:
        name: of the metric, after `academy_`.
        help: what it is.
        label: what the numbers are told apart by; empty for one number.
        values: the number of each.
    """

    name: str
    help: str
    label: str
    values: dict[str, float]


def series() -> list[Series]:
    """Numbers for a graph, of the whole alone: people could be known by those of a small group."""
    by_state = dict(Enrolment.objects.order_by().values_list("status").annotate(Count("pk")))
    mails = dict(
        Notice.objects.filter(way=ContactWay.MAIL)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    tasks = dict(DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk")))
    return [
        Series(
            "sign",
            "How each thing that is looked at is (unit in the documentation).",
            "name",
            {sign.name: sign.value for sign in signs()},
        ),
        Series(
            "well",
            "Whether each thing that is looked at is well.",
            "name",
            {sign.name: float(sign.ok) for sign in signs()},
        ),
        Series("enrolments", "Enrolments by state.", "state", _numbers(by_state)),
        Series(
            "editions", "Editions that are planned or were held.", "", {"": Edition.objects.count()}
        ),
        Series(
            "mails",
            "Mails by what became of them.",
            "state",
            {str(state): float(mails.get(state, 0)) for state in NoticeState},
        ),
        Series("tasks", "Tasks of the worker by state.", "state", _numbers(tasks)),
    ]


def _numbers(found: dict[str, int]) -> dict[str, float]:
    return {str(name).lower(): float(number) for name, number in sorted(found.items())}
