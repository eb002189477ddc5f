"""The questions on Wagtail's page for taking a page off the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.catalogue import readers
from courses.enrolment.off_site import OffSiteForm
from courses.enrolment.queries import reach_when_off_site

if TYPE_CHECKING:
    from wagtail.models import Page

    from courses.notices.queries import Reach

register = template.Library()


@register.simple_tag
def off_site_form(page: Page) -> OffSiteForm | None:
    """What to ask; None for a page with nobody in it."""
    return OffSiteForm() if readers.sentences(page) else None


@register.simple_tag
def who_hears_off_site(page: Page) -> Reach:
    """Who is told how, if that is chosen."""
    return reach_when_off_site(page)
