"""What a reviewer said, for the mail that Wagtail sends."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from courses.catalogue.reviews import review_of

register = template.Library()


@register.simple_tag
def remark_on(page: Page) -> str:
    """The remark at the newest review of a page; empty when there is none."""
    review = review_of(page) if isinstance(page, Page) else None
    return review.remark if review else ""
