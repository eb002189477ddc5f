"""Whether the Infopunt can be called, on a page that may be kept for others."""

from typing import Any

from django import template

from courses.catalogue import hours
from courses.catalogue.models import InfopuntSettings
from courses.common import clock, kept_until

register = template.Library()


@register.simple_tag(takes_context=True)
def infopunt_now(context: Any, contact: InfopuntSettings) -> hours.Reach | None:
    """Whether one can call now, or when again. The page is kept for visitors no longer than it is
    true; where nothing tells how long a page is kept, nothing is said."""
    request, times = context.get("request"), contact.hours
    if request is None or times is None:
        return None
    reach = hours.reach(times, clock.now())
    if reach is not None:
        kept_until.at_most(request, reach.until)
    return reach
