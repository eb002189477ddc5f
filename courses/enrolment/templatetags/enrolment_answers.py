"""What participants answered when they enrolled, on lists of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.enrolment.models import EnrolmentAnswer

register = template.Library()


@register.filter
def answers_of(
    answers: Mapping[int, list[EnrolmentAnswer]], enrolment_id: int
) -> list[EnrolmentAnswer]:
    """Those of one enrolment, of what `answers_in` found."""
    return answers.get(enrolment_id, [])
