"""Bring the indexes of search and of references up to date when somebody reads them.

Wagtail does it by a task at every save: a fifth of what the tests cost, and few of them look. Here
the tasks of a test wait until a query names one of the indexes, as on a server they wait for a
worker. What reads an index finds what it would have found.

Only where a test is one transaction that is rolled back: other threads, and tests that count
queries while they save, have the tasks at once.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import translation
from django_tasks.backends.immediate import ImmediateBackend
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import update_reference_index_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

INDEXING = (insert_or_update_object_task.func, update_reference_index_task.func)
INDEXES = ("_indexentry", "_referenceindex")
"""How the names of the indexes' tables end, in Wagtail and in modelsearch, on both databases."""


class IndexLater(ImmediateBackend):
    """Runs tasks at once, but for those of the indexes."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        if task.func in INDEXING and _indexes.may_wait():
            return _indexes.wait(task, args)
        return self.run(task, args, kwargs)

    def run(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Carry out a task now."""
        return super().enqueue(task, args, kwargs)


class Indexes:
    """What one test still has to write into the indexes."""

    def __init__(self) -> None:
        self.is_on = False
        self._waiting: dict[Any, Any] = {}
        self._written: dict[Any, Any] = {}

    def may_wait(self) -> bool:
        """Not while somebody counts queries, nor outside the test's own transaction."""
        return self.is_on and connection.in_atomic_block and not connection.force_debug_cursor

    def wait(self, task: Any, args: Any) -> None:
        """Write what this task is about when somebody looks, in the language of now."""
        self._waiting[task.func, args] = (task, translation.get_language())

    def before_a_query(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        """Django's hook around every query."""
        if self._waiting and not connection.needs_rollback and any(one in sql for one in INDEXES):
            self._write()
        if self._written and sql.startswith("ROLLBACK TO"):
            # What was written since the savepoint is gone.
            self._waiting, self._written = {**self._written, **self._waiting}, {}
        return execute(sql, params, many, context)

    def _write(self) -> None:
        now, self._waiting = self._waiting, {}
        counted, connection.force_debug_cursor = connection.force_debug_cursor, False
        try:
            for (_func, args), (task, language) in now.items():
                with translation.override(language):
                    task.get_backend().run(task, args, {})
        finally:
            connection.force_debug_cursor = counted
        self._written.update(now)

    def settle(self) -> None:
        """Write what waits now, so that it stays when what comes after is undone."""
        self._write()
        self._written = {}

    @contextmanager
    def of_a_test(self) -> Iterator[None]:
        """Let tasks wait, and forget at the end what nobody looked at."""
        self.is_on = True
        try:
            with connection.execute_wrapper(self.before_a_query):
                yield
        finally:
            self.is_on = False
            self._waiting, self._written = {}, {}


_indexes = Indexes()
of_a_test = _indexes.of_a_test
settle = _indexes.settle
