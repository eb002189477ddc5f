"""Questions about who waits for a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import BigIntegerField, Count, Exists, OuterRef

from courses.catalogue.models import who_may_open
from courses.common import clock
from courses.common.statements import Statement
from courses.editions.queries import open_for_enrolment
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.enrolment.notice_names import OFF_LIST, TELLS_OF_SEAT
from courses.interest.models import Interest
from courses.notices.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.catalogue.models import TrainingPage
    from courses.common.statements import Moment
    from courses.editions.models import Edition
    from courses.people.models import User


class Wanted(NamedTuple):
    """A training that people wait for, and how many."""

    training_id: int
    title: str
    people: int


def wish_of(person: User, training_id: int) -> Interest | None:
    """What somebody wants to hear of a training, if anything."""
    return Interest.objects.filter(person=person, training=training_id).first()


def wish_ended(person: User, edition: Edition) -> bool:
    """Whether the seat that somebody has there ended a wish: the newest notice of it says so."""
    told = Notice.objects.filter(person=person, edition=edition, kind__in=TELLS_OF_SEAT)
    newest = told.order_by("created_at", "pk").last()
    return newest is not None and OFF_LIST in newest.facts


_OF_PERSON = Statement(
    lambda person: (
        Interest.objects.filter(person=person, training__live=True)
        .select_related("training")
        .order_by("since", "pk")
    ),
    person=BigIntegerField(),
)


def awaited_by(person: User) -> list[Interest]:
    """What somebody waits for, each with its training, in the order in which that was asked."""
    return _OF_PERSON.run(person=person.pk)


def interested_in(training: TrainingPage) -> QuerySet[Interest]:
    """Who wants to hear of a training, in the order in which they said so."""
    return (
        Interest.objects.filter(training=training).select_related("person").order_by("since", "pk")
    )


def enrolled_since() -> QuerySet[Interest]:
    """Who waits no more; who took part before asking wants to do it again."""
    return Interest.objects.filter(
        Exists(
            Enrolment.objects.filter(
                person=OuterRef("person"),
                edition__training=OuterRef("training"),
                status__in=TAKES_PART,
                enrolled_at__gte=OuterRef("since"),
            )
        )
    )


def would_hear_of(edition: Edition) -> list[User]:
    """Who waits for a date and hears of this one once it is published."""
    if edition.has_begun or (edition.closes_at is not None and edition.closes_at <= clock.now()):
        return []
    waiting = interested_in(edition.training).exclude(pk__in=enrolled_since().values("pk"))
    people = [one.person for one in waiting if one.suits(edition)]
    return who_may_open(edition.training, people)


def wanted_without_date(now: Moment) -> QuerySet[Interest, tuple[int, str, int]]:
    """The trainings that people wait for and that have no date to enrol for at that moment, most
    wanted first; each as the values of a `Wanted`."""
    return (
        Interest.objects.filter(training__live=True)
        .exclude(training__in=open_for_enrolment(now=now).values("training"))
        .values("training")
        .annotate(people=Count("pk"))
        .order_by("-people", "training__title", "training")
        .values_list("training", "training__title", "people")
    )


def open_editions(training_id: int) -> list[Edition]:
    """What one can enrol in now, the first to begin first."""
    found = open_for_enrolment().filter(training=training_id).select_related("training")
    return list(found.order_by("starts_at", "pk"))
