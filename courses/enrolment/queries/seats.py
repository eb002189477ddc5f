"""How many seats are taken, and whether one is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Count, Q
from django.db.models.functions import Coalesce

from courses.common.statements import Statement, Update
from courses.editions.models import Edition
from courses.enrolment.enums import HOLDS_SEAT
from courses.enrolment.queries.waiting import not_held_back, one_seat_passes_by

if TYPE_CHECKING:
    from courses.enrolment.queries.rules import Rules

LOCKED_EDITION = Statement(
    lambda edition: (
        Edition.objects.select_for_update(of=("self",))
        .select_related("training")
        .filter(pk=edition)
    ),
    edition=BigIntegerField(),
)
"""An edition for a service that changes something: whoever wants it too waits for the commit."""


_SEATS_TAKEN = Statement(
    lambda edition: (
        Edition.objects.filter(pk=edition)
        .order_by()
        .annotate(
            held=Count("enrolments", filter=Q(enrolments__status__in=HOLDS_SEAT)),
            erased=Coalesce("erased_participants__number", 0),
        )
        .values_list("held", "erased")
    ),
    edition=BigIntegerField(),
)


SEATS_TAKEN = Update(
    lambda edition: Edition.objects.filter(pk=edition),
    sets=["seats_taken"],
    edition=BigIntegerField(),
)
"""Writes down how many seats of an edition somebody has."""


def number_of_seats_taken(edition: Edition) -> int:
    """How many seats somebody has, counted; also those of who took part and was erased since."""
    ((held, erased),) = _SEATS_TAKEN.run(edition=edition.pk)
    return int(held + erased)


def has_free_seat(edition: Edition, rules: Rules | None = None) -> bool:
    """Whether somebody who comes now gets a seat.

    A free one belongs to who waits and may have it, or of whom no rule can tell just now. Two who
    wait together can do nothing with a single one: that is for who comes alone.
    """
    return free_seats(edition, rules) > 0


def free_seats(edition: Edition, rules: Rules | None = None) -> int:
    """How many people who come now get a seat; see `has_free_seat`."""
    if edition.seats_left <= 0:
        return 0
    if next(not_held_back(edition, rules), None) is None:
        return edition.seats_left
    return 1 if one_seat_passes_by(edition, rules) else 0
