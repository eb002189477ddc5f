"""Whether the reader of a list waits for a date of a training in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.common import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.template.context import Context

    from courses.interest.models import Interest

register = template.Library()


@register.simple_tag(takes_context=True)
def own_wish(context: Context, training_id: int | None) -> Interest | None:
    """What the reader waits for in this training, where the page knows."""
    known: Mapping[int | None, Interest] = context.get("own_wishes") or {}
    return known.get(training_id)


@register.inclusion_tag("interest/_wish.html", takes_context=True)
def hear_of_new_date(
    context: Context,
    training_id: int | None,
    address: str,
    title: str,
    marks: str,
    part_of_day: str = "",
    language: str = "",
) -> dict[str, object]:
    """The way to hear of a new date of the training with that address; of who waits for one that
    it is so."""
    return {
        "wish": own_wish(context, training_id),
        "address": addresses.new_date(address, part_of_day or "", language or ""),
        "title": title,
        "marks": marks,
    }
