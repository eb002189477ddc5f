"""The short way to lessons, for who makes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import TaskState

from courses.people.enums import Role
from tests.academy.odd_values import Page
from tests.factories import EditionFactory, TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_trainer_finds_the_trainings_that_he_made_or_gives(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    made = TrainingFactory.create(title="Gemaakt", owner=trainer)
    lesson = make_lesson(made, title="Eigen les", slug="eigen")
    lesson.owner = trainer
    lesson.save()
    other = make_lesson(made, title="Les van een ander", slug="ander")
    training = TrainingFactory.create(title="Gegeven")
    given = EditionFactory.create(training=training, trainers=[trainer])
    TrainingFactory.create(title="Vreemd")
    client.force_login(trainer)
    page = client.get("/beheer/lessen/")
    assert [
        (row.training, row.may_change, [(one.title, may) for one, may, _standing in row.lessons])
        for row in page.context["rows"]
    ] == [
        (given.training, False, []),
        (made, True, [("Eigen les", True), ("Les van een ander", False)]),
    ]
    html = page.content.decode()
    assert f'href="/beheer/pages/{lesson.pk}/edit/?next=/beheer/lessen/"' in html
    assert f'href="{other.url}"' in html
    for row in page.context["rows"]:
        add = f"/beheer/pages/add/catalogue/lessonpage/{row.training.pk}/"
        assert f'href="{add}?next=/beheer/lessen/"' in html
        assert client.get(add).status_code == 200


def test_a_coordinator_finds_all_and_nothing_is_asked_for_each(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    costs = []
    for number in (1, 3):
        while len(titles := client.get("/beheer/lessen/").context["rows"]) < number:
            TrainingFactory.create(lessons=number)
        with CaptureQueriesContext(connection) as asked:
            client.get("/beheer/lessen/")
        assert len(titles) == number
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_without_a_training_it_says_so(client: Client) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    assert "Je maakt of geeft nog geen training." in client.get("/beheer/lessen/").content.decode()


def test_the_list_says_since_when_what_was_sent_in_waits(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    training = TrainingFactory.create(owner=trainer)
    waiting = make_lesson(training, title="Ingestuurd", slug="in", live=False)
    make_lesson(training, title="Op de site", slug="live")
    make_lesson(training, title="Nog niet", slug="draft", live=False)
    waiting.save_revision(user=trainer)
    waiting.get_workflow().start(waiting, trainer)
    TaskState.objects.update(started_at=datetime(2026, 11, 3, 12, tzinfo=UTC))
    client.force_login(trainer)
    (row,) = client.get("/beheer/lessen/").context["rows"]
    assert (row.standing, [standing for *_lesson, standing in row.lessons]) == (
        "",
        [
            "Ingestuurd, wacht op beoordeling sinds 3 november 2026",
            "",
            "Concept, nog niet ingestuurd",
        ],
    )


@pytest.mark.parametrize(
    ("role", "came_from", "goes_to"),
    [
        (Role.TRAINER, "", "/beheer/lessen/"),
        (Role.TRAINER, "?next=/beheer/", "/beheer/"),
        (Role.COORDINATOR, "", "/beheer/pages/{training}/"),
    ],
)
def test_after_sending_in_a_trainer_comes_back_in_the_list_of_lessons(
    client: Client, role: Role, came_from: str, goes_to: str
) -> None:
    person = person_in_role(role)
    training = TrainingFactory.create(owner=person)
    lesson = make_lesson(training, live=False, owner=person)
    lesson.save_revision(user=person)
    client.force_login(person)
    address = f"/beheer/pages/{lesson.pk}/edit/{came_from}"
    page = Page(address, client.get(address).content.decode())
    form = next(one for one in page.forms if "title" in one.values)
    shown = {name: form.values[name] for name in form.values if name[:7] != "action-"}
    answer = client.post(form.action or address, {**shown, "action-submit": "true"})
    assert answer["Location"] == goes_to.format(training=training.pk)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_a_new_training_is_begun_where_lessons_are_made(client: Client, role: Role) -> None:
    client.force_login(person_in_role(role))
    way = "/beheer/trainingen/nieuw/"
    assert way in client.get("/beheer/lessen/").content.decode()
    form = client.get(way, follow=True)
    assert (form.status_code, "Nieuw: Training" in form.content.decode()) == (200, True)


def test_a_training_that_is_a_draft_is_sent_in_from_the_list(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    training = TrainingFactory.create(owner=trainer, live=False)
    training.save_revision(user=trainer)
    client.force_login(trainer)
    way = f"/beheer/trainingen/{training.pk}/insturen/"
    assert way in client.get("/beheer/lessen/").content.decode()
    training.get_workflow().start(training, trainer)
    assert way not in client.get("/beheer/lessen/").content.decode()
