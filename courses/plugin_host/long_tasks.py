"""Work of plugins that takes longer than a page may: a row that somebody can follow."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, DateTimeField
from django.urls import reverse

from courses.common import clock, retention
from courses.common.errors import Refusal
from courses.common.retention import Period
from courses.common.statements import Statement
from courses.common.text import plain_text
from courses.plugin_api.contributions.base import checked_json
from courses.plugin_api.contributions.jobs import LongTask, TaskContext, TaskResult
from courses.plugin_host import asking, guard
from courses.plugin_host.enums import TaskState
from courses.plugin_host.models import TaskRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from courses.plugin_api.contributions.base import Json
    from courses.plugin_api.contributions.enrolment import Link
    from courses.plugin_host.entry import Entry

KEPT = Period("plugin_tasks", default=30, least=1, most=365)
"""How long is kept what came of it."""

SILENT = timedelta(hours=1)
"""After so long without a word a task is taken for dead: its process is gone."""

TELLS_EACH = 1.0
"""Seconds between two times that is written how far a task is."""

MOST_LINKS = 5
MOST_NUMBER = 2_000_000_000


def plan(plugin: str, name: str, data: Json, person_id: int) -> TaskRun:
    """Write a task down, to be begun once this transaction is committed.

    Raises:
        LookupError: the plugin has no such task, or is off.
        TypeError, ValueError: `data` is no JSON.
    """
    if _find(plugin, name) is None:
        raise LookupError(f"{plugin} has no task {name}, or is off")
    return TaskRun.objects.create(
        plugin=plugin, task=name, data=checked_json(data), person_id=person_id
    )


def address_of(task: TaskRun) -> str:
    """The page that shows how far it is."""
    return reverse("plugin_task", args=[task.pk])


def run(pk: str) -> None:
    """Do a task, unless that has been done or is being done."""
    task = _claim(pk)
    if task is None:
        return
    entry = _find(task.plugin, task.task)
    if entry is None:
        _end(task, TaskState.FAILED)
        return
    asked = TaskContext(data=task.data, person_id=task.person_id, tell=_Teller(task.pk).tell)
    try:
        result = guard.call_plugin(
            entry, lambda one: _checked(one.run(asked)), default=None, passes=(Refusal,)
        )
    except Refusal as no:
        _end(task, TaskState.REFUSED, plain_text(no.message))
        return
    if result is None:
        _end(task, TaskState.FAILED)
    else:
        _end(task, TaskState.DONE, *result)


def _checked(result: object) -> tuple[str, list[list[str]]]:
    if not isinstance(result, TaskResult):
        raise TypeError(f"run() gave {type(result).__name__}, not TaskResult")
    links = list(result.links)
    if len(links) > MOST_LINKS:
        raise ValueError(f"more than {MOST_LINKS} links")
    return plain_text(result.sentence), [_link(one) for one in links]


def _link(link: Link) -> list[str]:
    url = plain_text(link.url)
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("a link to an address that is not of this site")
    return [plain_text(link.label), url]


def _claim(pk: str) -> TaskRun | None:
    """The task, for us alone. What was begun is not begun again: nobody knows how far it came."""
    now = clock.now()
    try:
        claimed = TaskRun.objects.filter(pk=pk, state=TaskState.WAITING).update(
            state=TaskState.RUNNING, told_at=now
        )
    except ValidationError:
        return None
    return TaskRun.objects.filter(pk=pk).first() if claimed else None


def _end(
    task: TaskRun, state: TaskState, sentence: str = "", links: Sequence[Sequence[str]] = ()
) -> None:
    now = clock.now()
    TaskRun.objects.filter(pk=task.pk).update(
        state=state, sentence=sentence, links=list(links), ended_at=now, told_at=now, data={}
    )


@dataclass
class _Teller:
    """Writes how far a task is, once in a while however often it is told."""

    pk: Any
    _last: float = field(default=0.0)

    def tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last < TELLS_EACH and done < total:
            return
        self._last = now
        TaskRun.objects.filter(pk=self.pk).update(
            done=_number(done), total=_number(total), told_at=clock.now()
        )


def _number(given: int) -> int:
    return min(max(int(given), 0), MOST_NUMBER)


def _find(plugin: str, name: str) -> Entry[LongTask] | None:
    return next(
        (
            entry
            for entry in asking.everywhere(LongTask)
            if (entry.plugin.slug, entry.contribution.name) == (plugin, name)
        ),
        None,
    )


def title_of(task: TaskRun) -> str:
    """What is being done, in words; the plugin's name for it when it cannot say."""
    entry = _find(task.plugin, task.task)
    if entry is None:
        return task.task
    return guard.call_plugin(entry, lambda one: plain_text(one.title), default=task.task)


def tasks_of(person_id: int, *, most: int) -> list[TaskRun]:
    """What somebody started last and has to know of: what goes on, and what ended in the last
    day."""
    now = clock.now()
    found = _RECENT.run(person=person_id, since=now - KEPT.length, now=now)
    return found[:most]


_RECENT = Statement(
    lambda person, since, now: TaskRun.objects.filter(person=person, asked_at__gte=since).exclude(
        ended_at__lt=now - timedelta(days=1)
    ),
    person=BigIntegerField(),
    since=DateTimeField(),
    now=DateTimeField(),
)


def lost() -> list[str]:
    """Tasks that wait although the queue should have begun them; what stopped without a word is
    ended as failed."""
    now = clock.now()
    open_tasks = TaskRun.objects.filter(ended_at__isnull=True)
    open_tasks.filter(state=TaskState.RUNNING, told_at__lt=now - SILENT).update(
        state=TaskState.FAILED, ended_at=now, data={}
    )
    waiting = open_tasks.filter(state=TaskState.WAITING, asked_at__lt=now - timedelta(minutes=1))
    return [str(pk) for pk in waiting.values_list("pk", flat=True)[:100]]


def old_tasks() -> QuerySet[TaskRun]:
    """What ended long ago, or never will."""
    return TaskRun.objects.filter(asked_at__lt=clock.now() - KEPT.length)


def forget_old() -> int:
    """Remove `old_tasks`; returns how many."""
    return retention.delete(old_tasks())
