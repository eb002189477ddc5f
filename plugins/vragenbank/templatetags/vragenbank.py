"""What the template of the exercise needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from plugins.vragenbank.drawing import NO_SEED, versions_for
from plugins.vragenbank.exercises import first_page
from plugins.vragenbank.formats.markup import shown
from plugins.vragenbank.marks import needed, pass_mark
from plugins.vragenbank.queries import question_in
from plugins.vragenbank.stored import kind_of

if TYPE_CHECKING:
    from courses.plugin_api.api import ExerciseContext, Json

register = template.Library()


@register.simple_tag
def vragenbank_needed(exercise: ExerciseContext, told: Json) -> dict[str, int]:
    """What the certificate asks of these questions: the `percent`, and `needed` of `total`; nothing
    where it asks nothing, and no numbers where a draw may have a question that nobody judges."""
    percent = pass_mark(exercise.settings)
    if not percent:
        return {}
    total = _judged(exercise, told)
    if not total:
        return {"percent": percent}
    return {"percent": percent, "needed": needed(total, percent), "total": total}


def _judged(exercise: ExerciseContext, told: Json) -> int:
    """How many of the questions are judged; 0 where that is not known."""
    if isinstance(told, dict) and isinstance(told["questions"], list):
        kinds = [one["kind"] for one in told["questions"] if isinstance(one, dict)]
        return sum(kind != "essay" for kind in kinds)
    # Before a draw: any draw has as many.
    some = [kind_of(question_in(one)) for one in versions_for(exercise, NO_SEED)]
    return 0 if "essay" in some else len(some)


@register.filter
def vragenbank_html(html: str, address: str) -> SafeString:
    """HTML of a question, with pictures at `address`; built up by `formats.markup` alone."""
    return mark_safe(shown(html, lambda name: address + name))


@register.simple_tag
def vragenbank_questions(exercise: ExerciseContext, score: Json) -> Json:
    """What is asked: as the answer was judged, or at first; None where one has to begin."""
    return score.feedback if score else first_page(exercise.config, exercise)
