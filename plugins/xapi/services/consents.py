"""What people say about sharing what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from courses.common import clock
from courses.people.models import User
from plugins.xapi.models import Consent, RemovalRequest

if TYPE_CHECKING:
    from plugins.xapi.models import RecordStore


def consent_of(person_id: int, store: RecordStore) -> Consent | None:
    """What somebody said about this store; None for who was not asked, or did not answer."""
    return Consent.objects.select_related("store").filter(person=person_id, store=store).first()


@transaction.atomic
def give(*, person: User, store: RecordStore) -> Consent:
    """From now on the store hears what this person does. What was before is not told."""
    consent = _locked(person, store)
    if not consent.stands:
        consent.given_at, consent.withdrawn_at = clock.now(), None
        consent.save()
    return consent


@transaction.atomic
def withdraw(*, person: User, store: RecordStore) -> Consent:
    """Say no, or not any more. What waits to be sent is thrown away."""
    consent = _locked(person, store)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = clock.now()
        consent.save()
    consent.statements.filter(sent_at=None).delete()
    return consent


def _locked(person: User, store: RecordStore) -> Consent:
    """What somebody said, or a new one. The person is locked: two clicks at once are one."""
    User.objects.select_for_update().get(pk=person.pk)
    found = Consent.objects.select_for_update().filter(person=person, store=store).first()
    return found or Consent(person=person, store=store)


def settle(own: Consent, other: Consent) -> None:
    """Of two accounts that become one: whoever said no, with either, has said no."""
    own.former = [*own.former, str(other.subject), *other.former]
    if own.stands and not other.stands:
        own.withdrawn_at = other.withdrawn_at or clock.now()
        own.statements.filter(sent_at=None).delete()
    other.statements.filter(sent_at=None).delete()
    # What the store has of the other number stays known, for the person.
    other.statements.update(consent=own)
    own.save()
    other.delete()


@transaction.atomic
def erase(*, person_id: int) -> None:
    """Forget a person. The numbers for which a store has something stay, without whose they were,
    until somebody removes them there."""
    for consent in Consent.objects.filter(person=person_id).select_related("store"):
        if consent.statements.exclude(sent_at=None).exists():
            for subject in (consent.subject, *consent.former):
                RemovalRequest.objects.get_or_create(
                    subject=subject, defaults={"store": consent.store}
                )
        consent.delete()
