"""Everything that changes someone's own details."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit
from courses.common.errors import Refusal
from courses.people.enums import Role
from courses.people.models import Partner, User


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
def register_person(
    *,
    first_name: str,
    last_name: str,
    background: str,
    actor: Any,
    email: str = "",
    partner: Partner | None = None,
) -> User:
    """Make an account for someone who cannot or does not want to do it online.

    Raises:
        Refusal: somebody has this e-mail address already.
    """
    address = email.strip().lower()
    if address and User.objects.filter(email=address).exists():
        raise Refusal(
            _("Iemand heeft dit e-mailadres al. Kies deze persoon in de lijst."), field="email"
        )
    person = User.objects.create_user(
        address or None,
        first_name=first_name,
        last_name=last_name,
        background=background,
        partner=partner,
    )
    person.groups.add(Group.objects.get(name=Role.VOLUNTEER))
    keep_address(person=person)
    audit.record(person, "people.register", actor=actor)
    return person


@transaction.atomic
def change_profile(*, person: User, changed: list[str]) -> User:
    """Keep the details that were filled in on `person`; `changed` names the fields."""
    if changed:
        person.save(update_fields=changed)
        audit.record(person, "people.profile", actor=person)
    return person
