"""What one person is enrolled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.common import clock
from courses.common.edit_conflicts import Fact, facts_of
from courses.common.statements import Parameter, Statement
from courses.enrolment.enums import ACTIVE, TAKES_PART, WAITS, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.queries.waiting import ahead_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from courses.editions.models import Edition
    from courses.people.models import User

OWN_ENROLMENT = (
    *("person", "status", "queued_at", "offer_expires_at"),
    "edition__status",
    # All of which `places` makes where it is; `test_ones_own_page` counts what is left out.
    *("edition__place", "edition__venue", "edition__address", "edition__location"),
    "edition__online_link",
    *("edition__starts_at", "edition__ends_at", "edition__enrol_until"),
    *("edition__training__title", "edition__training__slug", "edition__training__path"),
    "edition__training__kind",
    "edition__training__live",
)
"""What someone's own page shows of an enrolment; the whole training is a long row."""


def active_by_edition(person: User) -> dict[int, Enrolment]:
    """What somebody has, or waits for, by edition."""
    active = Enrolment.objects.filter(person=person, status__in=ACTIVE | TAKES_PART)
    return {one.edition_id: one for one in active}


class Standing(NamedTuple):
    """How somebody stands with a training: a name of `STANDS`, and where and when that is. Of what
    has begun, or is done, nobody looks for the day."""

    name: str
    edition_id: int
    coming: datetime | None = None


def standing_of(enrolment: Enrolment) -> Standing:
    """How its person stands with the edition, of one of the states of `STANDS`."""
    return _standing(enrolment.status, enrolment.edition_id, enrolment.edition.starts_at)


def _standing(status: str, edition_id: int, starts_at: datetime | None) -> Standing:
    name = STANDS[EnrolmentStatus(status)]
    is_coming = name != "done" and starts_at is not None and starts_at > clock.now()
    return Standing(name, edition_id, starts_at if is_coming else None)


def stands_by_edition(person: User) -> dict[int, Standing]:
    """By edition how the person stands with it, of what is not over; in one query."""
    active = _ACTIVE.run(person=person.pk)
    return {key: Standing(STANDS[EnrolmentStatus(name)], key) for key, name in active}


_ACTIVE: Statement[tuple[int, str]] = Statement(
    lambda person: Enrolment.objects.filter(person=person, status__in=ACTIVE).values_list(
        "edition", "status"
    ),
    person=BigIntegerField(),
)


def coming_seats_in(training_id: int, person: User) -> list[Enrolment]:
    """The dates of a training on which somebody still has a seat, the first to begin first."""
    seats = Enrolment.objects.filter(
        person=person,
        status=EnrolmentStatus.CONFIRMED,
        edition__training=training_id,
        edition__starts_at__gt=clock.now(),
    )
    return list(
        seats.select_related("edition")
        .prefetch_related("edition__sessions")
        .order_by("edition__starts_at", "pk")
    )


def waits_elsewhere(person: User, edition: Edition) -> list[Enrolment]:
    """Where somebody waits for the same training, or was offered a seat, in another edition."""
    found = _waiting_in(person, edition.training_id).exclude(edition=edition.pk)
    return list(found.select_related("edition__training"))


def waits_in(person: User, training_id: int) -> list[Enrolment]:
    """Where somebody waits for a seat in a training, or was offered one, with when and where that
    is; who waits carries `ahead`. Three queries at most."""
    found = _waiting_in(person, training_id).select_related("edition")
    return _with_numbers_ahead(person, list(found.prefetch_related("edition__sessions")))


def _waiting_in(person: User, training_id: int) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(
        person=person,
        status__in=WAITS,
        edition__training=training_id,
        edition__ends_at__gt=clock.now(),
    ).order_by("edition__starts_at", "pk")


def enrolment_of(person: User | AnonymousUser, edition: Edition) -> Enrolment | None:
    """The person's enrolment in this edition, whatever its state."""
    if not person.is_authenticated:
        return None
    enrolment = Enrolment.objects.filter(person=person, edition=edition).first()
    if enrolment is not None:
        enrolment.edition = edition
    return enrolment


def may_follow(person: User | AnonymousUser, training_id: int) -> bool:
    """Whether the person takes part in some edition of the training, and so may read it."""
    return person.is_authenticated and bool(_TAKES_PART.run(person=person, training=training_id))


_TAKES_PART = Statement(
    lambda person, training: Enrolment.objects.filter(
        person=person, edition__training=training, status__in=TAKES_PART
    ).values_list("pk")[:1],
    person=BigIntegerField(),
    training=BigIntegerField(),
)


def latest_in(person: User, training_id: int) -> Enrolment | None:
    """Where somebody takes part in a training, with its edition; the one that began last."""
    return (
        Enrolment.objects.filter(
            person=person, edition__training=training_id, status__in=TAKES_PART
        )
        .select_related("edition__training")
        .order_by("-edition__starts_at", "-pk")
        .first()
    )


def trainings_followed(person: User) -> frozenset[int]:
    """The trainings in which somebody takes part or took part."""
    found = Enrolment.objects.filter(person=person, status__in=TAKES_PART)
    return frozenset(found.values_list("edition__training", flat=True))


def closes_lessons(enrolment: Enrolment) -> bool:
    """Whether the training's lessons close to somebody who gives up this enrolment.

    Not to who does not take part yet, or takes part in another edition of the training too.
    """
    training = enrolment.edition.training
    others = Enrolment.objects.filter(
        person=enrolment.person_id, edition__training=training.pk, status__in=TAKES_PART
    ).exclude(pk=enrolment.pk)
    return enrolment.status in TAKES_PART and bool(training.lessons) and not others.exists()


def enrolments_of(person: User) -> list[Enrolment]:
    """All enrolments of a person by date, with what their own page shows of them.

    Who waits carries `ahead`, the number of people before it in the queue: two queries at most,
    however many enrolments there are.
    """
    return _with_numbers_ahead(person, _OWN.run(person=person.pk))


def _with_numbers_ahead(person: User, found: list[Enrolment]) -> list[Enrolment]:
    waiting = [one for one in found if one.status == EnrolmentStatus.WAITING]
    if waiting:
        ahead = dict(_AHEAD.run(person=person.pk))
        for one in waiting:
            one.ahead = ahead.get(one.pk, 0)  # type: ignore[attr-defined]
    return found


_OWN = Statement(
    lambda person: (
        Enrolment.objects.filter(person=person)
        .select_related("edition__training")
        .only(*OWN_ENROLMENT)
        .order_by("edition__starts_at", "pk")
    ),
    person=BigIntegerField(),
)


def _numbers_ahead(person: Parameter) -> QuerySet[Enrolment, tuple[int, int]]:
    ahead = (
        ahead_of(
            queued_at=OuterRef("queued_at"),
            pk=OuterRef("pk"),
            edition=OuterRef("edition"),
        )
        .order_by()
        .values("edition")
        .annotate(number=Count("pk"))
        .values("number")
    )
    waiting = Enrolment.objects.filter(person=person, status=EnrolmentStatus.WAITING)
    return waiting.annotate(number=Coalesce(Subquery(ahead), 0)).values_list("pk", "number")


_AHEAD: Statement[tuple[int, int]] = Statement(_numbers_ahead, person=BigIntegerField())


def enrolment_facts(enrolment: Enrolment) -> dict[str, Fact]:
    """What a page shows that asks to take somebody out."""
    return facts_of(enrolment, ["status"])


STANDS = {
    EnrolmentStatus.COMPLETED: "done",
    EnrolmentStatus.CONFIRMED: "in",
    EnrolmentStatus.NOT_COMPLETED: "in",
    EnrolmentStatus.OFFERED: "offered",
    EnrolmentStatus.WAITING: "waiting",
}
"""How somebody stands with a training, what weighs most first; of other states nothing is said."""


_STANDING: Statement[tuple[int, int, str, datetime | None, datetime | None]] = Statement(
    lambda person: (
        Enrolment.objects.filter(person=person, status__in=list(STANDS))
        .order_by("edition__starts_at", "edition")
        .values_list(
            *("edition__training", "edition", "status", "edition__starts_at", "edition__ends_at")
        )
    ),
    person=BigIntegerField(),
)


def where_somebody_stands(person: User) -> dict[int, Standing]:
    """By training how the person stands with it, in one query; of several dates the first."""
    order = list(STANDS.values())
    now = clock.now()
    found: dict[int, Standing] = {}
    for training_id, edition_id, status, starts_at, ends_at in _STANDING.run(person=person.pk):
        stands = _standing(status, edition_id, starts_at)
        # What was held and has no result yet, or none, is neither going on nor done.
        if stands.name != "done" and (ends_at is None or ends_at <= now):
            continue
        before = found.get(training_id)
        if before is None or order.index(stands.name) < order.index(before.name):
            found[training_id] = stands
    return found
