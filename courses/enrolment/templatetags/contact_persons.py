"""Who is the contact person of an organisation, for pages that lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.people import queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.people.models import User

register = template.Library()


@register.simple_tag
def is_contact_person(user: User | AnonymousUser) -> bool:
    """Whether somebody signs up the people of some organisation."""
    return queries.is_contact_person(user)
