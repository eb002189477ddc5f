"""Who hears of a change, and in which way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common.edit_conflicts import Fact, fact
from courses.editions.enums import EditionStatus
from courses.editions.plans import PLAN_BEFORE
from courses.editions.queries import other_half, to_come_at
from courses.enrolment.enums import ACTIVE, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.queries.participants import expecting, participants
from courses.notices import trainer_kinds
from courses.notices.kinds import find
from courses.notices.queries import Reach, reach_of_trainers, way_of, who_gets_what
from courses.plugin_api.contributions.messages import NotificationKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet
    from wagtail.models import Page

    from courses.editions.models import Edition, Location
    from courses.people.models import User


def concerned_by_change(edition_id: int, *, only_taking_part: bool) -> QuerySet[Enrolment]:
    """Who must know that an edition has changed: who takes part, has an offer or waits."""
    states = {EnrolmentStatus.CONFIRMED}
    if not only_taking_part:
        states |= {EnrolmentStatus.OFFERED, EnrolmentStatus.WAITING}
    return Enrolment.objects.filter(edition=edition_id, status__in=states).order_by("pk")


def reach_when_cancelled(edition: Edition) -> Reach:
    """How everyone is told who is in an edition or waits for it, when it is called off."""
    active = Enrolment.objects.filter(edition=edition, status__in=ACTIVE)
    people = [one.person for one in active.select_related("person").order_by("person__sort_name")]
    return who_gets_what(people, kind="enrolment_cancelled", edition=edition)


def told_that_it_goes_on(edition: Edition) -> QuerySet[Enrolment]:
    """Who hears that an edition with too few people goes on: who has a seat, or may take it."""
    return (
        concerned_by_change(edition.pk, only_taking_part=False)
        .exclude(status=EnrolmentStatus.WAITING)
        .select_related("person")
    )


def reach_when_confirmed(edition: Edition) -> Reach:
    """How they are told; nobody when it was not uncertain."""
    if not edition.is_too_small or edition.decided_at is not None:
        return Reach()
    people = [one.person for one in told_that_it_goes_on(edition)]
    return who_gets_what(people, kind="enrolment_goes_on", edition=edition)


def reach_of_trainers_when_confirmed(edition: Edition) -> Reach:
    """How who gives it is told; nobody when it was not uncertain."""
    if not edition.is_too_small or edition.decided_at is not None:
        return Reach()
    return reach_of_trainers(edition, kind=trainer_kinds.CONFIRMED)


def reach_of_trainers_when_cancelled(edition: Edition) -> Reach:
    """How who gives it is told that an edition is off; of a draft nobody knew."""
    if edition.status != EditionStatus.OPEN:
        return Reach()
    return reach_of_trainers(edition, kind=trainer_kinds.CANCELLED)


def reach_when_asked_to_move(edition: Edition, *, asked: Collection[int] = ()) -> Reach:
    """How everyone with a seat is asked whether another date is right too; without those whose
    enrolment is among who was asked already."""
    seats = participants(edition).filter(status=EnrolmentStatus.CONFIRMED)
    people = [one.person for one in seats if one.pk not in asked]
    return who_gets_what(people, kind="enrolment_move_asked")


def reach_when_moved(edition: Edition) -> Reach:
    """How everyone is told who must know when and where an edition is."""
    concerned = concerned_by_change(edition.pk, only_taking_part=False)
    people = [
        one.person for one in concerned.select_related("person").order_by("person__sort_name")
    ]
    return who_gets_what(people, kind="enrolment_moved", edition=edition)


def reach_of_change(
    edition: Edition, *, before: str, only_taking_part: bool = False
) -> tuple[Reach, Reach]:
    """How people are told what just became different in an edition and in its other half, and how
    its trainers are; `before` is how it was planned. They hear it in a moment."""
    facts = {PLAN_BEFORE: before}
    people, trainers = Reach(), Reach()
    for half in filter(None, (edition, None if only_taking_part else other_half(edition))):
        concerned = concerned_by_change(half.pk, only_taking_part=only_taking_part)
        told = concerned.select_related("person").order_by("person__sort_name")
        for person in (one.person for one in told):
            way = way_of(person, kind=find("enrolment_moved"), edition=half, facts=facts)
            people.add(person, way)
    for one in edition.trainers.filter(is_active=True).order_by("sort_name", "pk"):
        kind = find(trainer_kinds.MOVED)
        trainers.add(one, way_of(one, kind=kind, edition=edition, facts=facts))
    return people, trainers


def reach_when_off_site(page: Page) -> Reach:
    """How everyone is told, once, who expects something of a page that goes off the site."""
    people = {one.person_id: one.person for one in expecting(page).select_related("person")}
    return who_gets_what(people.values(), kind="enrolment_off_site")


def reach_of_offer(edition: Edition, offered: Iterable[Enrolment]) -> Reach:
    """How these people of the waiting list are told that they may have a seat."""
    people = (one.person for one in offered)
    return who_gets_what(people, kind=NotificationKind.OFFERED.value, edition=edition)


def reach_when_place_changes(location: Location) -> tuple[Reach, Reach]:
    """How everyone is told, once, who comes to a location that is another place now; and how those
    are who give what is held there."""
    people: dict[int, tuple[User, Edition]] = {}
    trainers: dict[int, tuple[User, Edition]] = {}
    for edition in to_come_at(location).filter(status=EditionStatus.OPEN):
        concerned = concerned_by_change(edition.pk, only_taking_part=False)
        for one in concerned.select_related("person").order_by("person__sort_name"):
            people.setdefault(one.person_id, (one.person, edition))
        for trainer in edition.trainers.filter(is_active=True).order_by("sort_name", "pk"):
            trainers.setdefault(trainer.pk, (trainer, edition))
    return _each_by_edition(people, "enrolment_moved"), _each_by_edition(
        trainers, trainer_kinds.MOVED
    )


def _each_by_edition(people: Mapping[int, tuple[User, Edition]], kind: str) -> Reach:
    reach = Reach()
    for person, edition in people.values():
        reach.add(person, way_of(person, kind=find(kind), edition=edition))
    return reach


def who_is_told(edition: Edition) -> dict[str, Fact]:
    """What a page shows that asks to call an edition off: who is in it or waits for it."""
    active = Enrolment.objects.filter(edition=edition, status__in=ACTIVE)
    people = sorted(active.values_list("person", flat=True))
    return {"told": fact(_("Krijgen bericht"), people, len(people))}
