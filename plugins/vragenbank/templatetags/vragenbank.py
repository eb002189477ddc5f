"""What the template of the exercise needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from plugins.vragenbank.exercises import first_page
from plugins.vragenbank.formats.markup import shown

if TYPE_CHECKING:
    from courses.plugin_api.api import ExerciseContext, Json

register = template.Library()


@register.filter
def vragenbank_html(html: str, address: str) -> SafeString:
    """HTML of a question, with pictures at `address`; built up by `formats.markup` alone."""
    return mark_safe(shown(html, lambda name: address + name))


@register.simple_tag
def vragenbank_questions(exercise: ExerciseContext, score: Json) -> Json:
    """What is asked: as the answer was judged, or at first; None where one has to begin."""
    return score.feedback if score else first_page(exercise.config, exercise)
