"""Editions of which somebody has to do or decide something."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Least

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.people.enums import MAY_GIVE

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.common.statements import Day, Moment

FEW_AHEAD = 13
"""From how many days before its beginning an edition is said to have few people, which is in the
last two weeks: in time to tell them of another date, also by letter."""

FEW = 5
"""Fewer people than this are few where an edition has no minimum of its own; of fewer, what they
think of it cannot be shown either."""

DECIDE_AHEAD = 3
"""From how many days before the day to decide on, the academy is asked whether a group goes on."""


def to_decide(*, now: Moment | None = None, today: Day | None = None) -> QuerySet[Edition]:
    """Published editions with too few people of which somebody must soon say whether they go on:
    the day for that is at most `DECIDE_AHEAD` days away, or was before today."""
    return (
        Edition.objects.filter(
            status=EditionStatus.OPEN,
            starts_at__gt=now or clock.now(),
            decide_by__lte=(today or clock.today()) + timedelta(days=DECIDE_AHEAD),
            decided_at__isnull=True,
            seats_taken__lt=F("minimum"),
        )
        .select_related("training")
        .order_by("decide_by", "starts_at", "pk")
    )


def with_few_people(*, now: Moment | None = None, today: Day | None = None) -> QuerySet[Edition]:
    """Published editions with fewer people than they need: their minimum, or `FEW` where they have
    none. Those that begin soon, and those of which somebody must soon say whether they go on; not
    those of which somebody has said so."""
    begin = now or clock.now()
    decide = (today or clock.today()) + timedelta(days=DECIDE_AHEAD)
    is_soon = Q(starts_at__lte=begin + timedelta(days=FEW_AHEAD))
    enough = Case(When(minimum__gt=0, then=F("minimum")), default=Value(FEW))
    return (
        Edition.objects.filter(
            is_soon | Q(decide_by__lte=decide, minimum__gt=0),
            status=EditionStatus.OPEN,
            starts_at__gt=begin,
            decided_at__isnull=True,
            seats_taken__lt=Least(enough, F("capacity")),
        )
        .select_related("training")
        .order_by("starts_at", "pk")
    )


def is_too_small(pk: int) -> bool:
    """Whether an edition has fewer people than it needs."""
    return Edition.objects.filter(pk=pk, seats_taken__lt=F("minimum")).exists()


def without_trainer(
    leaving: Collection[int] = (), *, now: Moment | None = None
) -> QuerySet[Edition]:
    """Editions to come that nobody gives: no trainer who is active and still has such a role.

    `leaving`: people who are about to go, and do not count any more.
    """
    through = Edition.trainers.through
    may_give = Q(user__is_superuser=True) | Q(user__groups__name__in=MAY_GIVE)
    moment = now or clock.now()
    # That it is to come is said of these too: else twenty years of trainers are looked through.
    given = through.objects.filter(
        may_give, edition=OuterRef("pk"), edition__ends_at__gt=moment, user__is_active=True
    )
    return (
        Edition.objects.filter(ends_at__gt=moment)
        .exclude(status=EditionStatus.CANCELLED)
        .exclude(Exists(given.exclude(user__in=leaving)))
        .select_related("training")
        .order_by("starts_at", "pk")
    )


def given_only_by(people: Collection[int]) -> QuerySet[Edition]:
    """Editions to come that these people give and nobody else."""
    theirs = Edition.trainers.through.objects.filter(edition=OuterRef("pk"), user__in=people)
    return without_trainer(leaving=people).filter(Exists(theirs))


def approaching(*, days: int) -> QuerySet[Edition]:
    """Published editions that begin within this number of days."""
    now = clock.now()
    return Edition.objects.filter(
        status=EditionStatus.OPEN, starts_at__gt=now, starts_at__lte=now + timedelta(days=days + 1)
    ).order_by("starts_at", "pk")
