"""A list of three costs as many questions to the database as a list of one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.evaluation.services import Answer, close_form, open_form, submit
from courses.learning.services import keep_place
from courses.people.enums import Role
from courses.people.models import Partner, User
from tests.academy.world import held_edition
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    make_theme,
    person_in_role,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> list[str]:
    """The questions that one page asks, when everything that can be remembered is."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


def same_with_three(client: Client, address: str, make_one: Callable[[int], Any]) -> None:
    """`make_one` makes the first thing in the list, and then two more."""
    make_one(1)
    with_one = queries(client, address)
    for number in (2, 3):
        make_one(number)
    with_three = queries(client, address)
    assert len(with_three) == len(with_one), "\n\n".join(with_three)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _training(number: int) -> TrainingPage:
    training = TrainingFactory.create(
        title=f"Training {number}",
        theme=make_theme(f"Thema {number}"),
        partner=Partner.objects.get_or_create(name=f"Partner {number}")[0],
    )
    EditionFactory.create(training=training, sessions=2)
    return training


@pytest.mark.parametrize("address", ["/", "/trainingen/", "/trainingen/?q=training", "/agenda/"])
def test_lists_for_visitors(address: str) -> None:
    same_with_three(Client(), address, _training)


@pytest.mark.parametrize("address", ["/", "/trainingen/", "/agenda/"])
def test_lists_for_somebody_who_is_enrolled(address: str) -> None:
    person = PersonFactory.create()

    def make(number: int) -> None:
        EnrolmentFactory.create(person=person, edition=_training(number).editions.get())

    same_with_three(signed_in(person), address, make)


@pytest.mark.parametrize("follows", [False, True])
def test_the_editions_and_lessons_of_a_training(follows: bool) -> None:
    training, person = TrainingFactory.create(slug="veel"), PersonFactory.create()
    if follows:
        EnrolmentFactory.create(person=person, edition=EditionFactory.create(training=training))

    def make(number: int) -> None:
        EditionFactory.create(training=training, sessions=2)
        make_lesson(training, title=f"Les {number}", slug=f"les-{number}")

    same_with_three(signed_in(person) if follows else Client(), "/trainingen/veel/", make)


def test_the_lessons_in_a_lesson() -> None:
    person, training = PersonFactory.create(), TrainingFactory.create(slug="veel")
    EnrolmentFactory.create(person=person, training=training)
    same_with_three(
        signed_in(person),
        "/trainingen/veel/lessen/les-1/",
        lambda number: make_lesson(training, title=f"Les {number}", slug=f"les-{number}"),
    )


def test_ones_own_page() -> None:
    """With all that can be on it: coming, waiting, held, to evaluate, a lesson half way."""
    person = PersonFactory.create()

    def make(number: int) -> None:
        training = _training(number)
        lesson = make_lesson(training, title="Les", slug="les", body=[("heading", "Kijk")])
        keep_place(person=person, lesson=lesson, block=lesson.body[0].id)
        coming = training.editions.get()
        # In that order: who has a seat takes no second one in another edition of the training.
        held_edition(training, [person, PersonFactory.create()])
        EnrolmentFactory.create(person=person, edition=coming)
        full = EditionFactory.create(training=training, capacity=1)
        EnrolmentFactory.create(edition=full)
        EnrolmentFactory.create(person=person, edition=full)

    same_with_three(signed_in(person), "/mijn/", make)


def _evaluated(number: int) -> None:
    people = PersonFactory.create_batch(5)
    moment = clock.now() - timedelta(days=40 + number)
    training = TrainingFactory.create(title=f"Geëvalueerd {number}", slug=f"evaluatie-{number}")
    with clock.at(moment + timedelta(hours=1)):
        edition = held_edition(training, people, ended=moment)
        form = open_form(edition=edition)
        for person in people:
            submit(form=form, person=person, answers={"overall": Answer(("8",))})
    with clock.at(form.closes_at + timedelta(minutes=1)):
        close_form(form=form)


def test_the_coordinators_figures() -> None:
    client = signed_in(person_in_role(Role.COORDINATOR))
    same_with_three(client, "/beheer/evaluaties/", _evaluated)


def test_forms_that_are_open_for_staff() -> None:
    same_with_three(
        signed_in(person_in_role(Role.COORDINATOR)),
        "/beheer/evaluatie/",
        lambda number: held_edition(_training(number), [PersonFactory.create()]),
    )


@pytest.mark.parametrize("address", ["/beheer/uitvoeringen/", "/beheer/presentie/"])
def test_lists_of_editions_for_staff(address: str) -> None:
    """Also where each edition has another at its hour and place, which the list warns of."""

    def make_two(number: int) -> None:
        _training(number)
        _training(number + 10)

    same_with_three(signed_in(person_in_role(Role.COORDINATOR)), address, make_two)
