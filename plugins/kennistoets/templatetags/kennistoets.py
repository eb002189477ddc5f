"""What the template of the exercise needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from plugins.kennistoets.marks import needed, pass_mark

if TYPE_CHECKING:
    from courses.plugin_api.api import ExerciseContext

register = template.Library()


@register.simple_tag
def kennistoets_needed(exercise: ExerciseContext) -> int:
    """How many questions must be right, as the page on the certificate says it too."""
    return needed(len(exercise.config.asked()), pass_mark(exercise.settings))
