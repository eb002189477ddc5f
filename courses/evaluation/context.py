"""What evaluations add to pages for visitors: what became of what earlier groups said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from courses.catalogue.page_context import Values, provide
from courses.evaluation.queries.reactions import reaction_for_visitors

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from courses.editions.models import Edition


@provide("TrainingPage")
def reaction_on_training(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """Asked only where the part of the page that shows it is not kept."""
    return {"earlier_reaction": partial(reaction_for_visitors, page.pk)}


@provide("enrol")
def reaction_on_edition(request: HttpRequest, page: Edition, values: Values) -> dict[str, object]:
    """The same on the page of an edition of the training that one can still enrol in."""
    if page.is_past or not page.training.live:
        return {}
    return {
        "invites_to": page.training,
        "earlier_reaction": partial(reaction_for_visitors, page.training_id),
    }
