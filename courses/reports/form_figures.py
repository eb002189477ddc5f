"""Where the figures of one form stand, for pages of lower parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from courses.evaluation.enums import Occasion
from courses.evaluation.figure_links import provide

if TYPE_CHECKING:
    from courses.evaluation.models import EvaluationForm


@provide
def address_of_figures(form: EvaluationForm) -> str:
    """The page of a survey, or of an edition as it was asked at that occasion."""
    if form.edition_id is None:
        return reverse("evaluation_reports:survey", args=[form.pk])
    page = reverse("evaluation_reports:edition", args=[form.edition_id])
    return page if form.occasion == Occasion.END else f"{page}?occasion={form.occasion}"
