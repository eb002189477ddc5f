"""Where the reader stands with a training, for lists of trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def own_training(context: Context, training_id: int | None) -> str:
    """The name of how the reader stands with it (`enrolment.queries.STANDS`), or nothing."""
    known: dict[int | None, str] = context.get("own_trainings") or {}
    return known.get(training_id, "")
