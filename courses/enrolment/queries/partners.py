"""What the contact person of a partner sees."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from courses.enrolment.enums import ACTIVE, TAKES_PART, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people import queries as people_queries

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.editions.models import Edition
    from courses.people.models import Partner, User


def people_with_enrolments(partner: Partner) -> list[User]:
    """The people of a partner, each with `own_enrolments`: what is to come, and how often earlier
    (`earlier`). Nothing of how they did there. Two queries, however many people there are."""
    people = list(people_queries.people_of(partner))
    found: dict[int, list[Enrolment]] = {}
    earlier: Counter[int] = Counter()
    for one in enrolments_of_partner(partner):
        if one.edition.is_past:
            earlier[one.person_id] += 1
        else:
            found.setdefault(one.person_id, []).append(one)
    for person in people:
        person.own_enrolments = found.get(person.pk, [])  # type: ignore[attr-defined]
        person.earlier = earlier[person.pk]  # type: ignore[attr-defined]
    return people


def enrolments_of_partner(partner: Partner) -> QuerySet[Enrolment]:
    """What the people of a partner are in or wait for, and what they took part in, by day."""
    return (
        Enrolment.objects.filter(
            person__partner=partner, person__is_active=True, status__in=ACTIVE | TAKES_PART
        )
        .select_related("person", "edition__training")
        .order_by("edition__starts_at", "pk")
    )


def withdrawn_of_partner(partner: Partner) -> QuerySet[Enrolment]:
    """What the people of a partner are in no more, since they or somebody for them withdrew."""
    return Enrolment.objects.filter(
        person__partner=partner, person__is_active=True, status=EnrolmentStatus.WITHDRAWN
    )


def people_not_in(edition: Edition, partner: Partner) -> QuerySet[User]:
    """Who of a partner can be signed up for an edition: not who is in it, or waits for it."""
    there = Enrolment.objects.filter(edition=edition, status__in=ACTIVE | TAKES_PART)
    return people_queries.people_of(partner).exclude(pk__in=there.values("person"))
