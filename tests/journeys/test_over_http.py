"""Many at once, as in life: over HTTP, against two processes of the server."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.db.models import Count, F, Q

from bench import client
from bench.enrolment import acting
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import queries, services
from courses.enrolment.enums import HOLDS_SEAT
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.group_mergers import ask_to_move
from courses.enrolment.models import Enrolment, MoveRequest
from tests import two_workers
from tests.factories import EditionFactory, TrainingFactory, start_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.server import Server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

DONE, REFUSED, ASKED, NOT_THERE = 302, 409, 200, 404
"""What happened, a sentence that says why not, or a question whether it is meant so."""


TOKEN = "a" * 32


@pytest.fixture(scope="module")
def served(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Started once for all tests here: it takes a few seconds."""
    with two_workers.running(tmp_path_factory.mktemp("two-workers")) as server:
        yield server


def address(edition: Edition) -> str:
    return f"/inschrijven/{edition.pk}/"


def answering(asked: MoveRequest, session: str, answer: str) -> bytes:
    """A request in which somebody says whether to go to the other date."""
    path = f"/inschrijven/{asked.from_edition_id}/andere-datum/{asked.pk}/"
    body = f"csrfmiddlewaretoken={TOKEN}&answer={answer}"
    return client.post(path, body, f"sessionid={session}", f"csrftoken={TOKEN}")


def wrong_counts() -> list[tuple[int, int, int]]:
    """Editions whose count of seats is not right, or higher than there are seats."""
    held = Count("enrolments", filter=Q(enrolments__status__in=HOLDS_SEAT))
    found = Edition.objects.annotate(held=held).filter(
        ~Q(held=F("seats_taken")) | Q(held__gt=F("capacity"))
    )
    return list(found.values_list("pk", "held", "seats_taken"))


def test_of_200_at_once_the_first_20_have_a_seat_and_180_wait_in_the_order_let_in(
    served: Server,
) -> None:
    edition = EditionFactory.create(capacity=20)
    sessions = two_workers.signed_in(200)
    answers, _seconds = client.rush(
        served.port, [acting(address(edition), key) for key in sessions]
    )
    assert Counter(answer.status for answer in answers) == {DONE: 200}
    in_order = Enrolment.objects.filter(edition=edition).order_by("enrolled_at", "pk")
    assert [one.status for one in in_order] == [S.CONFIRMED] * 20 + [S.WAITING] * 180
    waiting = list(queries.waiting_list(edition))
    assert waiting == list(in_order)[20:]
    assert [one.queued_at for one in waiting] == [one.enrolled_at for one in waiting]
    assert Edition.objects.get(pk=edition.pk).seats_taken == 20


CLIENTS, ASKS, STAFF_ASKS = 10, 10, 12
ACTIONS = ("enrol", "enrol", "enrol", "swap", "withdraw", "accept", "decline")


def test_what_people_and_staff_do_at_once_keeps_every_promise(served: Server) -> None:
    training = TrainingFactory.create()
    start = start_of(EditionFactory.create())
    editions = [
        EditionFactory.create(training=training, capacity=4, starts_at=start) for _ in range(4)
    ]
    sessions = two_workers.signed_in(40)
    called_off, ticks = editions[3], count()

    def people(number: int) -> Counter[int]:
        chance, keys = random.Random(number), list(sessions)[number::CLIENTS]
        connection = client.Connection(served.port)
        answers: Counter[int] = Counter()
        for _ in range(ASKS):
            request = acting(
                address(chance.choice(editions)), chance.choice(keys), chance.choice(ACTIONS)
            )
            answers[connection.ask(request).status] += 1
        connection.close()
        return answers

    def staff(number: int, act: Callable[[random.Random], object]) -> Counter[int]:
        chance = random.Random(number)
        answers: Counter[int] = Counter()
        try:
            for _ in range(STAFF_ASKS):
                try:
                    act(chance)
                    answers[DONE] += 1
                except Refusal:
                    answers[REFUSED] += 1
        finally:
            connections.close_all()
        return answers

    def change_capacity(chance: random.Random) -> None:
        edition = Edition.objects.get(pk=chance.choice(editions[:3]).pk)
        edition.capacity = chance.randint(2, 7)
        edition_services.save_edition(edition=edition, actor=None)
        services.settle_waiting_list(edition=edition)

    def move_somebody(chance: random.Random) -> None:
        enrolments = list(Enrolment.objects.select_related("edition", "person").order_by("pk"))
        if enrolments:
            services.move(
                enrolment=chance.choice(enrolments),
                to_edition=chance.choice(editions),
                actor=None,
                waiting_list=chance.random() < 0.5,
            )

    keys = {person.pk: key for key, person in sessions.items()}

    def make_one_group_of_two(chance: random.Random) -> None:
        """Staff ask, and somebody who was asked answers: in the browser, as all others do."""
        small, other = chance.sample(editions, 2)
        ask_to_move(edition=small, to_edition=other, actor=None)
        asked = list(MoveRequest.objects.select_related("enrolment").order_by("pk"))
        for one in chance.sample(asked, min(2, len(asked))):
            answered = client.fetch(
                served.port,
                answering(one, keys[one.enrolment.person_id], chance.choice(["yes", "yes", "no"])),
            )
            # One who was asked may be elsewhere by now, with what was asked gone.
            assert answered.status in {DONE, NOT_THERE}

    def tick_and_call_off(_chance: random.Random) -> None:
        services.settle_waiting_lists()
        if next(ticks) == STAFF_ASKS // 2:
            services.cancel_edition(edition=called_off, actor=None)

    jobs = [partial(people, number) for number in range(CLIENTS)]
    acts = (change_capacity, move_somebody, tick_and_call_off, make_one_group_of_two)
    jobs += [partial(staff, number, act) for number, act in enumerate(acts)]
    with ThreadPoolExecutor(len(jobs)) as pool:
        answers = sum(pool.map(lambda job: job(), jobs), Counter[int]())
    assert set(answers) <= {DONE, REFUSED, ASKED}
    assert sum(answers.values()) == CLIENTS * ASKS + len(acts) * STAFF_ASKS

    services.settle_waiting_lists()
    assert wrong_counts() == []
    assert list(queries.to_settle()) == []
    # Nobody is in it twice or lost on the way: who has left or waits still has a row that says so.
    known = Enrolment.objects.filter(edition__in=editions).values_list("person", flat=True)
    enrolled = {one.pk for one in sessions.values()} & set(known)
    assert len(enrolled) > CLIENTS
    assert not Enrolment.objects.filter(
        edition=called_off, status__in=[S.WAITING, S.OFFERED]
    ).exists()
