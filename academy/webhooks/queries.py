"""Which programs hear of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from academy.webhooks.models import Webhook
from courses.common import edit_conflicts
from courses.common.process_cache import Shelf
from courses.common.shared_token import PlacedToken

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from academy.webhooks.models import WebhookMessage
    from courses.common.edit_conflicts import Facts

KNOWN_FOR = 60
"""Seconds after which is asked again, for servers that do not share the token of changes."""

LATEST = 25
"""Messages of a webhook that its page shows."""

changes = PlacedToken("webhooks")
"""Changes with every change of a webhook."""


@dataclass(frozen=True)
class KnownWebhooks:
    """What is to be known of all webhooks, without asking the database each time: which events
    somebody hears of, and how many webhooks were switched off by themselves."""

    events: frozenset[str] = frozenset()
    given_up: int = 0


_kept: Shelf[KnownWebhooks] = Shelf(1)


def facts_of(webhook: Webhook) -> Facts:
    """What the form about a webhook shows."""
    words = ", ".join(webhook.events_in_words)
    return {
        **edit_conflicts.facts_of(webhook, ["name", "url"]),
        "events": edit_conflicts.fact(_("gebeurtenissen"), sorted(webhook.events), words),
    }


def known() -> KnownWebhooks:
    """What all webhooks come down to. Every enrolment asks it, so it is kept in the process under a
    token that each change of a webhook makes another."""
    token = changes.read()
    found = _kept.get("webhooks", token)
    if found is None:
        found = _kept.put("webhooks", token, _read(), seconds=KNOWN_FOR)
    return found


def forget_kept() -> None:
    """Ask the database again: for who has just changed something."""
    _kept.clear()


def _read() -> KnownWebhooks:
    events: set[str] = set()
    given_up = 0
    for is_on, wanted, gone in Webhook.objects.values_list("is_on", "events", "given_up_at"):
        events |= set(wanted) if is_on else set()
        given_up += gone is not None
    return KnownWebhooks(frozenset(events), given_up)


def webhooks() -> QuerySet[Webhook]:
    """All of them, by name."""
    return Webhook.objects.all()


def latest_messages(webhook: Webhook) -> QuerySet[WebhookMessage]:
    """What a program was told lately, the newest first, with the attempts."""
    return webhook.messages.prefetch_related("attempts")[:LATEST]
