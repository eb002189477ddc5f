"""Sending a page in stands on a button that says so, and lists say what was sent in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from courses.catalogue.standings import standings
from courses.people.enums import Role
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from wagtail.models import Page

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 11, 3, 12, tzinfo=UTC)
WAITS = "wacht op beoordeling sinds 3 november 2026"


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def training(trainer: User) -> TrainingPage:
    return TrainingFactory.create(owner=trainer)


def send_in(page: Page, person: User) -> None:
    page.save_revision(user=person)
    page.get_workflow().start(page, person)
    TaskState.objects.update(started_at=MOMENT)


def footer(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return html.split("<footer", 1)[1].split("</footer>", 1)[0]


def test_a_trainer_sees_saving_and_sending_in_each_on_a_button(
    client: Client, trainer: User, training: TrainingPage
) -> None:
    lesson = make_lesson(training, slug="les", live=False)
    lesson.owner = trainer
    lesson.save_revision(user=trainer)
    lesson.save()
    client.force_login(trainer)
    for address in (
        reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", training.pk]),
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
    ):
        found = footer(client, address)
        # Saving first: that is what the Enter key in a field does.
        assert found.index("Bewaar concept") < found.index("Stuur in voor beoordeling")
        assert ("data-w-dropdown" in found, "Nakijken en publiceren" in found) == (False, False)
        assert 'name="action-submit"' in found


def test_what_came_back_is_sent_in_again(
    client: Client, trainer: User, training: TrainingPage
) -> None:
    draft = TrainingFactory.create(live=False, owner=trainer)
    send_in(draft, trainer)
    state = draft.current_workflow_task_state
    state.task.specific.on_action(state, person_in_role(Role.COORDINATOR), "reject")
    client.force_login(trainer)
    found = footer(client, reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assert found.index("Bewaar concept") < found.index("Stuur opnieuw in")
    assert found.index("Stuur opnieuw in") < found.index("data-w-dropdown")


def test_who_publishes_has_one_button_and_who_judges_has_both_answers(
    client: Client, trainer: User
) -> None:
    draft = TrainingFactory.create(live=False, owner=trainer)
    client.force_login(person_in_role(Role.COORDINATOR))
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    before = footer(client, address)
    assert ("va-two-buttons" in before, "Publiceren" in before) == (False, True)
    send_in(draft, trainer)
    found = footer(client, address)
    reject, approve = (
        found.index(f'data-workflow-action-name="{name}"') for name in ("reject", "approve")
    )
    # What does no harm first: that is what the Enter key in a field does.
    assert reject < approve < found.index("Haal terug om te veranderen")
    assert "Haal terug" not in found.split("va-two-buttons", 1)[1].split("</div>", 1)[0]
    # One thing puts it on the site, and says so.
    assert ("Keur goed en zet op de site" in found, "Publiceren" in found) == (True, False)


def test_what_was_sent_in_tells_how_to_change_it(client: Client, trainer: User) -> None:
    draft = TrainingFactory.create(live=False, owner=trainer)
    send_in(draft, trainer)
    client.force_login(trainer)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert "Dit is ingestuurd en wacht op beoordeling." in page
    assert "Haal terug om te veranderen" in page.split("<footer", 1)[1]


def _waits(lesson: Page, training: TrainingPage, trainer: User) -> None:
    send_in(lesson, trainer)


def _change_waits(lesson: Page, training: TrainingPage, trainer: User) -> None:
    lesson.save_revision().publish()
    send_in(lesson, trainer)


def _comes_along(lesson: Page, training: TrainingPage, trainer: User) -> None:
    send_in(training, trainer)


def _came_back(lesson: Page, training: TrainingPage, trainer: User) -> None:
    send_in(lesson, trainer)
    state = lesson.current_workflow_task_state
    state.task.specific.on_action(state, person_in_role(Role.COORDINATOR), "reject")


def _training_came_back(lesson: Page, training: TrainingPage, trainer: User) -> None:
    _came_back(training, training, trainer)


def _public(lesson: Page, training: TrainingPage, trainer: User) -> None:
    lesson.save_revision().publish()


def _changed(lesson: Page, training: TrainingPage, trainer: User) -> None:
    lesson.save_revision().publish()
    lesson.title = "Anders"
    lesson.save_revision()


def _draft(lesson: Page, training: TrainingPage, trainer: User) -> None:
    pass


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (_draft, "Concept, nog niet ingestuurd"),
        (_waits, f"Ingestuurd, {WAITS}"),
        (_comes_along, f"Ingestuurd met de training, {WAITS}"),
        (_training_came_back, "Concept, nog niet ingestuurd"),
        (_came_back, "Nog niet goed: pas iets aan"),
        (_public, "Staat op de site"),
        (_changed, "Staat op de site, met een wijziging in concept"),
        (_change_waits, f"Staat op de site. Een wijziging {WAITS}"),
    ],
)
def test_a_list_says_how_it_stands_with_a_lesson(
    happens: Callable[[Page, TrainingPage, User], None],
    words: str,
    client: Client,
    trainer: User,
    training: TrainingPage,
) -> None:
    lesson = make_lesson(training, slug="les", live=False)
    happens(lesson, training, trainer)
    lesson.refresh_from_db()
    assert standings([training, lesson])[lesson.pk] == words
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[training.pk])).content.decode()
    assert f"<td>{words}</td>" in page


def test_a_list_costs_one_question(
    django_assert_num_queries: DjangoAssertNumQueries, training: TrainingPage, trainer: User
) -> None:
    lessons = [make_lesson(training, slug=f"les-{one}", live=False) for one in range(3)]
    for lesson in lessons:
        send_in(lesson, trainer)
    standings([training, *lessons])
    with django_assert_num_queries(1):
        assert len(standings([training, *lessons])) == 4


def test_a_new_lesson_names_its_training_and_without_a_title_asks_for_that_only(
    client: Client, trainer: User, training: TrainingPage
) -> None:
    client.force_login(trainer)
    address = f"/beheer/pages/add/catalogue/lessonpage/{training.pk}/"
    assert f"Nieuw: Les bij {training.title}" in client.get(address).content.decode()
    sent = {"title": "", "slug": "", "body-count": "0", "reading_minutes": "10"}
    form = client.post(address, sent).context["form"]
    assert ("title" in form.errors, "slug" in form.errors) == (True, False)
    form = client.post(address, {**sent, "slug": "geen adres"}).context["form"]
    assert ("title" in form.errors, "slug" in form.errors) == (True, True)
