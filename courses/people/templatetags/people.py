"""What templates ask about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.people import queries, sign_in_goals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.template.context import RequestContext

    from courses.people.models import TrainerPortrait, User

register = template.Library()


@register.simple_tag
def enters_admin(person: User | AnonymousUser | None) -> bool:
    """Whether a person may enter the administration, which goes by group."""
    return queries.enters_admin(person)


@register.simple_tag
def with_portraits(trainers: Iterable[User]) -> list[tuple[User, TrainerPortrait | None]]:
    """Trainers, each with the face that participants see, if there is one."""
    people = list(trainers)
    portraits = queries.portraits_of(people)
    return [(one, portraits.get(one.pk)) for one in people]


@register.simple_tag(takes_context=True)
def signing_in_for(context: RequestContext) -> sign_in_goals.Goal | None:
    """What somebody signs in for, on the pages where that is done."""
    request = context.get("request")
    return sign_in_goals.goal_of(request) if request else None
