"""What editions add to the pages of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.catalogue.page_context import Values, provide
from courses.editions import house_rules, queries
from courses.editions.enums import EditionStatus
from courses.editions.facets import FIELDS, narrow

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from courses.editions.models import Edition


@provide("TrainingPage")
def editions_of_training(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """The coming editions of a training, and whether one can enrol in any of them."""
    editions = queries.coming_in(page.pk)
    return {
        "editions": editions,
        "can_enrol": any(edition.is_open_for_enrolment for edition in editions),
    }


@provide("enrol")
def locations_of_edition(request: HttpRequest, page: Edition, values: Values) -> dict[str, object]:
    """The buildings of the edition with how to get there, and the rules that it has."""
    coming = page.status == EditionStatus.OPEN and not page.is_past
    return {
        "locations": queries.locations_of(page),
        "other_half": _open_half(page),
        "house_rules": house_rules.sentences(page) if coming else [],
    }


def _open_half(edition: Edition) -> Edition | None:
    """The other half of a hybrid, as long as one can choose it."""
    other = queries.other_half(edition)
    return other if other is not None and other.is_open_for_enrolment else None


@provide("CataloguePage")
def next_editions(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """For each training on this page of the list, its first edition that is open and that fits
    what was chosen: who asked for online sees no date on a venue."""
    chosen = values["chosen"]
    is_narrowed = any(chosen.get(name) for name in FIELDS)
    fitting = narrow(queries.open_for_enrolment(), chosen) if is_narrowed else None
    return {
        "trainings": queries.with_next_edition(values["cards"], among=fitting),
        "nearby": queries.with_next_edition(values["nearby_cards"]),
    }
