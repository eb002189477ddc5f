"""What missing one meeting means, in general and for one's own dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.attendance.criteria import what_missing_one_does
from courses.common import addresses
from courses.common.visitors import signed_in
from courses.editions import house_rules
from courses.editions.models import Edition
from courses.editions.queries import with_what_lists_show
from courses.enrolment.queries import stands_by_edition

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from courses.people.models import User


class OwnDate(NamedTuple):
    """A date of the reader's, and what applies there to who misses one meeting; of a date with one
    meeting nothing does."""

    edition: Edition
    rules: list[str]


@require_safe
def missing_one(request: HttpRequest) -> HttpResponse:
    """What to do when one cannot come once: the same page for all visitors."""
    person = signed_in(request)
    values = {
        "own_dates": _own_dates(person) if person is not None else [],
        "crumbs": [(_("Home"), addresses.HOME), (_("Kun je een keer niet?"), None)],
    }
    return render(request, "website/missing_one.html", values)


def _own_dates(person: User) -> list[OwnDate]:
    """What somebody comes to or waits for, the first to begin first; in three queries."""
    editions = with_what_lists_show(Edition.objects.filter(pk__in=stands_by_edition(person)))
    return [OwnDate(one, _rules(one)) for one in editions if not one.is_past]


def _rules(edition: Edition) -> list[str]:
    told = [*house_rules.about_missing_one(edition), what_missing_one_does(edition)]
    return [one for one in told if one]
