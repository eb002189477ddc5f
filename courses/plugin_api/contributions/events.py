"""Handlers of events."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from courses.plugin_api.contributions.base import Contribution

if TYPE_CHECKING:
    from courses.plugin_api.events import Event


class EventHandler(Contribution):
    """Does something after something has happened.

    Called after commit, by a task, for events of trainings in which the plugin is on. Delivered
    at least once: a failure is reported and tried again, six times in about a day, and a crash
    may repeat what was done. So it must be harmless when repeated: `event.id` stays the same, and
    `event.attempt` is more than 1 for what was tried before.
    """

    events: ClassVar[tuple[type[Event], ...]]

    @abstractmethod
    def handle(self, event: Event) -> None:
        """Act on `event`."""
