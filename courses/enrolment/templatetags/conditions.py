"""What trainings ask of who wants to enrol, for lists of their editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.template.context import Context

    from courses.plugin_api.contributions.enrolment import Condition

register = template.Library()


@register.simple_tag(takes_context=True)
def conditions_before(context: Context, training_id: int) -> Sequence[Condition]:
    """The sentences on a training that everybody may read before enrolling."""
    known: Mapping[int, Sequence[Condition]] = context.get("conditions_by_training") or {}
    return known.get(training_id, ())
