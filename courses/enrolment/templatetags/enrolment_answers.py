"""What participants answered when they enrolled and said in calls, on lists of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.enrolment.models import EnrolmentAnswer
    from courses.notices.models import CallAttempt

register = template.Library()


@register.filter
def answers_of(
    answers: Mapping[int, list[EnrolmentAnswer]], enrolment_id: int
) -> list[EnrolmentAnswer]:
    """Those of one enrolment, of what `answers_in` found."""
    return answers.get(enrolment_id, [])


@register.filter
def calls_with(calls: Mapping[int, list[CallAttempt]], person_id: int) -> list[CallAttempt]:
    """Those with one person, of what `notes_about` found."""
    return calls.get(person_id, [])
