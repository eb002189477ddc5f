"""Who is in an edition, and whom staff may find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Count, DateTimeField, F, Q, QuerySet

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.common.statements import Statement
from courses.editions.enums import EditionStatus
from courses.editions.queries import editions_for_staff
from courses.enrolment.enums import ACTIVE, TAKES_PART, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people import queries as people_queries

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Page

    from courses.common.statements import Moment, Parameter
    from courses.editions.models import Edition
    from courses.people.models import User

MOST_FOUND = 20
"""How many people a search shows."""


def participants(edition: Edition) -> QuerySet[Enrolment]:
    """Who is (or was) in the group, by name."""
    return (
        Enrolment.objects.filter(edition=edition, status__in=TAKES_PART)
        .select_related("person", "person__partner")
        .order_by("person__sort_name", "pk")
    )


def participants_for_staff(user: User, training_id: int) -> QuerySet[Enrolment]:
    """Who takes part in those editions of a training that this member of staff works with, by
    edition and name."""
    return (
        Enrolment.objects.filter(
            edition__in=editions_for_staff(user).filter(training=training_id).order_by(),
            status__in=TAKES_PART,
        )
        .select_related("person", "edition__training")
        .order_by("edition__starts_at", "edition", "person__sort_name", "person")
    )


def enrolments_in(edition: Edition) -> QuerySet[Enrolment]:
    """Everybody who ever enrolled in an edition, by name."""
    return (
        Enrolment.objects.filter(edition=edition)
        .select_related("person", "person__partner", "comes_with__person", "brought_by")
        .order_by("person__sort_name", "pk")
    )


def people_known_to(user: User | AnonymousUser) -> QuerySet[User]:
    """Whom somebody who enrols others can choose from: whom that person sees at all, as far as
    the account is active."""
    return people_queries.people_for_staff(user).filter(is_active=True)


def find_people(text: str, *, user: User | AnonymousUser) -> list[User]:
    """Of those, who may be meant by what was typed (`people.queries.find`)."""
    return people_queries.find(text, limit=MOST_FOUND, people=people_known_to(user))


def brought_along(enrolment: Enrolment) -> QuerySet[Enrolment]:
    """For whom this person decides too, whom he or she brought along to this edition: who leaves
    or goes to another date when this person does.

    Only who never signed in: who did, decides for him- or herself.
    """
    return (
        enrolment.companions.filter(
            edition=enrolment.edition_id, status__in=ACTIVE, person__last_login__isnull=True
        )
        .select_related("person", "comes_with")
        .order_by("pk")
    )


def _kept_for(person: int | Parameter, now: Moment) -> QuerySet[Enrolment]:
    return (
        Enrolment.objects.filter(
            brought_by=person,
            comes_with=None,
            status__in=ACTIVE,
            edition__status=EditionStatus.OPEN,
            edition__ends_at__gt=now,
            person__last_login=None,
        )
        .select_related("person", "edition__training", "edition__location")
        .order_by("edition__starts_at", "pk")
    )


# Asked in each enrolment, while others wait for the edition, and for each own page.
_KEPT_FOR = Statement(_kept_for, person=BigIntegerField(), now=DateTimeField())
_KEPT_IN = Statement(
    lambda person, edition, now: _kept_for(person, now).filter(edition=edition),
    person=BigIntegerField(),
    edition=BigIntegerField(),
    now=DateTimeField(),
)


def stayed_behind(person_id: int, edition_id: int | None = None) -> list[Enrolment]:
    """Whom this person brought along and who stayed where he or she left or went elsewhere, with a
    seat or a place in the queue in what is to come; in one edition, or in all.

    Only who never signed in: who did, decides for him- or herself. Who comes back comes together
    with them again; until then see `seats_kept_for`.
    """
    now = clock.now()
    if edition_id is None:
        return _KEPT_FOR.run(person=person_id, now=now)
    return _KEPT_IN.run(person=person_id, edition=edition_id, now=now)


def seats_kept_for(person_id: int, edition_id: int | None = None) -> list[Enrolment]:
    """Of those whom we cannot reach: nobody else can say that such a one does not come. Who can be
    reached hears it from us, and is nobody else's business any more."""
    return [one for one in stayed_behind(person_id, edition_id) if is_unreachable(one)]


def is_unreachable(enrolment: Enrolment) -> bool:
    """Whether somebody still comes, or waits, whom we can tell nothing."""
    return enrolment.status in ACTIVE and not people_queries.ways_to_reach(enrolment.person)


def has_brought(person: User, edition: Edition) -> bool:
    """Whether somebody brought one along to an edition who still comes there, or waits."""
    return Enrolment.objects.filter(
        Q(comes_with__person=person.pk) | Q(brought_by=person.pk),
        edition=edition,
        status__in=ACTIVE,
    ).exists()


def companions_of(enrolment: Enrolment) -> QuerySet[Enrolment]:
    """With whom somebody comes together who is in the same edition, or waits for it: whom he or she
    brought, or by whom he or she was brought."""
    return (
        Enrolment.objects.filter(
            Q(comes_with=enrolment.pk) | Q(companions=enrolment.pk),
            edition=enrolment.edition_id,
            status__in=ACTIVE,
        )
        .select_related("person", "comes_with")
        .order_by("pk")
        .distinct()
    )


def names_of_companions(enrolments: Collection[Enrolment]) -> dict[int, str]:
    """By the enrolment of who does not come alone: with whom that person comes; one query."""
    by_key = {one.pk: one for one in enrolments if one.status in ACTIVE}
    if not by_key:
        return {}
    pairs = (
        Enrolment.objects.filter(
            Q(pk__in=by_key) | Q(comes_with__in=by_key),
            comes_with__isnull=False,
            status__in=ACTIVE,
            comes_with__status__in=ACTIVE,
            edition=F("comes_with__edition"),
        )
        .select_related("person", "comes_with__person")
        .order_by("pk")
    )
    found: dict[int, list[str]] = {}
    for second in pairs:
        first = second.comes_with
        if first is None:
            continue
        for one, other in ((first, second), (second, first)):
            if one.pk in by_key:
                found.setdefault(one.pk, []).append(other.person.name)
    return {pk: ", ".join(names) for pk, names in found.items()}


@dataclass(frozen=True)
class ParticipantCounts:
    """How many people are in trainings: everybody once in each kind."""

    enrolled: int
    """Who has a seat, or an offer of one, in an edition that is not over."""
    waiting: int
    earlier: int
    """Who took part in an edition that is over."""


def people_in(page: Page) -> ParticipantCounts:
    """Who is in the trainings at and below a page; of a lesson, in its training. One query."""
    coming = Q(edition__status=EditionStatus.OPEN, edition__ends_at__gt=clock.now())
    seats = {EnrolmentStatus.CONFIRMED, EnrolmentStatus.OFFERED}
    counts = _enrolments_at(page).aggregate(
        enrolled=_people(coming & Q(status__in=seats)),
        waiting=_people(coming & Q(status=EnrolmentStatus.WAITING)),
        earlier=_people(Q(status__in=TAKES_PART, edition__ends_at__lte=clock.now())),
    )
    return ParticipantCounts(**counts)


def expecting(page: Page) -> QuerySet[Enrolment]:
    """Who has a seat, an offer or a place in the queue in an edition to come of these trainings."""
    return (
        _enrolments_at(page)
        .filter(
            edition__status=EditionStatus.OPEN,
            edition__ends_at__gt=clock.now(),
            status__in=(
                EnrolmentStatus.CONFIRMED,
                EnrolmentStatus.OFFERED,
                EnrolmentStatus.WAITING,
            ),
        )
        .order_by("pk")
    )


def _enrolments_at(page: Page) -> QuerySet[Enrolment]:
    above = page.path[: -page.steplen]
    trainings = TrainingPage.objects.filter(Q(path__startswith=page.path) | Q(path=above))
    return Enrolment.objects.filter(edition__training__in=trainings.order_by().values("pk"))


def _people(condition: Q) -> Count:
    return Count("person", distinct=True, filter=condition)
