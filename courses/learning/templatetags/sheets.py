"""In which languages the sheet of a training is, for the links to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.learning import info_cards

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage

register = template.Library()


@register.simple_tag
def sheet_languages(training: TrainingPage) -> tuple[str, ...]:
    """The codes of the languages in which there is a sheet for somebody else."""
    return info_cards.languages_of_sheet(training)
