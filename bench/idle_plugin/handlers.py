"""What happens after something has happened."""

from __future__ import annotations

from courses.plugin_api.api import EditionEnded, EnrolmentChanged, Event, EventHandler


class Follow(EventHandler):
    """Hears of enrolments and does nothing."""

    name = "follow"
    events = (EnrolmentChanged, EditionEnded)

    def handle(self, event: Event) -> None:
        """Nothing follows from it."""
