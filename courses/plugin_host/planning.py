"""Hands work of plugins to the queue: what is to be done today, and what somebody started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from courses.common.commits import enqueue_with_commit
from courses.plugin_api.contributions.jobs import LongTask, start_with
from courses.plugin_host import asking, jobs, long_tasks, tasks

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


def begin_daily_work() -> int:
    """Queue the work of today that is not done and not queued; how much there is. By the tick."""
    begun = 0
    for run_id in jobs.due():
        until = jobs.queued(run_id)
        if until is not None:
            tasks.run_job.enqueue(run_id, until.isoformat())
            begun += 1
    return begun


@transaction.atomic
def start(plugin: str, name: str, data: Json, person_id: int) -> str:
    """Write a long task down and queue it with this transaction; the address of its page."""
    task = long_tasks.plan(plugin, name, data, person_id)
    enqueue_with_commit(tasks.run_task, str(task.pk))
    return long_tasks.address_of(task)


def begin_lost_tasks() -> int:
    """Queue long tasks that got lost on the way; how many. By the tick."""
    if not asking.everywhere(LongTask):
        return 0
    lost = long_tasks.lost()
    for task_id in lost:
        tasks.run_task.enqueue(task_id)
    return len(lost)


start_with(start)
