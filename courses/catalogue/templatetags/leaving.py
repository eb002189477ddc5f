"""What somebody has to know before a page goes."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from courses.catalogue import readers

register = template.Library()


@register.simple_tag
def people_in(page: Page) -> list[str]:
    """The sentences about the people in a page."""
    return readers.sentences(page) if isinstance(page, Page) and page.pk else []
