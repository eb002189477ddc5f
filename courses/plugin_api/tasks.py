"""Delivery of events to handlers."""

from collections.abc import Iterable
from typing import Any

from django_tasks import task

from courses.plugin_api import guard, registry
from courses.plugin_api.contributions import EventHandler
from courses.plugin_api.events import EVENTS, Event
from courses.plugin_api.registry import Registered


@task()
def deliver(name: str, data: dict[str, Any]) -> None:
    """Hand the event to every handler that asked for its type."""
    hand_over(EVENTS[name](**data), registry.contributions(EventHandler))


def hand_over(event: Event, handlers: Iterable[Registered[EventHandler]]) -> None:
    """Give `event` to each handler that asked for its type; one that fails stops no other."""
    for registered in handlers:
        if isinstance(event, registered.contribution.events):
            guard.call_plugin(registered, lambda handler: handler.handle(event), default=None)
