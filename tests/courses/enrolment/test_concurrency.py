"""Two people, one seat: with real threads and real connections."""

from datetime import timedelta
from functools import partial

import pytest

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import HOLDS_SEAT
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, start_of
from tests.parallel import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def test_of_two_for_the_last_seat_one_has_it_and_one_waits() -> None:
    edition = EditionFactory.create(capacity=1)
    people = [PersonFactory.create() for _ in range(2)]
    results = all_at_once(
        [partial(services.enrol, person=person, edition=edition) for person in people]
    )
    assert [error for error in results if isinstance(error, Exception)] == []
    assert sorted(Enrolment.objects.values_list("status", flat=True)) == [S.CONFIRMED, S.WAITING]
    assert Edition.objects.get(pk=edition.pk).seats_taken == 1


def test_eight_at_once_never_get_more_than_the_seats() -> None:
    edition = EditionFactory.create(capacity=3)
    people = [PersonFactory.create() for _ in range(8)]
    all_at_once([partial(services.enrol, person=person, edition=edition) for person in people])
    assert Enrolment.objects.filter(status__in=HOLDS_SEAT).count() == 3
    assert Enrolment.objects.filter(status=S.WAITING).count() == 5


def test_a_double_click_enrols_once() -> None:
    edition = EditionFactory.create(capacity=5)
    person = PersonFactory.create()
    all_at_once([lambda: services.enrol(person=person, edition=edition)] * 2)
    assert Enrolment.objects.get().status == S.CONFIRMED
    assert Edition.objects.get(pk=edition.pk).seats_taken == 1


def test_of_two_pairs_that_swap_for_three_seats_one_goes_and_one_stays_together() -> None:
    training = TrainingFactory.create()
    here = EditionFactory.create(training=training, capacity=4)
    later = clock.now() + timedelta(days=40)
    there = EditionFactory.create(training=training, capacity=3, starts_at=later)
    people = [PersonFactory.create() for _ in range(2)]
    pairs = [
        services.enrol_together(person=one, edition=here, companion={"first_name": "Greet"})
        for one in people
    ]
    results = all_at_once(
        [
            partial(services.move, enrolment=first, to_edition=there, actor=first.person)
            for first, _second in pairs
        ]
    )
    errors = [one for one in results if isinstance(one, Exception)]
    assert [isinstance(one, Refusal) for one in errors] == [True]
    rows = Enrolment.objects.in_bulk()
    where = [[rows[one.pk].edition_id for one in pair] for pair in pairs]
    assert sorted(where) == sorted([[here.pk] * 2, [there.pk] * 2])
    assert [Edition.objects.get(pk=one.pk).seats_taken for one in (here, there)] == [2, 2]


def test_accepting_while_the_offer_expires_leaves_one_holder() -> None:
    edition = EditionFactory.create(capacity=1)
    people = [PersonFactory.create() for _ in range(3)]
    holder, first, _second = (services.enrol(person=one, edition=edition) for one in people)
    services.withdraw(enrolment=holder, actor=holder.person)
    late = clock.now() + services.OFFER_LASTS + timedelta(seconds=1)

    def accept() -> None:
        services.accept_offer(enrolment=first, actor=first.person)

    def expire() -> None:
        with clock.at(late):
            services.settle_waiting_lists()

    all_at_once([accept, expire])
    assert Enrolment.objects.filter(status__in=HOLDS_SEAT).count() == 1
    assert Edition.objects.get(pk=edition.pk).seats_taken == 1


@pytest.mark.parametrize("what", ["cut-off", "called off"])
def test_accepting_while_the_edition_closes_is_a_seat_or_a_no_and_never_both(what: str) -> None:
    edition = EditionFactory.create(capacity=1)
    people = [PersonFactory.create() for _ in range(3)]
    holder, first, _second = (services.enrol(person=one, edition=edition) for one in people)
    services.withdraw(enrolment=holder, actor=holder.person)

    def close() -> None:
        if what == "called off":
            services.cancel_edition(edition=edition, actor=None)
        else:
            changed = Edition.objects.get(pk=edition.pk)
            changed.enrol_until = clock.now() - timedelta(seconds=1)
            edition_services.save_edition(edition=changed, actor=None)
            services.settle_waiting_lists()

    accepted, closed = all_at_once(
        [lambda: services.accept_offer(enrolment=first, actor=first.person), close]
    )
    assert closed is None
    first.refresh_from_db()
    seats = 1 if first.status == S.CONFIRMED else 0
    assert Edition.objects.get(pk=edition.pk).seats_taken == seats
    if isinstance(accepted, Exception):
        assert isinstance(accepted, Refusal)
        assert first.status in {S.EXPIRED, S.CANCELLED}
    waiting = Enrolment.objects.exclude(pk__in=[holder.pk, first.pk]).get()
    assert waiting.status == (S.CANCELLED if what == "called off" else S.NO_PLACE)


def test_two_ticks_at_once_tell_each_who_waits_once() -> None:
    edition = EditionFactory.create(capacity=1)
    for _ in range(3):
        services.enrol(person=PersonFactory.create(), edition=edition)
    end = start_of(edition)

    def tick() -> int:
        with clock.at(end):
            return services.settle_waiting_lists()

    told = all_at_once([tick, tick])
    assert told in ([0, 2], [2, 0])
    assert Enrolment.objects.filter(status=S.NO_PLACE).count() == 2


def test_people_who_change_places_at_once_wait_for_each_other_and_not_for_ever() -> None:
    training = TrainingFactory.create()
    editions = [EditionFactory.create(training=training, capacity=4) for _ in range(2)]
    for edition in editions:
        for _ in range(3):
            services.enrol(person=PersonFactory.create(), edition=edition)
    jobs = [
        partial(services.move, enrolment=one, to_edition=other, actor=one.person)
        for edition, other in (editions, editions[::-1])
        for one in Enrolment.objects.filter(edition=edition).select_related("edition", "person")
    ]
    results = all_at_once(jobs)
    errors = [one for one in results if isinstance(one, Exception)]
    assert [str(one) for one in errors if not isinstance(one, Refusal)] == []
    for edition in editions:
        taken = Enrolment.objects.filter(edition=edition, status__in=HOLDS_SEAT).count()
        assert Edition.objects.get(pk=edition.pk).seats_taken == taken
        assert taken <= 4
    assert Enrolment.objects.filter(status=S.CONFIRMED).count() == 6


def test_one_person_in_two_tabs_gets_one_seat_in_a_training() -> None:
    training = TrainingFactory.create()
    editions = [EditionFactory.create(training=training) for _ in range(3)]
    person = PersonFactory.create()
    all_at_once([partial(services.enrol, person=person, edition=one) for one in editions])
    assert Enrolment.objects.get().status == S.CONFIRMED
