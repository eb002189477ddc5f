"""Where the Infopunt can be reached, and whether now, on a page that may be kept for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext

from courses.catalogue import hours, queries
from courses.common import clock, kept_until

if TYPE_CHECKING:
    from django.template import Context

    from courses.catalogue.models import InfopuntSettings

register = template.Library()


@register.simple_tag
def phone_and_mail() -> str:
    """How to reach the Infopunt, for a mail: a mail has no foot of the page that says so."""
    contact = queries.infopunt_of_default_site()
    return gettext("%(phone)s of %(email)s") % {"phone": contact.phone, "email": contact.email}


@register.simple_tag(takes_context=True)
def infopunt_now(context: Context, contact: InfopuntSettings) -> hours.Reach | None:
    """Whether one can call now, or when again. The page is kept for visitors no longer than it is
    true; where nothing tells how long a page is kept, nothing is said."""
    request, times = context.get("request"), contact.hours
    if request is None or times is None:
        return None
    reach = hours.reach(times, clock.now())
    if reach is not None:
        kept_until.at_most(request, reach.until)
    return reach
