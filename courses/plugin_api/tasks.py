"""Delivery of events to handlers."""

from typing import Any

from django_tasks import task

from courses.plugin_api import guard, registry
from courses.plugin_api.contributions import EventHandler
from courses.plugin_api.events import EVENTS


@task()
def deliver(name: str, data: dict[str, Any]) -> None:
    """Hand the event to every handler that asked for its type."""
    event = EVENTS[name](**data)
    for registered in registry.contributions(EventHandler):
        if isinstance(event, registered.contribution.events):
            guard.call_plugin(registered, lambda handler: handler.handle(event), default=None)
