"""What templates ask about people."""

from typing import Any

from django import template

from courses.people import queries

register = template.Library()


@register.simple_tag
def enters_admin(person: Any) -> bool:
    """Whether a person may enter the administration, which goes by group."""
    return queries.enters_admin(person)
