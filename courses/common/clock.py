"""The academy's clock: one place that says what time it is, and how a clock on its wall shows that.

The academy lives in one time zone, that of the settings. Whoever looks, from wherever, sees the
hour at which people meet; a zone that is "current" (a request, a plugin) changes nothing here.

The demo and the tests tell a history ("in March twelve people took part") through the same
services that people use. They set the clock; the services need no parameter for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, tzinfo

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)
_hidden: ContextVar[bool] = ContextVar("hidden", default=False)


class ClockHiddenError(RuntimeError):
    """Something that is made once, and used for as long as the process lives, asks the time."""


def now() -> datetime:
    """The current moment, timezone aware.

    Raises:
        ClockHiddenError: nobody may know it here.
    """
    if _hidden.get():
        raise ClockHiddenError("what is made once cannot know what time it is when it is used")
    return _moment.get() or timezone.now()


def today() -> date:
    """The current date in the academy's own time zone."""
    return local_day(now())


def zone() -> tzinfo:
    """The academy's own time zone."""
    return timezone.get_default_timezone()


def local(moment: datetime) -> datetime:
    """The same moment as the academy's clock shows it."""
    return timezone.localtime(moment, zone())


def local_day(moment: datetime) -> date:
    """The date on which a moment falls in the academy's own time zone."""
    return local(moment).date()


def moment_of(day: date, at: time = time.min) -> datetime:
    """The moment at which the academy's clock shows this day and time; the day's first by default.

    An hour that the clock skips is taken for the one after it, of an hour that comes twice the
    first: of use for the edges of a day. What people type is for `courses.common.dates`.
    """
    return timezone.make_aware(datetime.combine(day, at), zone())


@contextmanager
def hidden() -> Iterator[None]:
    """Let nothing inside the block know what time it is: for what is made once and used for long,
    in which a moment would stand still."""
    token = _hidden.set(True)
    try:
        yield
    finally:
        _hidden.reset(token)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside the block happen at `moment` (timezone aware)."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
