"""Delivery of events to handlers: after commit, at least once, each handler by itself.

A row for each handler is written together with what happened, so no event is lost when a process
dies between the commit and the queue. A task does the work; the tick takes up what a task left.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import F

from courses.common import clock
from courses.plugin_api.contributions import EventHandler
from courses.plugin_api.events import EVENTS, INTERNAL, Event
from courses.plugin_host import guard, registry, scope
from courses.plugin_host.models import Delivery
from courses.plugin_host.registry import Registered

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1080))
"""How long to wait after each failed attempt; the one after the last is not there."""

MOST_ATTEMPTS = len(PAUSES) + 1

WHILE_AWAY = timedelta(minutes=30)
"""How often is looked whether a handler that was switched off is back."""

KEPT_FOR = timedelta(days=14)
"""How long is remembered what was delivered (an event that is published twice is not delivered
twice) or given up."""

_IDS = uuid.UUID("0d0b3a3e-4a57-4c0e-8a35-5b5f8d5f2a10")


def plan(events: Iterable[Event]) -> None:
    """Write down who must hear of what, and queue it once the transaction is committed."""
    handlers = registry.contributions(EventHandler)
    is_on = cache(scope.is_on)
    rows = [
        _row(entry, event)
        for event in events
        for entry in handlers
        if _wants(entry, event) and is_on(entry.plugin, event.training_id)
    ]
    if not rows:
        return
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    ids = [str(row.id) for row in rows]
    transaction.on_commit(lambda: _queue(ids), robust=True)


def _row(entry: Registered[EventHandler], event: Event) -> Delivery:
    data = dataclasses.asdict(event)
    del data["attempt"]
    return Delivery(
        id=uuid.uuid5(_IDS, f"{event.id} {entry.plugin.slug} {entry.contribution.name}"),
        plugin=entry.plugin.slug,
        handler=entry.contribution.name,
        event=type(event).__name__,
        data=data,
        due_at=clock.now(),
    )


def _queue(ids: list[str]) -> None:
    from courses.plugin_host import tasks

    for delivery_id in ids:
        tasks.deliver.enqueue(delivery_id)


def _wants(entry: Registered[EventHandler], event: Event) -> bool:
    if type(event).__name__ in INTERNAL and not entry.plugin.core:
        return False
    return guard.call_plugin(
        entry, lambda handler: isinstance(event, handler.events), default=False
    )


def deliver(delivery_id: str) -> None:
    """Hand one event to its handler, unless that has been done or is being done."""
    delivery = _claim(delivery_id)
    if delivery is None:
        return
    entry = _handler_of(delivery)
    event = _event_of(delivery)
    if entry is None:
        # Switched off or gone for now: its time comes when it is back, or it is given up.
        _settle(delivery, tried=False)
        return
    done = event is not None and guard.call_plugin(
        entry, lambda handler: _handled(handler, event), default=False
    )
    _settle(delivery, done=done)


def _handled(handler: EventHandler, event: Event) -> bool:
    handler.handle(event)
    return True


def _claim(delivery_id: str) -> Delivery | None:
    """The delivery, for us alone: of two who try at once one finds it due no more.

    Given up when all attempts were used and none was settled: the handler ended the process.
    """
    now = clock.now()
    due = Delivery.objects.filter(
        pk=delivery_id, done_at__isnull=True, given_up=False, due_at__lte=now
    )
    claimed = due.filter(attempts__lt=MOST_ATTEMPTS).update(
        attempts=F("attempts") + 1, due_at=now + timedelta(minutes=15)
    )
    if claimed:
        return Delivery.objects.filter(pk=delivery_id).first()
    due.filter(attempts__gte=MOST_ATTEMPTS).update(given_up=True, data={})
    return None


def _settle(delivery: Delivery, *, done: bool = False, tried: bool = True) -> None:
    """Write how it went: done, to be tried again, or given up.

    What the event said is not kept once nobody needs it: it may be a letter to somebody.
    """
    now = clock.now()
    changes: dict[str, Any] = {}
    if done:
        changes = {"done_at": now, "data": {}}
    elif not tried:
        changes = {"attempts": F("attempts") - 1, "due_at": now + WHILE_AWAY}
    elif delivery.attempts >= MOST_ATTEMPTS:
        changes = {"given_up": True, "data": {}}
    else:
        changes = {"due_at": now + PAUSES[delivery.attempts - 1]}
    Delivery.objects.filter(pk=delivery.pk).update(**changes)


def _handler_of(delivery: Delivery) -> Registered[EventHandler] | None:
    return next(
        (
            entry
            for entry in registry.contributions(EventHandler)
            if (entry.plugin.slug, entry.contribution.name) == (delivery.plugin, delivery.handler)
            and scope.is_on(entry.plugin, delivery.data.get("training_id", 0))
        ),
        None,
    )


def _event_of(delivery: Delivery) -> Event | None:
    """The event; None when this version of the academy cannot make it any more."""
    kind = {**EVENTS, **INTERNAL}.get(delivery.event)
    try:
        return kind(**delivery.data, attempt=delivery.attempts) if kind else None
    except TypeError:
        return None


def deliver_due() -> int:
    """Queue what is due and was not done: after a failure, or lost on the way; returns how many."""
    # A little patience: the queue may be just about to do it.
    due = Delivery.objects.filter(
        done_at__isnull=True, given_up=False, due_at__lte=clock.now() - timedelta(seconds=30)
    )
    ids = [str(pk) for pk in due.order_by("due_at", "pk").values_list("pk", flat=True)[:1000]]
    _queue(ids)
    return len(ids)


def forget_old() -> int:
    """Remove what was delivered, given up or left lying `KEPT_FOR` ago; returns how many."""
    return Delivery.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()[0]
