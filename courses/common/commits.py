"""What comes with a commit, or after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import transaction
from django_tasks_db import DatabaseBackend
from django_tasks_db.compat import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

from courses.common.statements import Insertion

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")


def after_commit(do: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Do something once the transaction is committed; when it fails, that is logged and no more.

    Not Django's own way with a `partial`: 5.2 asks a hook that failed for its `__qualname__`, a
    `partial` has none, and so that error went on to who had asked for what was committed.
    """

    def hook() -> None:
        do(*args, **kwargs)

    transaction.on_commit(hook, robust=True)


def enqueue_with_commit(task: Task[P, T], *args: P.args, **kwargs: P.kwargs) -> None:
    """Queue a task; no worker sees it before the transaction is committed.

    Where tasks are rows of the database it is a row of the transaction: nothing can come between,
    and who waits to write waits once. Elsewhere it is queued after the commit, and a queue that
    fails then takes nothing back.
    """
    queue = task.get_backend()
    if isinstance(queue, DatabaseBackend):
        queue.validate_task(task)
        _QUEUED.run(_row_of(task, args, kwargs))
    else:
        after_commit(task.enqueue, *args, **kwargs)


_QUEUED = Insertion(DBTaskResult)


def _row_of(task: Task[P, T], args: object, kwargs: object) -> DBTaskResult[P, T]:
    """The row that the backend itself would make and read back, while who enrols keeps others
    waiting."""
    return DBTaskResult(
        args_kwargs=normalize_json({"args": args, "kwargs": kwargs}),
        priority=task.priority,
        task_path=task.module_path,
        queue_name=task.queue_name,
        run_after=task.run_after or get_date_max(),
        backend_name=task.backend,
    )
