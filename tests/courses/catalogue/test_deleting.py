"""Before something is deleted, the page that asks says how much hangs on it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils.html import strip_tags

from courses.catalogue.models import LessonPage, TrainingPage
from courses.common import clock
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> Client:
    person = person_in_role(Role.ADMINISTRATOR)
    person.groups.add(*person_in_role(Role.COORDINATOR).groups.all())
    client.force_login(person)
    return client


def said(client: Client, address: str) -> str:
    """What the page says of it, as text."""
    return " ".join(strip_tags(client.get(address).content.decode()).split())


def answered(person: User, lesson: LessonPage) -> None:
    LessonProgress.objects.create(person=person, lesson=lesson)
    ExerciseAttempt.objects.create(
        person=person, lesson=lesson, exercise_id="een", block_type="x", answer={}
    )


def test_a_lesson_with_progress_and_answers(coordinator: Client) -> None:
    lesson = make_lesson(TrainingFactory.create())
    for _number in range(2):
        answered(PersonFactory.create(), lesson)
    for address in (
        f"/beheer/pages/{lesson.pk}/delete/",
        f"/beheer/bulk/wagtailcore/page/delete/?id={lesson.pk}",
    ):
        text = said(coordinator, address)
        assert "2 afgeronde lessen: verdwijnt mee" in text
        assert "2 antwoorden op opdrachten: verdwijnt mee" in text


def test_a_training_with_an_edition_is_not_deleted(coordinator: Client) -> None:
    enrolment = EnrolmentFactory.create()
    training = enrolment.edition.training
    address = f"/beheer/pages/{training.pk}/delete/"
    text = said(coordinator, address)
    assert "1 uitvoering: moet blijven" in text
    for post in (address, f"/beheer/bulk/wagtailcore/page/delete/?id={training.pk}"):
        assert coordinator.post(post).status_code == 302
    assert TrainingPage.objects.filter(pk=training.pk).exists()


def test_a_person_with_all_that_hangs_on_it(coordinator: Client) -> None:
    person = person_in_role(Role.TRAINER)
    starts_at = clock.now() - timedelta(days=30)
    EditionFactory.create(trainers=[person], starts_at=starts_at)
    enrolment = EnrolmentFactory.create(person=person)
    answered(person, make_lesson(enrolment.edition.training))
    for address in (
        f"/beheer/users/delete/{person.pk}/",
        f"/beheer/bulk/people/user/delete/?id={person.pk}",
    ):
        text = said(coordinator, address)
        assert "1 inschrijving: verdwijnt mee" in text
        assert "1 uitvoering: blijft staan" in text
        assert "1 antwoord op een opdracht: verdwijnt mee" in text


def test_nothing_hangs_on_a_new_page(coordinator: Client) -> None:
    lesson = make_lesson(TrainingFactory.create())
    page = coordinator.get(f"/beheer/pages/{lesson.pk}/delete/").content.decode()
    assert "Er hoort verder niets bij." in page
