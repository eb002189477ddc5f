"""Work that plugins do once a day: begun by the tick, claimed once, tried again after a failure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q

from courses.common import clock, retention
from courses.common.errors import Refusal
from courses.common.retention import Period
from courses.common.text import plain_text
from courses.plugin_api.contributions.jobs import DailyJob, JobContext
from courses.plugin_host import asking, guard
from courses.plugin_host.deliveries import MOST_ATTEMPTS, PAUSES
from courses.plugin_host.models import JobRun

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from courses.plugin_host.entry import Entry

KEPT = Period("plugin_jobs", default=30, least=7, most=365)
"""How long is kept how the work of a day went."""

IN_QUEUE = timedelta(hours=1)
"""How long a run may be in the queue before it is put there again: it may have got lost."""

LONGEST = timedelta(hours=2)
"""How long a run may take before another begins it: its process may be gone."""


def due() -> list[int]:
    """The runs of today that are to be begun; made when they are not there yet.

    Asks the database nothing on a site on which no plugin has daily work.
    """
    jobs = asking.everywhere(DailyJob)
    if not jobs:
        return []
    today, now = clock.today(), clock.now()
    rows = JobRun.objects.filter(day=today)
    known = {(row.plugin, row.job): row for row in rows}
    missing = [
        JobRun(plugin=job.plugin.slug, job=job.contribution.name, day=today, due_at=now)
        for job in jobs
        if (job.plugin.slug, job.contribution.name) not in known
    ]
    if missing:
        JobRun.objects.bulk_create(missing, ignore_conflicts=True)
        known = {(row.plugin, row.job): row for row in rows.all()}
        _give_up_yesterday()
    here = {(job.plugin.slug, job.contribution.name) for job in jobs}
    return [
        row.pk
        for key, row in known.items()
        if key in here and row.done_at is None and not row.given_up and row.due_at <= now
    ]


def _give_up_yesterday() -> None:
    """A day is not made up for: the next one has its own run."""
    late = JobRun.objects.filter(day__lt=clock.today(), done_at__isnull=True, given_up=False)
    late.update(given_up=True)


def queued(pk: int) -> datetime | None:
    """Note that a run is in the queue, so that it is not put there again at each tick while the
    queue is long. Until when that holds, which is to be said to `run`; None when another did."""
    now = clock.now()
    until = now + IN_QUEUE
    noted = JobRun.objects.filter(pk=pk, due_at__lte=now, done_at__isnull=True, given_up=False)
    return until if noted.update(due_at=until) else None


def run(pk: int, queued_until: datetime | None = None) -> None:
    """Do the work of a day, unless that has been done, is being done, or was queued again since."""
    row = _claim(pk, queued_until)
    job = None if row is None else _job_of(row)
    if row is None:
        return
    if job is None:
        # Switched off or gone since the tick: this was no attempt.
        JobRun.objects.filter(pk=pk).update(attempts=F("attempts") - 1, due_at=clock.now())
        return
    asked = JobContext(day=row.day, attempt=row.attempts)
    try:
        said = guard.call_plugin(
            job, lambda one: (_sentence(one.run(asked)),), default=None, passes=(Refusal,)
        )
    except Refusal as no:
        said = (plain_text(no.message),)
    _settle(row, said)


def _sentence(said: object) -> str:
    return "" if said is None else plain_text(said)


def _claim(pk: int, queued_until: datetime | None) -> JobRun | None:
    """The run, for us alone: of two who try at once one finds it due no more."""
    now = clock.now()
    is_due = Q(due_at__lte=now) if queued_until is None else Q(due_at=queued_until)
    claimed = JobRun.objects.filter(
        is_due,
        pk=pk,
        done_at__isnull=True,
        given_up=False,
        attempts__lt=MOST_ATTEMPTS,
    ).update(attempts=F("attempts") + 1, due_at=now + LONGEST)
    return JobRun.objects.filter(pk=pk).first() if claimed else None


def _settle(row: JobRun, said: tuple[str] | None) -> None:
    now = clock.now()
    mine = JobRun.objects.filter(pk=row.pk)
    if said is not None:
        mine.update(done_at=now, outcome=said[0])
    elif row.attempts >= MOST_ATTEMPTS:
        mine.update(given_up=True)
    else:
        mine.update(due_at=now + PAUSES[row.attempts - 1])


def _job_of(row: JobRun) -> Entry[DailyJob] | None:
    return next(
        (
            job
            for job in asking.everywhere(DailyJob)
            if (job.plugin.slug, job.contribution.name) == (row.plugin, row.job)
        ),
        None,
    )


def old_runs() -> QuerySet[JobRun]:
    """How the work of days long ago went."""
    return JobRun.objects.filter(day__lt=clock.today() - KEPT.length)


def forget_old() -> int:
    """Remove `old_runs`; returns how many."""
    return retention.delete(old_runs())
