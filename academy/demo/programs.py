"""Programs that people of the demo let in, and one of others that could hear what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from academy.api.enums import Lifetime, Scope
from academy.api.services import create_token
from academy.webhooks.enums import WebhookEvent
from academy.webhooks.services import create_webhook, switch_webhook

if TYPE_CHECKING:
    from academy.demo.people import Cast


def make_programs(cast: Cast) -> None:
    """Tokens of which nobody knows what they are, and a webhook that is off: no program is there,
    and a demo sends nothing to anybody."""
    for person, name, scope in (
        (cast.volunteer, "App van mijn buurt", Scope.ENROL),
        (cast.coordinator, "Cijfers in een spreadsheet", Scope.READ),
    ):
        create_token(person=person, name=name, scope=scope, lifetime=Lifetime.QUARTER)
    webhook = create_webhook(
        name="Website van een partner",
        url="https://partner.example/academie",
        events=[WebhookEvent.PUBLISHED, WebhookEvent.SEATS_OPENED, WebhookEvent.CANCELLED],
        actor=cast.coordinator,
    )
    switch_webhook(webhook=webhook, on=False, actor=cast.coordinator)
