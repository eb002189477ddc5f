"""Whatever people do in whatever order, also across midnight and the change of the clock: what must
be so is so after each step."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.db.models import Max, Min, Q
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from courses.common import clock, invariants
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import queries, services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.people.models import User
from courses.plugin_host.outbox import deliver_due
from tests.factories import EditionFactory, PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.catalogue.models import TrainingPage

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

START = clock.moment_of(datetime(2026, 10, 24).date()) + timedelta(hours=22)
"""Saturday evening; in the night that follows the clock goes back an hour."""

LOOKED_AT = ("edition_", "enrolment_", "offer", "queue_", "seats_", "session_")
AFTER_THE_TICK = ("offer_deadlines", "offers_ended", "queue_ended")
"""What time and a changed edition bring, and the tick puts right."""

PEOPLE, EDITIONS = 6, 3
people, editions = st.integers(0, PEOPLE - 1), st.integers(0, EDITIONS - 1)


class AnyOrder(RuleBasedStateMachine):
    """People, editions of one training, staff and the clock."""

    training: TrainingPage

    def __init__(self) -> None:
        super().__init__()
        # All that one run does is undone at its end.
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = START
        self.is_ticked = True
        with clock.at(self.now):
            self.people = [PersonFactory.create().pk for _ in range(PEOPLE)]
            # The first begins across midnight, the second when the clock goes back.
            begins = (
                START + timedelta(hours=1),
                START + timedelta(hours=4),
                START + timedelta(days=9),
            )
            self.editions = [
                EditionFactory.create(
                    training=self.training, starts_at=moment, capacity=capacity
                ).pk
                for moment, capacity in zip(begins, (1, 1, 2), strict=True)
            ]
        self.known: set[int] = set()
        # A seat, an offer and a queue: by chance alone they would seldom be there together.
        for person in range(4):
            self.enrol(person, EDITIONS - 1)
        self.withdraw(0, EDITIONS - 1)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def do(self, act: Callable[[], object]) -> None:
        """Let somebody do something now; to be refused is an answer."""
        self.is_ticked = False
        self.now += timedelta(seconds=20)
        with clock.at(self.now), suppress(Refusal), transaction.atomic():
            act()
        self.known |= set(Enrolment.objects.values_list("person", flat=True))

    def edition(self, number: int) -> Edition:
        return Edition.objects.select_related("training").get(pk=self.editions[number])

    def person(self, number: int) -> User:
        return User.objects.get(pk=self.people[number])

    def enrolment(self, person: int, edition: int) -> Enrolment:
        found = (
            Enrolment.objects.select_related("person", "edition__training")
            .filter(person=self.people[person], edition=self.editions[edition])
            .first()
        )
        if found is None:
            raise Refusal("Die is er niet.")
        return found

    @rule(person=people, edition=editions)
    def enrol(self, person: int, edition: int) -> None:
        def act() -> None:
            place = self.edition(edition)
            waited = queries.waiting_list(place).filter(comes_with=None, companions=None).exists()
            enrolment = services.enrol(person=self.person(person), edition=place)
            assert not (waited and enrolment.status == S.CONFIRMED)

        self.do(act)

    @rule(person=people, edition=editions)
    def enrol_by_telephone(self, person: int, edition: int) -> None:
        self.do(
            lambda: services.enrol(
                person=self.person(person), edition=self.edition(edition), actor=self.person(0)
            )
        )

    @rule(person=people, edition=editions)
    def enrol_by_contact(self, person: int, edition: int) -> None:
        self.do(
            lambda: services.enrol(
                person=self.person(person),
                edition=self.edition(edition),
                actor=self.person(0),
                by_contact=True,
            )
        )

    @rule(person=people, edition=editions, by_staff=st.booleans())
    def enrol_together(self, person: int, edition: int, by_staff: bool) -> None:
        def act() -> None:
            place = self.edition(edition)
            waited = queries.waiting_list(place).exists()
            pair = services.enrol_together(
                person=self.person(person),
                edition=place,
                companion={"first_name": "Bo"},
                actor=self.person(0) if by_staff else None,
            )
            assert len({one.status for one in pair}) == 1
            assert not (waited and pair[0].status == S.CONFIRMED)

        self.do(act)

    @rule(person=people, edition=editions)
    def withdraw(self, person: int, edition: int) -> None:
        self.do(
            lambda: services.withdraw(
                enrolment=self.enrolment(person, edition), actor=self.person(person)
            )
        )

    @rule(person=people, edition=editions)
    def accept(self, person: int, edition: int) -> None:
        self.do(
            lambda: services.accept_offer(
                enrolment=self.enrolment(person, edition), actor=self.person(person)
            )
        )

    @rule(person=people, edition=editions)
    def decline(self, person: int, edition: int) -> None:
        self.do(
            lambda: services.decline_offer(
                enrolment=self.enrolment(person, edition), actor=self.person(person)
            )
        )

    @rule(person=people, edition=editions, to_edition=editions, waiting_list=st.booleans())
    def move(self, person: int, edition: int, to_edition: int, waiting_list: bool) -> None:
        self.do(
            lambda: services.move(
                enrolment=self.enrolment(person, edition),
                to_edition=self.edition(to_edition),
                actor=self.person(person),
                waiting_list=waiting_list,
            )
        )

    @rule(edition=editions, capacity=st.integers(1, 4))
    def change_capacity(self, edition: int, capacity: int) -> None:
        def act() -> None:
            changed = self.edition(edition)
            changed.capacity = capacity
            edition_services.save_edition(edition=changed, actor=None)

        self.do(act)

    @rule(person=people, edition=editions)
    def more_seats_and_somebody_comes_at_once(self, person: int, edition: int) -> None:
        """Before who waits has heard of it: the seat is theirs."""
        self.change_capacity(edition, min(4, self.edition(edition).capacity + 1))
        self.enrol(person, edition)

    @rule(
        edition=editions, hours=st.sampled_from((-30, -1, 1, 25, 24 * 7)), then_tick=st.booleans()
    )
    def move_edition(self, edition: int, hours: int, then_tick: bool) -> None:
        def act() -> None:
            changed = self.edition(edition)
            sessions = list(changed.sessions.all())
            for session in sessions:
                session.starts_at += timedelta(hours=hours)
                session.ends_at += timedelta(hours=hours)
            changed.sessions = sessions
            edition_services.save_edition(edition=changed, actor=None)

        self.do(act)
        if then_tick:
            self.tick()

    @rule(edition=editions, hours=st.sampled_from((None, -1, 1, 30)), then_tick=st.booleans())
    def change_cut_off(self, edition: int, hours: int | None, then_tick: bool) -> None:
        def act() -> None:
            changed = self.edition(edition)
            changed.enrol_until = None if hours is None else self.now + timedelta(hours=hours)
            edition_services.save_edition(edition=changed, actor=None)

        self.do(act)
        if then_tick:
            self.tick()

    @rule(edition=editions)
    def call_off(self, edition: int) -> None:
        self.do(lambda: services.cancel_edition(edition=self.edition(edition), actor=None))

    @rule(person=people)
    def close_or_open_account(self, person: int) -> None:
        account = self.person(person)
        User.objects.filter(pk=account.pk).update(is_active=not account.is_active)

    @rule(minutes=st.sampled_from((1, 59, 90, 24 * 60, 49 * 60)))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.is_ticked = False

    @rule()
    def tick(self) -> None:
        # What changed editions bring is delivered late, as after a worker that was killed.
        self.now += timedelta(minutes=1)
        with clock.at(self.now):
            deliver_due()
            services.settle_waiting_lists()
            assert services.settle_waiting_lists() == 0
        self.is_ticked = True

    @invariant()
    def everything_is_as_it_must_be(self) -> None:
        with clock.at(self.now):
            broken = [
                (one.name, found)
                for one in invariants.provided()
                if one.name.startswith(LOOKED_AT)
                and (self.is_ticked or one.name not in AFTER_THE_TICK)
                for found in one.find()
            ]
        assert broken == []

    @invariant()
    def nobody_is_lost(self) -> None:
        assert self.known == set(Enrolment.objects.values_list("person", flat=True))

    @invariant()
    def nobody_is_passed_over(self) -> None:
        """No offer went to who came later than somebody who waits and could have had it: not one of
        two who come together, and who may wait for two seats."""
        offered, waiting = Q(status=S.OFFERED), Q(status=S.WAITING, person__is_active=True)
        waiting &= Q(comes_with=None, companions=None)
        rows = (
            Enrolment.objects.order_by()
            .values("edition")
            .annotate(
                last_offered=Max("queued_at", filter=offered),
                first_waiting=Min("queued_at", filter=waiting),
            )
            .filter(last_offered__isnull=False, first_waiting__isnull=False)
        )
        assert [one for one in rows if one["last_offered"] > one["first_waiting"]] == []


def test_what_must_be_so_is_so_in_whatever_order_things_are_done() -> None:
    AnyOrder.training = TrainingFactory.create()
    # There each statement goes to another process, and the locks have their own tests.
    examples = 2 if connection.vendor == "postgresql" else 8
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            # To look for the shortest way to a failure takes minutes; add Phase.shrink for that.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )
