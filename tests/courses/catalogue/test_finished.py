"""What goes public is finished, whatever way it goes there."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState

from courses.catalogue.completeness import Unfinished, faults_of
from courses.catalogue.models import (
    LearningPathIndexPage,
    LearningPathPage,
    LectureIndexPage,
    LecturePage,
    LessonPage,
    TrainingGoal,
    TrainingPage,
)
from courses.people.enums import Role
from tests.factories import KNOWLEDGE_CHECK, TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.people.models import User

pytestmark = pytest.mark.django_db

BLOCK = str(uuid.UUID(int=8))
FIELD = f"#block-{BLOCK}-section"


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def training(trainer: User) -> TrainingPage:
    page = TrainingFactory.create(title="Luisteren", live=False, owner=trainer)
    page.save_revision(user=trainer)
    return page


@pytest.fixture
def lesson(training: TrainingPage, trainer: User) -> LessonPage:
    """A new lesson with a question that was left empty."""
    return new_lesson(training, trainer, question="")


def new_lesson(training: TrainingPage, trainer: User, **check: Any) -> LessonPage:
    page = make_lesson(training, title="Signalen", slug="signalen", live=False, owner=trainer)
    value = {**KNOWLEDGE_CHECK, **check}
    kind = "learning_knowledge_check"
    block = page.body.stream_block
    kind = next(name for name in block.child_blocks if "knowledge" in name or name == kind)
    page.body = block.to_python([{"type": kind, "value": value, "id": BLOCK}])
    page.save_revision(user=trainer, clean=False)
    return page


def url_of(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def is_public() -> bool:
    kinds = (TrainingPage, LessonPage)
    return any(kind.objects.filter(live=True).exists() for kind in kinds)


@pytest.mark.both_databases
def test_an_empty_question_is_a_fault_with_the_way_to_its_field(lesson: LessonPage) -> None:
    (fault,) = faults_of(lesson.get_latest_revision_as_object())
    assert fault.url == url_of(lesson) + FIELD
    assert str(fault).startswith("Signalen – ")
    assert "Vraag" in str(fault)


def test_an_answer_that_is_not_finished_is_named_by_its_number(lesson: LessonPage) -> None:
    page = lesson.get_latest_revision_as_object()
    (block,) = page.body.raw_data
    answers = [
        {"type": "item", "id": key, "value": {"text": text, "correct": right, "feedback": ""}}
        for key, text, right in (("a1", "Bellen", True), ("a2", "", False), ("a3", "", False))
    ]
    value = {**block["value"], "question": "Wat eerst?", "options": answers}
    page.body = page.body.stream_block.to_python([{**block, "value": value}])
    missing = "Dit is een verplicht veld."
    assert [(one.place, one.why, one.anchor) for one in faults_of(page)] == [
        ("Kennisvraag (oefening): Antwoord 2", missing, "#block-a2-section"),
        ("Kennisvraag (oefening): Antwoord 3", missing, "#block-a3-section"),
    ]


def test_an_empty_goal_is_named_by_its_number_with_the_way_to_it(training: TrainingPage) -> None:
    training.goals = [TrainingGoal(text="Je luistert."), TrainingGoal(text="")]
    (fault,) = faults_of(training)
    assert (fault.place, fault.anchor) == ("Wat je leert 2", "#id_goals-1-text")
    training.goals = [TrainingGoal(text="")]
    (fault,) = faults_of(training)
    assert (fault.place, fault.anchor) == ("Wat je leert", "#id_goals-0-text")


def test_a_field_of_the_page_that_is_wrong_has_the_way_to_it(training: TrainingPage) -> None:
    training.summary = ""
    (fault,) = faults_of(training)
    assert fault.url == url_of(training) + "#id_summary"


def approve(training: TrainingPage, person: User, **extra: Any) -> Any:
    """As from the first page of `/beheer/`."""
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    name, args = "wagtailadmin_pages:workflow_action", (training.pk, "approve", state.pk)
    return client_of(person).post(reverse(name, args=args), {"comment": ""}, **extra)


@pytest.mark.both_databases
def test_a_training_is_not_approved_with_a_lesson_that_is_not_finished(
    training: TrainingPage, lesson: LessonPage, trainer: User
) -> None:
    training.get_workflow().start(training, trainer)
    coordinator = person_in_role(Role.COORDINATOR)
    answer = approve(training, coordinator)
    assert (answer.status_code, answer.url) == (302, url_of(lesson) + FIELD)
    dialogue = approve(training, coordinator, headers={"x-requested-with": "XMLHttpRequest"})
    assert dialogue.json()["redirect"] == url_of(lesson) + FIELD
    assert not is_public()
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    LessonPage.objects.all().delete()
    new_lesson(TrainingPage.objects.get(), trainer)
    approve(training, coordinator)
    assert is_public()


def test_in_a_batch_nothing_unfinished_is_published(
    training: TrainingPage, lesson: LessonPage
) -> None:
    client = client_of(person_in_role(Role.COORDINATOR))
    for page in (training, lesson):
        answer = client.post(f"/beheer/bulk/wagtailcore/page/publish/?id={page.pk}")
        assert (answer.status_code, answer["Location"]) == (302, url_of(lesson) + FIELD)
        assert not is_public()


def test_what_was_planned_unfinished_stays_off_and_stops_nothing_else(
    training: TrainingPage,
    lesson: LessonPage,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    other = TrainingFactory.create(title="Af", live=False)
    for page in (training, other):
        page.save_revision(user=page.owner, approved_go_live_at=timezone.now() - timedelta(1))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("tick", verbosity=0)
    assert [page.title for page in TrainingPage.objects.live()] == ["Af"]
    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("Nog niet op de site: Luisteren", [training.owner.email])
    assert FIELD in mail.body


def test_planning_a_training_asks_for_finished_lessons(
    training: TrainingPage, lesson: LessonPage
) -> None:
    training.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(Unfinished):
        training.save_revision().publish()


def test_the_editor_of_the_training_names_the_lesson_and_keeps_what_was_typed(
    training: TrainingPage, lesson: LessonPage, trainer: User
) -> None:
    client = client_of(trainer)
    data = {
        "title": "Luisteren en vragen",
        "slug": training.slug,
        "summary": "Anders",
        "minutes": "180",
        "attendance_required": "100",
        "kind": "training",
        "minimum": "0",
        "decide_days": "7",
        "withdraw_until_hours": "24",
        "goals-TOTAL_FORMS": "0",
        "goals-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    refused = client.post(url_of(training), {**data, "action-submit": "1"}).content.decode()
    assert ("Nog niet af: Signalen" in refused, "Luisteren en vragen" in refused) == (True, True)
    assert f'<a href="{url_of(lesson)}{FIELD}">Nog niet af: Signalen' in refused
    # The draft may be kept at the same moment, so this says no more than what is so.
    assert "Dit lukt nog niet. Kijk wat er nog anders moet." in refused
    assert not TaskState.objects.exists()
    assert client.post(url_of(training), data).status_code == 302


def test_learning_paths_and_lectures_are_finished_too() -> None:
    path = LearningPathIndexPage.objects.get().add_child(
        instance=LearningPathPage(title="Een lijn", summary="Kort", live=False)
    )
    lecture = LectureIndexPage.objects.get().add_child(
        instance=LecturePage(title="Een lezing", summary="Kort", transcript="Tekst", live=False)
    )
    lecture.transcript = ""
    for page in (path, lecture):
        revision = page.save_revision(clean=False)
        with pytest.raises(Unfinished):
            revision.publish()
    assert not Page.objects.filter(title__in=("Een lijn", "Een lezing"), live=True).exists()
