"""What a reviewer said, for the mail that Wagtail sends."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from courses.catalogue.reviews import came_along, review_of
from courses.catalogue.standings import training_to_come

register = template.Library()


@register.simple_tag
def remark_on(page: Page) -> str:
    """The remark at the newest review of a page; empty when there is none."""
    review = review_of(page) if isinstance(page, Page) else None
    return review.remark if review else ""


@register.filter
def came_along_with(page: Page) -> str:
    """Which lessons came on the site along with a page, in a sentence."""
    return came_along(page) if isinstance(page, Page) else ""


@register.filter
def waits_for(page: Page) -> str:
    """The training with which a lesson comes on the site, if that is still to come."""
    training = training_to_come(page) if isinstance(page, Page) else None
    return str(training.get_admin_display_title()) if training else ""
