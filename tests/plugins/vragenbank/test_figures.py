"""What follows from answers: the certificate, the report, somebody's own data, and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.learning.failed_checks import FailedCheck, failed_by_lesson
from courses.learning.models import ExerciseAttempt
from courses.learning.services import keep_answer
from courses.plugin_api.api import (
    CompletionContext,
    ExerciseContext,
    Met,
    NotAsked,
    NotYet,
    ReportFilters,
)
from plugins.vragenbank import services
from plugins.vragenbank.criteria import EnoughRight
from plugins.vragenbank.drawing import place_of
from plugins.vragenbank.exercises import BankQuestions
from plugins.vragenbank.formats.moodle_writer import write_moodle
from plugins.vragenbank.models import HeldFile
from plugins.vragenbank.privacy import HeldFiles
from plugins.vragenbank.reports import RightPerQuestion
from tests.factories import EnrolmentFactory, PersonFactory, TrainingFactory
from tests.plugins.vragenbank.kept import (
    TWO,
    bank_with,
    coordinator,
    lesson_asking,
    upload,
    version_of,
)
from tests.plugins.vragenbank.pictured import NAME, PICTURED

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import LessonPage
    from courses.people.models import User
    from plugins.vragenbank.models import QuestionBank

pytestmark = pytest.mark.django_db


def _answer(person: User, lesson: LessonPage, bank: QuestionBank, *given: str) -> None:
    """Let somebody answer the first and the second question."""
    versions = [version_of(bank, key) for key in ("een", "twee")]
    block = lesson.body[0]
    ctx = ExerciseContext(block.id, block.value, lesson.training.pk, lesson.pk)
    answer = {
        "place": place_of(ctx),
        "seed": "0",
        "asked": versions,
        "given": {str(pk): {"": [text]} for pk, text in zip(versions, given, strict=True)},
    }
    keep_answer(
        person=person,
        lesson=lesson,
        exercise_id=block.id,
        block_type=block.block_type,
        answer=answer,
        score=BankQuestions().grade(answer, ctx),
    )


def _criterion(person: User, lesson: LessonPage, **settings: int) -> Met | NotYet:
    ctx = CompletionContext(
        person_id=person.pk,
        enrolment_id=0,
        edition_id=0,
        training_id=lesson.training.pk,
        settings=settings,
    )
    return EnoughRight().evaluate(ctx)


def test_enough_must_be_right_for_the_certificate() -> None:
    bank, person = bank_with(), PersonFactory.create()
    lesson = lesson_asking(TrainingFactory.create(), bank=str(bank.pk))
    to_do = NotYet(
        "Beantwoord de vragen in de les ‘Les’. Minstens 70% van die vragen moet goed zijn."
    )
    assert _criterion(person, lesson) == to_do
    # A number without what it is of was read beside another one.
    assert "Minstens de helft van die vragen" in str(
        getattr(_criterion(person, lesson, pass_mark=50), "reason", "")
    )
    assert _criterion(person, lesson, pass_mark=0) == NotAsked()
    _answer(person, lesson, bank, "0", "9")
    assert _criterion(person, lesson) == NotYet(
        "De toets in de les ‘Les’ is nog niet gehaald (1 van de 2). "
        "Minstens 70% van die vragen moet goed zijn."
    )
    assert _criterion(person, lesson, pass_mark=50) == Met()
    _answer(person, lesson, bank, "0", "3.5")
    _answer(person, lesson, bank, "1", "9")
    assert _criterion(person, lesson, pass_mark=100) == Met()


def test_questions_that_are_not_enough_right_are_a_check_that_is_not_passed() -> None:
    bank, person = bank_with(), PersonFactory.create()
    lesson = lesson_asking(TrainingFactory.create(), bank=str(bank.pk))

    def failed(pass_mark: int) -> dict[int, FailedCheck]:
        activation = activate_plugin(training=lesson.training, plugin="vragenbank")
        activation.settings = {"pass_mark": pass_mark}
        activation.save()
        return failed_by_lesson(person.pk, lesson.training.pk, [lesson])

    assert failed(70) == {}
    _answer(person, lesson, bank, "0", "9")
    assert failed(70) == {lesson.pk: FailedCheck(str(lesson.body[0].id), 1, 2)}
    assert failed(0) == {}
    activate_plugin(training=lesson.training, plugin="vragenbank", active=False)
    assert failed_by_lesson(person.pk, lesson.training.pk, [lesson]) == {}


def test_the_report_counts_by_question_and_shows_no_figures_of_four() -> None:
    bank, training = bank_with(), TrainingFactory.create(title="Luisteren")
    lesson = lesson_asking(training, bank=str(bank.pk))
    filters = ReportFilters(person_id=1, training_ids=frozenset({training.pk}))
    for place in range(4):
        _answer(PersonFactory.create(), lesson, bank, "0" if place else "1", "3.5")
    assert list(RightPerQuestion().rows(filters)) == [
        ("Luisteren", "Eerste", None, None, None),
        ("Luisteren", "Tweede", None, None, None),
    ]
    _answer(PersonFactory.create(), lesson, bank, "0", "8")
    assert list(RightPerQuestion().rows(filters)) == [
        ("Luisteren", "Eerste", 5, 4, 80),
        ("Luisteren", "Tweede", 5, 4, 80),
    ]
    later = ReportFilters(
        person_id=1,
        training_ids=frozenset({training.pk}),
        since=clock.today().replace(year=clock.today().year + 1),
    )
    assert list(RightPerQuestion().rows(later)) == []
    ExerciseAttempt.objects.update(answer={"asked": [0], "given": 3})
    assert list(RightPerQuestion().rows(filters)) == []


def test_the_report_asks_the_database_as_often_for_three_trainings_as_for_one() -> None:
    bank, trainings = bank_with(), [TrainingFactory.create() for _one in range(3)]
    for training in trainings:
        lesson = lesson_asking(training, bank=str(bank.pk))
        _answer(PersonFactory.create(), lesson, bank, "0", "3.5")

    def queries(*asked: int) -> int:
        filters = ReportFilters(person_id=1, training_ids=frozenset(asked))
        with CaptureQueriesContext(connection) as captured:
            assert len(list(RightPerQuestion().rows(filters))) == 2 * len(asked)
        return len(captured)

    assert queries(*(one.pk for one in trainings)) == queries(trainings[0].pk) == 3


def test_files_that_somebody_looks_at_are_told_and_erased() -> None:
    actor, bank = coordinator(), bank_with()
    held = services.hold_file(actor=actor, bank=bank, upload=upload(TWO, "Mijn vragen.txt"))
    data = HeldFiles()
    assert data.export(actor.pk) == [
        {
            "bestand": "Mijn vragen.txt",
            "vragenbank": "Bank",
            "op": held.held_at.isoformat(),
        }
    ]
    data.erase(actor.pk)
    assert (data.export(actor.pk), HeldFile.objects.count()) == (None, 0)


def test_a_picture_is_for_who_may_read_the_lesson(client: Client) -> None:
    training = TrainingFactory.create(slug="luisteren")
    bank = bank_with(write_moodle(PICTURED))
    lesson = lesson_asking(training, bank=str(bank.pk))
    address = f"/trainingen/luisteren/p/vragenbank/plaatje/{NAME}"
    assert client.get(address).status_code == 404
    client.force_login(EnrolmentFactory.create(training=training).person)
    assert address in client.get("/trainingen/luisteren/lessen/les/").content.decode()
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert shown.content == PICTURED.pictures[NAME]
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"{address}x").status_code == 404
    client.logout()
    lesson.is_open = True
    lesson.save()
    assert client.get(address).status_code == 200
