"""Where the reader stands with a training, for lists of trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from django.template.context import Context

    from courses.enrolment.queries import Standing

register = template.Library()


@register.simple_tag(takes_context=True)
def own_training(context: Context, training_id: int | None) -> Standing | None:
    """How the reader stands with it, if there is anything to say of that."""
    known: dict[int | None, Standing] = context.get("own_trainings") or {}
    return known.get(training_id)
