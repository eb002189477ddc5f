"""Editions on the site: the coming ones, and those that one can enrol in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Case, DateTimeField, F, Q, QuerySet, When

from courses.catalogue.models import for_everybody
from courses.common import clock
from courses.common.children import Children
from courses.common.statements import Keys, Moment, Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition

if TYPE_CHECKING:
    from collections.abc import Sequence

_WITH_TRAINING = Statement(
    lambda edition: Edition.objects.select_related("training").filter(pk=edition),
    edition=BigIntegerField(),
)


def edition_with_training(pk: int) -> Edition | None:
    """An edition with its training, if there is one."""
    return _WITH_TRAINING.first(edition=pk)


PUBLIC = (EditionStatus.OPEN, EditionStatus.CANCELLED)
"""The states of editions that visitors may know of, when their training is public."""


def public_editions() -> QuerySet[Edition]:
    """Editions that everybody may find: published (or called off), of a training on the site that
    staff closed to nobody."""
    return for_everybody(Edition.objects.filter(status__in=PUBLIC), "training")


def is_public(edition: Edition) -> bool:
    """Whether readers of its training may know of this one; who those are says the training."""
    return edition.status in PUBLIC and edition.training.live


def coming_editions() -> QuerySet[Edition]:
    """Published editions whose last session is not over, the first to begin first."""
    return with_what_lists_show(public_editions().filter(ends_at__gt=clock.now()))


def coming_in(training_id: int) -> list[Edition]:
    """The editions to come of one training, for its readers: with who gives them, and with SQL
    that is built once."""
    found = _COMING_IN.run(training=training_id, now=clock.now())
    SESSIONS.add_to(found)
    _add_trainer_names(found)
    return found


def _add_trainer_names(editions: Sequence[Edition]) -> None:
    by_key = {edition.pk: edition for edition in editions}
    if not by_key:
        return
    names: dict[int, list[str]] = {pk: [] for pk in by_key}
    for given in _GIVEN.run(editions=list(by_key)):
        names[given.edition_id].append(given.user.name)
    for pk, found in names.items():
        by_key[pk].trainer_names = ", ".join(found)


_GIVEN: Statement[Any] = Statement(
    lambda editions: (
        Edition.trainers.through.objects.filter(edition__in=editions)
        .select_related("user")
        .only("edition", "user__first_name", "user__last_name")
        .order_by("user__sort_name", "user")
    ),
    editions=Keys(),
)


SESSIONS = Children(Edition, "sessions")
"""The sessions of editions, as `prefetch_related("sessions")` finds them."""

_COMING_IN = Statement(
    lambda training, now: (
        Edition.objects.filter(status__in=PUBLIC, training__live=True)
        .filter(training=training, ends_at__gt=now)
        .select_related("training", "location")
        .order_by("starts_at", "pk")
    ),
    training=BigIntegerField(),
    now=DateTimeField(),
)


def with_what_lists_show(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """With all that an item in a list of dates reads (`editions/_item.html`), in their order."""
    return (
        editions.select_related("training", "location")
        .prefetch_related("sessions")
        .order_by("starts_at", "pk")
    )


def open_for_enrolment(*, now: Moment | None = None) -> QuerySet[Edition]:
    """Published editions that one can still enrol in (or wait for). Also those of trainings that
    staff closed, so for who came to a training already, or works here: for everybody there is
    `offered_to_everybody`."""
    return _open_ones(Edition.objects.filter(training__live=True), now or clock.now())


def offered_to_everybody(*, now: Moment | None = None) -> QuerySet[Edition]:
    """The same, without those of trainings that staff closed: for lists that everybody sees."""
    return for_everybody(open_for_enrolment(now=now), "training")


def _open_ones(editions: QuerySet[Edition], now: Moment) -> QuerySet[Edition]:
    return editions.filter(_is_open(now))


def _is_open(now: Moment) -> Q:
    """As `Edition.is_open_for_enrolment` says of each."""
    until = Q(enrol_until__isnull=True) | Q(enrol_until__gt=now)
    return until & Q(status=EditionStatus.OPEN, starts_at__gt=now)


def bookable_first(editions: QuerySet[Edition], *, now: Moment | None = None) -> QuerySet[Edition]:
    """Those with a seat to enrol for before the others, and of both the first to begin first."""
    is_bookable = _is_open(now or clock.now()) & Q(seats_taken__lt=F("capacity"))
    return editions.order_by(Case(When(is_bookable, then=0), default=1), "starts_at", "pk")


def next_to_enrol_for(most: int) -> list[Edition]:
    """The editions that one can still enrol in, those with a free seat first, with what an item in
    a list of dates reads."""
    found = _NEXT_TO_ENROL_FOR.run(now=clock.now())[:most]
    SESSIONS.add_to(found)
    return found


MOST_SOON = 4
"""How many of those anybody asks for."""

_NEXT_TO_ENROL_FOR = Statement(
    lambda now: bookable_first(
        offered_to_everybody(now=now).select_related("training", "location"), now=now
    )[:MOST_SOON],
    now=DateTimeField(),
)


def with_free_seats(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Only those that still have a seat which one can enrol for."""
    return _open_ones(editions, clock.now()).filter(seats_taken__lt=F("capacity"))
