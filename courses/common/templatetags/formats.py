"""The formats of `courses.common.formats` in templates."""

import re
from datetime import datetime
from typing import Protocol

from django import template
from django.utils.html import format_html

from courses.common import formats

register = template.Library()


class _Meeting(Protocol):
    starts_at: datetime
    ends_at: datetime


_CODE_ALONE = re.compile(r"<p>([A-Z]{4}-[A-Z]{4})</p>")

register.filter("one_decimal", formats.one_decimal)
register.filter("duration", formats.duration)
register.filter("deadline", formats.deadline)
register.filter("day_and_time", formats.deadline)


@register.filter
def period(meeting: _Meeting) -> str:
    """When a session (or edition) is: `dinsdag 3 maart 2026, 19:00–22:00`."""
    return formats.period(meeting.starts_at, meeting.ends_at)


@register.filter
def mail_address(address: str | None) -> str:
    """An address that breaks before its `@` where there is no room, and not in a word."""
    name, at, domain = (address or "").partition("@")
    return format_html("{}<wbr>{}{}", name, at, domain) if at else name


@register.filter(is_safe=True)
def with_large_code(html: str) -> str:
    """A mail in which a code that stands alone is large: it is typed over from a small screen."""
    large = r'<p style="font-size:28px;font-weight:bold;letter-spacing:2px">\1</p>'
    return _CODE_ALONE.sub(large, html)
