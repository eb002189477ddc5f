"""Do things at the same moment, to see what happens when people click at once."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, TypeVar

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def all_at_once(jobs: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Run every job in a thread and a database connection of its own, all let go together.

    Returns per job, in the order given, its result or the exception it raised. The test needs
    `@pytest.mark.django_db(transaction=True)`, since other connections see committed rows only.
    """
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        barrier.wait(timeout=30)
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        started: list[Future[T]] = [pool.submit(run, job) for job in jobs]
        errors = [one.exception() for one in started]
        return [
            error if isinstance(error, Exception) else one.result()
            for one, error in zip(started, errors, strict=True)
        ]
