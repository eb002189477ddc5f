"""The formats of `courses.common.formats` in templates."""

from datetime import datetime
from typing import Protocol

from django import template

from courses.common import formats

register = template.Library()


class _Meeting(Protocol):
    starts_at: datetime
    ends_at: datetime


register.filter("one_decimal", formats.one_decimal)
register.filter("duration", formats.duration)
register.filter("deadline", formats.deadline)
register.filter("day_and_time", formats.deadline)


@register.filter
def period(meeting: _Meeting) -> str:
    """When a session (or edition) is: `dinsdag 3 maart 2026, 19:00–22:00`."""
    return formats.period(meeting.starts_at, meeting.ends_at)
