"""Other editions for somebody, and what somebody has at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Case, DateTimeField, F, Q, QuerySet, When

from courses.common import clock
from courses.common.statements import Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
from courses.editions.queries import editions_for_staff, overlapping
from courses.editions.search_documents import for_staff
from courses.enrolment.enums import ACTIVE, HOLDS_SEAT, TAKES_PART, EnrolmentStatus, MoveAnswer
from courses.enrolment.models import Enrolment, MoveRequest
from courses.people.queries import is_coordinator
from courses.search.queries import keys_that_fit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Expression

    from courses.people.models import User

_SEATS_ELSEWHERE = Statement(
    lambda person, training, edition, now: (
        Enrolment.objects.filter(
            ~Q(edition=edition),
            person=person,
            status=EnrolmentStatus.CONFIRMED,
            edition__training=training,
            edition__status=EditionStatus.OPEN,
            edition__ends_at__gt=now,
        )
        .order_by("edition__starts_at", "pk")
        .values_list("pk", flat=True)
    ),
    person=BigIntegerField(),
    training=BigIntegerField(),
    edition=BigIntegerField(),
    now=DateTimeField(),
)


def seat_elsewhere(*, person_id: int, edition: Edition) -> Enrolment | None:
    """The seat that somebody has already in another edition to come of the same training."""
    found = _SEATS_ELSEWHERE.first(
        person=person_id, training=edition.training_id, edition=edition.pk, now=clock.now()
    )
    if found is None:
        # As nearly always: then a key is all that was asked for.
        return None
    return Enrolment.objects.select_related("edition__training", "person").get(pk=found)


def seats_elsewhere(people: Collection[int], edition: Edition) -> dict[int, Enrolment]:
    """The same of many people, by their keys; one query."""
    found = Enrolment.objects.filter(
        person__in=people,
        status=EnrolmentStatus.CONFIRMED,
        edition__training=edition.training_id,
        edition__status=EditionStatus.OPEN,
        edition__ends_at__gt=clock.now(),
    )
    seats = found.exclude(edition=edition.pk).select_related("edition__training")
    return {one.person_id: one for one in seats.order_by("-edition__starts_at", "-pk")}


def other_editions(edition: Edition, *, user: User, search: str = "") -> QuerySet[Edition]:
    """To which editions `user` can move somebody from this one, the first to begin first, and what
    has begun at the end.

    Published, of the same training, and not over. `search` is for words in the place or the name
    of a trainer, or a day as `14-12`.
    """
    found = (
        editions_for_staff(user)
        .filter(training=edition.training_id, status=EditionStatus.OPEN, ends_at__gt=clock.now())
        .exclude(pk=edition.pk)
        .prefetch_related("sessions")
        .order_by(Case(When(starts_at__lte=clock.now(), then=1), default=0), "starts_at", "pk")
    )
    return found.filter(pk__in=_fitting(found, search.split())) if search.strip() else found


def _fitting(editions: QuerySet[Edition], words: list[str]) -> list[int]:
    """Those in whose day, place or trainers every word is; there are never many to come.

    If there are none, those that fit as visitors' words are understood: “rouw ’s avonds”.
    """
    coming = list(editions.prefetch_related("trainers").select_related("training", "location"))
    sought = [_as_said(word) for word in words]
    exact = [one.pk for one in coming if all(word in _searched(one) for word in sought)]
    if exact or not coming:
        return exact
    documents = {for_staff(one): one.pk for one in coming}
    keys = keys_that_fit(documents, " ".join(words))
    return [pk for document, pk in documents.items() if document.key in keys]


def _searched(edition: Edition) -> str:
    days = [clock.local(one.starts_at) for one in edition.sessions.all()]
    written = [f"{day:%d-%m-%Y} {day.day}-{day.month}-{day.year}" for day in days]
    trainers = [trainer.name for trainer in edition.trainers.all()]
    title = str(edition.training.title)
    return _as_said(" ".join([title, *written, edition.venue, edition.address, *trainers]))


def _as_said(text: str) -> str:
    """As one says it to somebody who types: of “Rouw & verlies” one hears “en”."""
    return text.replace("&", "en").casefold()


def is_over(enrolment: Enrolment) -> bool:
    """Whether somebody is in the edition no more, and was not in it to its end."""
    return enrolment.status not in ACTIVE | TAKES_PART


def may_go_elsewhere(enrolment: Enrolment, *, placed: Enrolment | None) -> bool:
    """Whether somebody can be put in another edition: who is in this one as long as it is not over,
    or who is in it no more and has no place (`placed`) in another one yet."""
    if enrolment.status in ACTIVE:
        return not enrolment.edition.is_past
    return is_over(enrolment) and placed is None


def placed_elsewhere(edition: Edition) -> dict[int, Enrolment]:
    """Of people who are in an edition no more, where they are (or wait) now in another one of the
    same training, by person; the one that begins first. One query."""
    gone = Enrolment.objects.filter(edition=edition).exclude(status__in=ACTIVE | TAKES_PART)
    there = (
        Enrolment.objects.filter(
            edition__training=edition.training_id,
            person__in=gone.order_by().values("person"),
            status__in=ACTIVE,
            edition__ends_at__gt=clock.now(),
        )
        .exclude(edition=edition)
        .select_related("edition__training")
        .order_by("-edition__starts_at", "-pk")
    )
    return {one.person_id: one for one in there}


def editions_to_choose(user: User, *, search: str) -> QuerySet[Edition]:
    """In which editions `user` can enrol somebody who calls: with free seats first, then full ones,
    then what one cannot enrol in on the site any more, and at the end what has begun; each by day.
    """
    now = clock.now()
    last = Case(
        When(starts_at__lte=now, then=3),
        When(enrol_until__lte=now, then=2),
        When(seats_taken__gte=F("capacity"), then=1),
        default=0,
    )
    found = (
        editions_for_staff(user)
        .filter(status=EditionStatus.OPEN, ends_at__gt=clock.now(), training__live=True)
        .prefetch_related("sessions")
        .order_by(last, "starts_at", "pk")
    )
    return found.filter(pk__in=_fitting(found, search.split())) if search.strip() else found


def _elsewhere(
    seats: Q,
    given: Q,
    starts_at: datetime | Expression,
    ends_at: datetime | Expression,
) -> QuerySet[Enrolment, tuple[int, int]]:
    """Who has a seat in an edition between these moments, or gives it: person and edition."""
    meanwhile = {"edition__starts_at__lt": ends_at, "edition__ends_at__gt": starts_at}
    held = Enrolment.objects.filter(seats, status__in=HOLDS_SEAT, **meanwhile)
    through = Edition.trainers.through.objects.filter(given, **meanwhile)
    both = held.order_by().values_list("person_id", "edition_id")
    return both.union(through.order_by().values_list("user_id", "edition_id"))


_ELSEWHERE = Statement(
    lambda person, starts_at, ends_at: _elsewhere(
        Q(person=person), Q(user=person), starts_at, ends_at
    ),
    person=BigIntegerField(),
    starts_at=DateTimeField(),
    ends_at=DateTimeField(),
)


def people_with_seat(edition: Edition) -> list[int]:
    """The keys of who takes part, or has an offer."""
    holders = Enrolment.objects.filter(edition=edition, status__in=HOLDS_SEAT)
    return list(holders.values_list("person", flat=True))


def double_booked(people: Collection[int], edition: Edition) -> dict[int, list[Session]]:
    """By person: meetings of other editions at the same hour as this one, in which the person has
    a seat or an offer, or which the person gives.

    Some queries, however many people there are; who has none is left out. It begins with where
    these people are, as that is usually nowhere else.
    """
    if not people or edition.starts_at is None or edition.ends_at is None:
        return {}
    if len(people) == 1:
        (person_id,) = people
        rows = _ELSEWHERE.run(
            person=person_id, starts_at=edition.starts_at, ends_at=edition.ends_at
        )
    else:
        rows = list(
            _elsewhere(Q(person__in=people), Q(user__in=people), edition.starts_at, edition.ends_at)
        )
    busy = [(person_id, pk) for person_id, pk in rows if pk != edition.pk]
    if not busy:
        return {}
    found: dict[int, list[Session]] = {}
    for session in overlapping([edition]).filter(edition__in={pk for _person, pk in busy}):
        for person_id in sorted(one for one, pk in busy if pk == session.edition_id):
            found.setdefault(person_id, []).append(session)
    return found


@dataclass(frozen=True)
class Meanwhile:
    """Where somebody is at the hour of an edition, for who looks: the meetings of editions that he
    or she works with, and whether there are `others`. What those are about a trainer need not know.
    """

    sessions: Sequence[Session]
    others: bool


def meanwhile(
    people: Collection[int], edition: Edition, *, viewer: User | AnonymousUser
) -> dict[int, Meanwhile]:
    """The same as `double_booked`, as far as `viewer` may know it; one query more at the most."""
    found = double_booked(people, edition)
    if not found:
        return {}
    known = {one.edition_id for sessions in found.values() for one in sessions}
    if not is_coordinator(viewer):
        own = editions_for_staff(viewer).filter(pk__in=known).order_by()
        known = set(own.values_list("pk", flat=True))
    return {
        person: Meanwhile(
            [one for one in sessions if one.edition_id in known],
            any(one.edition_id not in known for one in sessions),
        )
        for person, sessions in found.items()
    }


def move_requests_from(edition: Edition) -> QuerySet[MoveRequest]:
    """Who was asked to go from this edition to another date, by name, with the answers.

    Who said yes is in the other edition by now.
    """
    return (
        MoveRequest.objects.filter(from_edition=edition)
        .select_related("enrolment__person", "to_edition__training")
        .order_by("enrolment__person__sort_name", "pk")
    )


def open_move_requests(enrolment: Enrolment) -> list[MoveRequest]:
    """To which other dates somebody is asked to go, and has not answered.

    Also those to which one cannot go any more: who was asked reads that there is nothing to answer.
    """
    return _open_requests([enrolment])


def unanswered_move_requests(enrolments: Iterable[Enrolment]) -> list[MoveRequest]:
    """Of somebody's enrolments the questions about another date that can still be answered; no
    query where none is to come."""
    return [one for one in _open_requests(enrolments) if one.can_be_answered]


def _open_requests(enrolments: Iterable[Enrolment]) -> list[MoveRequest]:
    to_come = [
        one.pk
        for one in enrolments
        if one.status == EnrolmentStatus.CONFIRMED and not one.edition.has_begun
    ]
    if not to_come:
        return []
    asked = MoveRequest.objects.filter(
        enrolment__in=to_come, from_edition=F("enrolment__edition"), answer=MoveAnswer.OPEN
    )
    found = asked.select_related("to_edition__training").prefetch_related("to_edition__sessions")
    return list(found)
