"""What hangs on something, on Wagtail's pages that ask before they delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.db.models import Model
from wagtail.models import Page

from courses.plugin_host.dependents import Dependent, dependents_of

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def at_hand(context: Context) -> Model | None:
    """What the page is about: one of many in a list, or the only one."""
    for name in ("page", "user", "image", "document", "snippet"):
        listed = context.get(name)
        if isinstance(listed, dict) and isinstance(listed.get("item"), Model):
            item: Model = listed["item"]
            return item
    for name in ("page", "object"):
        if isinstance(context.get(name), Model):
            one: Model = context[name]
            return one
    return None


@register.simple_tag
def dependents(one: Model | None) -> list[Dependent]:
    """What hangs on it; on a page also what hangs on those below."""
    if one is None:
        return []
    if isinstance(one, Page):
        return dependents_of(Page.objects.filter(path__startswith=one.path))
    return dependents_of([one])
