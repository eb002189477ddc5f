"""The outbox: events on their way to handlers, after commit and at least once.

A row for each handler is written together with what happened, so no event is lost when a process
dies. A task does the work; the tick takes up what a task left.
"""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from courses.common import clock
from courses.common.commits import enqueue_with_commit
from courses.common.process_cache import Memo
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import INTERNAL, Event
from courses.plugin_host import asking, chain, guard, tasks
from courses.plugin_host.asking import Activations
from courses.plugin_host.models import Delivery
from courses.plugin_host.own_handlers import OwnHandler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.entry import Entry

_IDS = uuid.UUID("0d0b3a3e-4a57-4c0e-8a35-5b5f8d5f2a10")


def plan(events: Iterable[Event], activations: Activations | None = None) -> None:
    """Write down who must hear of what, and queue it once the transaction is committed.

    `activations` saves looking up which plugins are on, for who has done so already.
    """
    handlers = asking.everywhere(EventHandler)
    core = {entry.plugin.slug for entry in handlers if entry.plugin.core}
    on_in = (activations or Activations()).on_in
    depth = chain.depth_of_new()
    rows = [
        _row(entry, event, depth)
        for event in events
        for entry in handlers
        if _wants(entry, event)
        and (entry.plugin.core or entry.plugin.slug in on_in(event.training_id))
    ]
    if depth > chain.MOST:
        kept = [row for row in rows if row.plugin in core]
        if len(kept) < len(rows):
            chain.report_endless()
        rows = kept
    if not rows:
        return
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        enqueue_with_commit(tasks.deliver, str(row.id))


def _row(entry: Entry[EventHandler], event: Event, depth: int) -> Delivery:
    data = dataclasses.asdict(event)
    del data["attempt"]
    return Delivery(
        id=uuid.uuid5(_IDS, f"{event.id} {entry.plugin.slug} {entry.contribution.name}"),
        plugin=entry.plugin.slug,
        handler=entry.contribution.name,
        event=type(event).__name__,
        data=data,
        due_at=clock.now(),
        depth=depth,
    )


def _wants(entry: Entry[EventHandler], event: Event) -> bool:
    if type(event).__name__ in INTERNAL and not entry.plugin.core:
        return False
    if not isinstance(event, _events_of(entry)):
        return False
    handler = entry.contribution
    return not isinstance(handler, OwnHandler) or handler.wants(event)


_known: Memo[tuple[CoursePlugin, str], tuple[type[Event], ...]] = Memo()


def _events_of(entry: Entry[EventHandler]) -> tuple[type[Event], ...]:
    """The kinds of events that a handler wants; none when it cannot say. Asked once."""
    key = (entry.plugin, entry.place)
    known = _known.get(key)
    if known is None:
        known = _known.put(key, guard.call_plugin(entry, _checked_events, default=()))
    return known


def _checked_events(handler: EventHandler) -> tuple[type[Event], ...]:
    events = handler.events if isinstance(handler.events, tuple) else (handler.events,)
    if not all(isinstance(one, type) and issubclass(one, Event) for one in events):
        raise TypeError("events are no kinds of events")
    return events


def deliver_due() -> int:
    """Queue what is due and was not done: after a failure, or lost on the way; returns how many."""
    # A little patience: the queue may be just about to do it.
    due = Delivery.objects.filter(
        done_at__isnull=True, given_up=False, due_at__lte=clock.now() - timedelta(seconds=30)
    )
    ids = [str(pk) for pk in due.order_by("due_at", "pk").values_list("pk", flat=True)[:1000]]
    for delivery_id in ids:
        tasks.deliver.enqueue(delivery_id)
    return len(ids)
