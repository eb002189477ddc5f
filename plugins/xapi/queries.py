"""What is asked about the sharing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Max, Min, Q

from plugins.xapi.models import OutgoingStatement
from plugins.xapi.vocabulary import VERBS

if TYPE_CHECKING:
    from datetime import datetime

    from courses.plugin_api.api import Text
    from plugins.xapi.models import Consent, RecordStore


class Standing(NamedTuple):
    """How it goes with a store: numbers of people and of statements."""

    people: int
    sent: int
    waiting: int
    refused: int
    removals: int


class Shared(NamedTuple):
    """What a store has of somebody, of one kind."""

    label: Text
    number: int
    first: datetime
    last: datetime


def standing(store: RecordStore) -> Standing:
    """How it goes with this store; two queries."""
    counted = OutgoingStatement.objects.filter(consent__store=store).aggregate(
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        waiting=Count("pk", filter=Q(sent_at=None, refused="")),
        refused=Count("pk", filter=Q(sent_at=None) & ~Q(refused="")),
    )
    agreed = store.consents.filter(given_at__isnull=False, withdrawn_at=None).count()
    return Standing(agreed, **counted, removals=store.removals.count())


def shared_of(consent: Consent) -> list[Shared]:
    """What the store has of somebody, by what it was."""
    rows = (
        consent.statements.exclude(sent_at=None)
        .values_list("verb")
        .annotate(number=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("first")
    )
    return [Shared(VERBS[verb].label, *rest) for verb, *rest in rows if verb in VERBS]
