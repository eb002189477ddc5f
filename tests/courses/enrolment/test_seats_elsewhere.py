"""Moving and accepting where somebody has an offer, a seat elsewhere, or may not come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def two_editions(*, capacity: int = 1) -> tuple[Edition, Edition]:
    training = TrainingFactory.create()
    later = clock.now() + timedelta(days=40)
    return (
        EditionFactory.create(training=training),
        EditionFactory.create(training=training, capacity=capacity, starts_at=later),
    )


def test_who_is_moved_to_where_a_seat_is_offered_takes_that_seat() -> None:
    here, there = two_editions()
    staff, person = person_in_role(Role.COORDINATOR), PersonFactory.create()
    first = services.enrol(person=PersonFactory.create(), edition=there)
    waiting = services.enrol(person=person, edition=there)
    seat = services.enrol(person=person, edition=here, actor=staff)
    services.withdraw(enrolment=first, actor=staff)
    waiting.refresh_from_db()
    assert waiting.status == EnrolmentStatus.OFFERED
    moved = services.move(enrolment=seat, to_edition=there, actor=staff)
    assert (moved.edition, moved.status) == (there, EnrolmentStatus.CONFIRMED)
    there.refresh_from_db()
    assert there.seats_taken == 1


def test_staff_accept_an_offer_for_who_has_a_seat_on_another_date() -> None:
    here, there = two_editions()
    staff, person = person_in_role(Role.COORDINATOR), PersonFactory.create()
    first = services.enrol(person=PersonFactory.create(), edition=there)
    waiting = services.enrol(person=person, edition=there)
    services.enrol(person=person, edition=here, actor=staff)
    services.withdraw(enrolment=first, actor=staff)
    waiting.refresh_from_db()
    accepted = services.accept_offer(enrolment=waiting, actor=staff)
    assert (accepted.edition, accepted.status) == (there, EnrolmentStatus.CONFIRMED)
    here.refresh_from_db()
    assert here.seats_taken == 0


def test_nobody_is_moved_to_what_is_for_partners_only() -> None:
    here, there = two_editions(capacity=5)
    Edition.objects.filter(pk=there.pk).update(partners_only=True)
    seat = services.enrol(person=PersonFactory.create(), edition=here)
    with pytest.raises(Refusal):
        services.move(
            enrolment=seat, to_edition=Edition.objects.get(pk=there.pk), actor=seat.person
        )
    seat.refresh_from_db()
    assert (seat.edition, seat.status) == (here, EnrolmentStatus.CONFIRMED)


def test_staff_enrol_two_who_come_together() -> None:
    edition = EditionFactory.create()
    staff = person_in_role(Role.COORDINATOR)
    services.enrol_together(
        person=PersonFactory.create(),
        edition=edition,
        companion={"first_name": "Bep"},
        actor=staff,
    )
    edition.refresh_from_db()
    assert edition.seats_taken == 2


def test_an_edition_that_is_gone_takes_nobody() -> None:
    with pytest.raises(Edition.DoesNotExist):
        services.enrol(person=PersonFactory.create(), edition=Edition(pk=987654))


def test_what_was_called_off_for_somebody_does_not_begin_again() -> None:
    edition = EditionFactory.create()
    seat = services.enrol(person=PersonFactory.create(), edition=edition)
    Enrolment.objects.filter(pk=seat.pk).update(status=EnrolmentStatus.CANCELLED)
    for actor in (seat.person, person_in_role(Role.COORDINATOR)):
        with pytest.raises(Refusal, match="niet opnieuw"):
            services.enrol(person=seat.person, edition=edition, actor=actor)
