"""Everything that changes someone's own details."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from courses.common import audit
from courses.people.models import User


@transaction.atomic
def keep_address(*, person: User) -> None:
    """Let allauth know of an address that staff filled in.

    It stays unverified: the first code that the person types in proves it. Without this someone
    who signs in by code would have to type a second code to prove the same address.
    """
    EmailAddress.objects.filter(user=person).exclude(email=person.email or "").delete()
    if person.email:
        EmailAddress.objects.get_or_create(
            user=person, email=person.email, defaults={"primary": True}
        )


@transaction.atomic
def change_profile(*, person: User, changed: list[str]) -> User:
    """Keep the details that were filled in on `person`; `changed` names the fields."""
    if changed:
        person.save(update_fields=changed)
        audit.record(person, "people.profile", actor=person)
    return person
