"""What is to be finished before a page can be sent in, in templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.catalogue import unfinished_views

if TYPE_CHECKING:
    from django.db.models import Model

register = template.Library()


@register.filter
def is_checked(page: Model) -> bool:
    """Whether it is one of our pages, also one that is not kept yet."""
    return bool(getattr(page, "translated_fields", None))


@register.inclusion_tag("catalogue/admin/_unfinished.html")
def unfinished(page: Model) -> dict[str, object]:
    """What is not finished in a draft, with where it stands, and what could be plainer."""
    return unfinished_views.in_the_checks(page)
