"""Everything that changes someone's own details."""

from __future__ import annotations

from django.db import transaction

from courses.common import audit
from courses.people.models import User


@transaction.atomic
def change_profile(*, person: User, changed: list[str]) -> User:
    """Keep the details that were filled in on `person`; `changed` names the fields."""
    if changed:
        person.save(update_fields=changed)
        audit.record(person, "people.profile", actor=person)
    return person
