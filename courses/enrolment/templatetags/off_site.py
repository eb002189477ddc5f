"""The questions on Wagtail's page for taking a page off the site."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from courses.catalogue import readers
from courses.enrolment.off_site import OffSiteForm

register = template.Library()


@register.simple_tag
def off_site_form(page: Page) -> OffSiteForm | None:
    """What to ask; None for a page with nobody in it."""
    return OffSiteForm() if readers.sentences(page) else None
