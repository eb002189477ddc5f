"""Handlers of events that the academy's own parts have, and plugins have not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courses.plugin_api.contributions.events import EventHandler

if TYPE_CHECKING:
    from courses.plugin_api.events import Event

SLOW = 2.0


class OwnHandler(EventHandler):
    """A handler that is asked beforehand whether it wants an event at all, may ask for another try,
    and may wait for other machines: `slow` is how many seconds are nothing out of the ordinary."""

    slow: ClassVar[float] = SLOW

    def wants(self, event: Event) -> bool:
        """Whether a row is to be written for this event. Asked in the transaction of what happened,
        so it asks the database nothing."""
        return True

    def try_to_handle(self, event: Event) -> bool:
        """Act on `event`; False where that could not be done for a reason that is not ours, such as
        a machine that is away. Then it is tried again as after a failure, and nothing is reported
        to the operator."""
        self.handle(event)
        return True
