"""What templates ask about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.people import queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.people.models import User

register = template.Library()


@register.simple_tag
def enters_admin(person: User | AnonymousUser | None) -> bool:
    """Whether a person may enter the administration, which goes by group."""
    return queries.enters_admin(person)
