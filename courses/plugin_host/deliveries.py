"""Delivery of one event to one handler: each by itself, again after a failure, at least once.

What is to be delivered is written in the `outbox`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F

from courses.common import clock, retention
from courses.common.retention import Period
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import EVENTS, INTERNAL, Event
from courses.plugin_host import asking, chain, guard
from courses.plugin_host.models import Delivery
from courses.plugin_host.own_handlers import OwnHandler

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.plugin_host.entry import Entry

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1080))
"""How long to wait after each failed attempt; the one after the last is not there."""

MOST_ATTEMPTS = len(PAUSES) + 1

WHILE_AWAY = timedelta(minutes=30)
"""How often is looked whether a handler that was switched off is back."""

KEPT = Period("deliveries", default=14, least=7, most=60)
"""How long is remembered what was delivered (an event that is published twice is not delivered
twice) or given up."""


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
    with chain.handling(entry, delivery.depth):
        done = event is not None and _hand_over(entry, event)
    _settle(delivery, done=done)


def _hand_over(entry: Entry[EventHandler], event: Event) -> bool:
    own = entry.contribution
    if isinstance(own, OwnHandler) and entry.plugin.core:
        return guard.call_plugin(
            entry, lambda _own: own.try_to_handle(event), default=False, slow=own.slow
        )
    return guard.call_plugin(entry, lambda handler: _handled(handler, event), default=False)


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


def _handler_of(delivery: Delivery) -> Entry[EventHandler] | None:
    return next(
        (
            entry
            for entry in asking.everywhere(EventHandler)
            if (entry.plugin.slug, entry.contribution.name) == (delivery.plugin, delivery.handler)
            and asking.is_on(entry.plugin, delivery.data.get("training_id", 0))
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


def old_deliveries() -> QuerySet[Delivery]:
    """What was to be delivered long ago: it was, was given up, or was left lying."""
    return Delivery.objects.filter(created_at__lt=clock.now() - KEPT.length)


def forget_old() -> int:
    """Remove `old_deliveries`; returns how many."""
    return retention.delete(old_deliveries())
