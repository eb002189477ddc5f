"""The academy's clock: one place that says what time it is.

The demo and the tests tell a history ("in March twelve people took part") through the same
services that people use. They set the clock; the services need no parameter for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The current moment, timezone aware."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The current date in the academy's own time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside the block happen at `moment` (timezone aware)."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
