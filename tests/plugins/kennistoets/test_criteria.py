"""Which tests must be passed for a certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.catalogue.models import LessonPage, TrainingPage
from courses.certificates.enums import CriterionState
from courses.certificates.queries import Criterion, progress
from courses.enrolment.models import Enrolment
from courses.learning.models import ExerciseAttempt
from courses.learning.services import forget_answer
from courses.plugin_api.api import CompletionContext, Json, Met, NotAsked, NotYet
from plugins.kennistoets.criteria import AllPassed
from tests.factories import EnrolmentFactory, PersonFactory, TrainingFactory, make_lesson
from tests.plugins.kennistoets.written import TWO_QUESTIONS, answer, lesson_with, switch_on

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from courses.people.models import User

pytestmark = pytest.mark.django_db

BOTH = {"q1": ["q1-o1"], "q2": ["q2-o1", "q2-o2"]}
FIRST_PASS = (
    "Maak de kennistoets in de les ‘Luisteren’. "
    "Van de 2 vragen in die toets moet je er 2 goed hebben."
)
NOT_PASSED = (
    "De toets in de les ‘Luisteren’ is nog niet gehaald (1 van de 2). "
    "Van de 2 vragen in die toets moet je er 2 goed hebben."
)
HALF = {"q1": ["q1-o1"], "q2": ["q2-o1"]}
UNFINISHED = {"q1": ["q1-o1"]}


@pytest.fixture
def training() -> TrainingPage:
    training = TrainingFactory.create(lessons_required=False)
    make_lesson(training, title="Zonder toets", slug="zonder-toets")
    return training


@pytest.fixture
def person() -> User:
    person: User = PersonFactory.create()
    return person


def evaluate(person: User, training: TrainingPage, **settings: Json) -> Met | NotYet:
    return AllPassed().evaluate(CompletionContext(1, person.pk, 1, training.pk, settings))


def test_without_a_test_nothing_is_asked(person: User, training: TrainingPage) -> None:
    assert evaluate(person, training) == NotAsked()


def test_a_test_in_a_lesson_must_be_passed(person: User, training: TrainingPage) -> None:
    lesson = lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    not_yet = NotYet(FIRST_PASS)
    assert evaluate(person, training) == not_yet
    answer(person, lesson, HALF)
    assert evaluate(person, training) == NotYet(NOT_PASSED)
    assert evaluate(person, training, pass_mark=50) == Met()
    answer(person, lesson, BOTH)
    assert evaluate(person, training, pass_mark=100) == Met()


def test_who_has_passed_stays_so(person: User, training: TrainingPage) -> None:
    lesson = lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    answer(person, lesson, BOTH)
    for later in (HALF, UNFINISHED):
        answer(person, lesson, later)
        assert evaluate(person, training) == Met()
    forget_answer(person=person, lesson=lesson, exercise_id="luisteren-1")
    assert evaluate(person, training) == Met()


def test_what_could_not_be_graded_is_not_passed(person: User, training: TrainingPage) -> None:
    lesson = lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    answer(person, lesson, BOTH)
    ExerciseAttempt.objects.update(points=None, out_of=None, finished=False)
    assert evaluate(person, training) == NotYet(FIRST_PASS)


def test_the_lessons_that_are_left_are_named_in_order(person: User, training: TrainingPage) -> None:
    first, _second, _third = (
        lesson_with(training, TWO_QUESTIONS, title=title) for title in ("B", "A", "C")
    )
    answer(person, first, BOTH)
    assert evaluate(person, training) == NotYet(
        "Maak de kennistoetsen in de lessen ‘A’, ‘C’. Minstens 70% van de vragen moet goed zijn."
    )


def test_what_was_not_passed_is_told_apart_from_what_was_not_begun(
    person: User, training: TrainingPage
) -> None:
    first, _second = (lesson_with(training, TWO_QUESTIONS, title=title) for title in ("B", "A"))
    answer(person, first, HALF)
    assert evaluate(person, training) == NotYet(
        "De toets in de les ‘B’ is nog niet gehaald (1 van de 2). "
        "Maak de kennistoets in de les ‘A’. Minstens 70% van de vragen moet goed zijn."
    )


def test_each_of_two_tests_in_a_lesson_must_be_passed(person: User, training: TrainingPage) -> None:
    lesson = lesson_with(training, TWO_QUESTIONS, TWO_QUESTIONS, title="Luisteren")
    answer(person, lesson, BOTH, place=2)
    assert evaluate(person, training) == NotYet(
        "Maak de kennistoets in de les ‘Luisteren’. Minstens 70% van de vragen moet goed zijn."
    )
    answer(person, lesson, BOTH, place=1)
    assert evaluate(person, training) == Met()


def test_a_lesson_that_is_no_longer_public_asks_nothing(
    person: User, training: TrainingPage
) -> None:
    lesson = lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    LessonPage.objects.filter(pk=lesson.pk).update(live=False)
    assert evaluate(person, training) == NotAsked()


def test_what_somebody_else_or_another_training_did_does_not_count(
    person: User, training: TrainingPage
) -> None:
    lesson = lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    elsewhere = lesson_with(TrainingFactory.create(), TWO_QUESTIONS, title="Luisteren")
    answer(PersonFactory.create(), lesson, BOTH)
    answer(person, elsewhere, BOTH)
    assert evaluate(person, training) == NotYet(FIRST_PASS)


def test_more_lessons_take_no_more_queries(
    person: User, training: TrainingPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answer(person, lesson_with(training, TWO_QUESTIONS, title="Les 1"), BOTH)
    with django_assert_num_queries(3):
        evaluate(person, training)
    for title in ("Les 2", "Les 3"):
        answer(person, lesson_with(training, TWO_QUESTIONS, title=title), BOTH)
    with django_assert_num_queries(3):
        evaluate(person, training)


# --- In the academy ---------------------------------------------------------------------------


def _asked(training: TrainingPage, person: User) -> dict[str, Criterion]:
    EnrolmentFactory.create(person=person, training=training)
    enrolment = Enrolment.objects.select_related("edition").get(person=person)
    return {one.key: one for one in progress(enrolment)}


def test_the_pass_mark_of_the_training_counts(person: User, training: TrainingPage) -> None:
    lesson = lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    switch_on(training, pass_mark=50)
    answer(person, lesson, HALF)
    asked = _asked(training, person)["kennistoets_passed"]
    assert (asked.label, asked.state) == ("Kennistoetsen", CriterionState.MET)


def test_without_a_choice_seventy_percent_is_asked(person: User, training: TrainingPage) -> None:
    lesson = lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    switch_on(training)
    answer(person, lesson, HALF)
    asked = _asked(training, person)["kennistoets_passed"]
    assert (asked.state, asked.reason) == (
        CriterionState.NOT_YET,
        NOT_PASSED,
    )


def test_where_the_plugin_is_off_it_asks_nothing(person: User, training: TrainingPage) -> None:
    lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    assert "kennistoets_passed" not in _asked(training, person)
