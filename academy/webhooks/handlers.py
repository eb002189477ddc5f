"""What this part does when something happens: it writes messages, and sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from academy.webhooks import payloads, queries, services
from courses.plugin_api.events import MessageWritten
from courses.plugin_host.deliveries import MOST_ATTEMPTS
from courses.plugin_host.own_handlers import OwnHandler

if TYPE_CHECKING:
    from courses.plugin_api.events import Event


class WriteMessages(OwnHandler):
    """Writes a message for each program that wants to hear of it. Where no program does, nothing is
    written for the event at all."""

    name = "messages"
    events = tuple(payloads.POSSIBLE)

    def wants(self, event: Event) -> bool:
        heard = queries.known().events
        return any(one.value in heard for one in payloads.POSSIBLE[type(event)])

    def handle(self, event: Event) -> None:
        services.write_messages(event=event)


class SendMessage(OwnHandler):
    """Sends a message, again with growing pauses as long as it does not arrive."""

    name = "sending"
    events = (MessageWritten,)
    slow: ClassVar[float] = services.SECONDS + 5

    def handle(self, event: Event) -> None:
        self.try_to_handle(event)

    def try_to_handle(self, event: Event) -> bool:
        assert isinstance(event, MessageWritten)  # noqa: S101 - it asked for no other
        is_last = event.attempt >= MOST_ATTEMPTS
        return services.deliver(message_id=event.message_id, is_last=is_last)
