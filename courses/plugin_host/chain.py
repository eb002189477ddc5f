"""How far an event is from what somebody did: what a handler does may publish events too.

A handler that publishes the event that it handles would go on for ever, and two plugins can do that
to each other. So an event that is `MOST` handlers away from its beginning goes to no plugin any
more; the academy's own parts still hear of it.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from courses.plugin_host import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courses.plugin_host.entry import Entry

MOST = 8
"""The number of handlers after which events of events go to no plugin."""


class EndlessEventsError(Exception):
    """Handlers publish events that lead to each other, again and again."""


class _Now(threading.local):
    """The delivery that is going on in this thread."""

    entry: Entry[Any] | None = None
    depth: int = 0


_now = _Now()


@contextmanager
def handling(entry: Entry[Any], depth: int) -> Iterator[None]:
    """While a handler is at work with an event that came after `depth` others."""
    before = (_now.entry, _now.depth)
    _now.entry, _now.depth = entry, depth
    try:
        yield
    finally:
        _now.entry, _now.depth = before


def depth_of_new() -> int:
    """How many handlers stand between what somebody did and an event that is published now."""
    return 0 if _now.entry is None else _now.depth + 1


def report_endless() -> None:
    """Tell the operator of the handler whose event goes no further."""
    if _now.entry is not None:
        faults.report(_now.entry.plugin, _now.entry.place, EndlessEventsError())
