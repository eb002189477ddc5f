"""Links to lessons in texts that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape

from courses.catalogue.queries import lessons_in
from courses.learning.lesson_links import link_lessons

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from courses.catalogue.models import TrainingPage

register = template.Library()


@register.filter("lesson_links")
def lesson_links(text: str, training: TrainingPage) -> SafeString:
    """A text in which the lessons of a training that it names are links."""
    lessons = lessons_in([training]).get(training.pk, ())
    return link_lessons(conditional_escape(text), training=training.slug, lessons=lessons)
