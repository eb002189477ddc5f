"""The questions on Wagtail's page for taking a page off the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.catalogue import readers
from courses.enrolment.off_site import OffSiteForm

if TYPE_CHECKING:
    from wagtail.models import Page

register = template.Library()


@register.simple_tag
def off_site_form(page: Page) -> OffSiteForm | None:
    """What to ask; None for a page with nobody in it."""
    return OffSiteForm() if readers.sentences(page) else None
