"""What the pages for a list of people show of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.common.contact_details import masked
from courses.people.queries import Lookalike

if TYPE_CHECKING:
    from courses.enrolment.group_plans import PlannedRow
    from courses.people.models import User

register = template.Library()


@register.filter
def known_as(person: User) -> str:
    """Somebody to choose, with what tells namesakes apart."""
    return str(Lookalike(person))


@register.filter
def known_to_contact(person: User) -> str:
    """Somebody to choose for a contact person, who may not learn how to reach people."""
    return " ".join(filter(None, (person.name_in_list, masked(person.email or ""))))


@register.filter
def typed(row: PlannedRow, name: str) -> str:
    """What was read for a field, to be corrected."""
    return row.read.get(name, "")
