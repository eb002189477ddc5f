"""Following lessons and keeping answers."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries

from courses.catalogue.models import LessonPage
from courses.common import clock
from courses.learning import queries, services
from courses.learning.criteria import LessonsCriterion
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.plugin_api.contributions.completion import CompletionContext, Met, NotAsked, NotYet
from courses.plugin_api.contributions.exercises import Score
from tests.factories import EnrolmentFactory, PersonFactory, TrainingFactory
from tests.parallel import all_at_once

pytestmark = pytest.mark.django_db


def test_progress_resumes_at_the_first_lesson_that_is_not_done() -> None:
    training = TrainingFactory.create(lessons=3)
    person = PersonFactory.create()
    first, second, _third = training.lessons
    services.finish_lesson(person=person, lesson=first)
    progress = queries.progress_in(person_id=person.pk, trainings=[training])[training.pk]
    assert (progress.done, progress.total, progress.left) == (1, 3, 2)
    assert progress.next_lesson == second


def test_finishing_twice_counts_once_and_can_be_undone() -> None:
    training = TrainingFactory.create(lessons=1)
    person = PersonFactory.create()
    for _ in range(2):
        services.finish_lesson(person=person, lesson=training.lessons[0])
    assert LessonProgress.objects.count() == 1
    services.reopen_lesson(person=person, lesson=training.lessons[0])
    assert LessonProgress.objects.count() == 0


@pytest.mark.parametrize("trainings", [1, 3])
def test_progress_costs_two_queries_for_any_number_of_trainings(
    trainings: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = [TrainingFactory.create(lessons=2) for _ in range(trainings)]
    person = PersonFactory.create()
    with django_assert_num_queries(2):
        queries.progress_in(person_id=person.pk, trainings=pages)


def test_the_last_answer_is_kept_and_an_ungraded_one_too() -> None:
    training = TrainingFactory.create(lessons=1)
    person = PersonFactory.create()
    keep: dict[str, Any] = {
        "person": person,
        "lesson": training.lessons[0],
        "exercise_id": "x",
        "block_type": "knowledge_check",
    }
    services.keep_answer(**keep, answer={"chosen": [1]}, score=Score(1, 1))
    services.keep_answer(**keep, answer={"chosen": [0]}, score=None)
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.answer, attempt.graded) == ({"chosen": [0]}, False)
    assert (attempt.points, attempt.out_of, attempt.finished) == (1, 1, True)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("scores", "best"),
    [
        ([Score(3, 4), Score(1, 4)], (3, 4, True)),
        ([Score(1, 4), Score(3, 4)], (3, 4, True)),
        ([Score(1, 4, finished=False), Score(0, 4)], (0, 4, True)),
        ([Score(3, 4), Score(4, 4, finished=False)], (3, 4, True)),
        ([Score(2, 2), Score(3, 4)], (2, 2, True)),
        ([Score(3, 4), None, Score(0, 4)], (3, 4, True)),
        ([Score(0, 0), Score(0, 0)], (0, 0, True)),
    ],
)
def test_the_best_result_counts_whatever_is_answered_later(
    scores: list[Score | None], best: tuple[int, int, bool]
) -> None:
    training = TrainingFactory.create(lessons=1)
    where: dict[str, Any] = {
        "person": PersonFactory.create(),
        "lesson": training.lessons[0],
        "exercise_id": "x",
    }
    for number, score in enumerate(scores):
        services.keep_answer(**where, block_type="a_b", answer=number, score=score)
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.out_of, attempt.finished) == best
    assert (attempt.answer, attempt.graded) == (len(scores) - 1, scores[-1] is not None)

    services.forget_answer(**where)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.out_of, attempt.finished) == best
    assert (attempt.answer, services.grade_again()) == (None, 0)


def test_another_exercise_in_its_place_inherits_no_result() -> None:
    training = TrainingFactory.create(lessons=1)
    where: dict[str, Any] = {
        "person": PersonFactory.create(),
        "lesson": training.lessons[0],
        "exercise_id": "x",
    }
    services.keep_answer(**where, block_type="a_b", answer=1, score=Score(4, 4))
    services.keep_answer(**where, block_type="a_c", answer=1, score=Score(0, 4))
    assert list(ExerciseAttempt.objects.values_list("block_type", "points")) == [("a_c", 0)]


def test_the_lessons_criterion_follows_what_the_training_asks() -> None:
    enrolment = EnrolmentFactory.create(training=TrainingFactory.create(lessons=2))
    training = enrolment.edition.training
    context = CompletionContext(
        enrolment.pk, enrolment.person.pk, enrolment.edition.pk, training.pk
    )
    criterion = LessonsCriterion()
    unmet = criterion.evaluate(context)
    assert isinstance(unmet, NotYet)
    assert str(unmet.reason) == "Je hebt nog 2 lessen te doen."
    for lesson in training.lessons:
        services.finish_lesson(person=enrolment.person, lesson=lesson)
    assert criterion.evaluate(context) == Met()
    LessonProgress.objects.all().delete()
    assert isinstance(criterion.evaluate(context), NotYet)
    training.lessons_required = False
    training.save()
    assert criterion.evaluate(context) == NotAsked()


def test_a_training_without_lessons_asks_for_none() -> None:
    enrolment = EnrolmentFactory.create()
    context = CompletionContext(
        enrolment.pk, enrolment.person.pk, enrolment.edition.pk, enrolment.edition.training_id
    )
    assert LessonsCriterion().evaluate(context) == NotAsked()


def test_a_lesson_that_came_later_is_not_asked_of_who_had_done_all() -> None:
    ended = clock.now() - timedelta(days=5)
    training = TrainingFactory.create(lessons=2)
    old, new = training.lessons
    enrolment = EnrolmentFactory.create(training=training, starts_at=ended - timedelta(days=1))
    context = CompletionContext(
        enrolment.pk, enrolment.person.pk, enrolment.edition.pk, training.pk
    )
    for lesson, moment in ((old, ended - timedelta(days=9)), (new, ended + timedelta(days=3))):
        LessonPage.objects.filter(pk=lesson.pk).update(first_published_at=moment)
    criterion = LessonsCriterion()
    assert isinstance(criterion.evaluate(context), NotYet)
    services.finish_lesson(person=enrolment.person, lesson=old)
    assert criterion.evaluate(context) == Met()
    # Of who comes after, it is asked.
    later = EnrolmentFactory.create(training=training, person=enrolment.person)
    context = CompletionContext(later.pk, later.person.pk, later.edition.pk, training.pk)
    assert isinstance(criterion.evaluate(context), NotYet)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_two_answers_at_once_leave_one() -> None:
    training = TrainingFactory.create(lessons=1)
    person = PersonFactory.create()
    lesson = training.lessons[0]

    def answer() -> None:
        services.keep_answer(
            person=person,
            lesson=lesson,
            exercise_id="x",
            block_type="knowledge_check",
            answer={"chosen": [0]},
            score=Score(0, 1),
        )

    results = all_at_once([answer] * 4)
    assert results == [None] * 4
    assert ExerciseAttempt.objects.count() == 1


@pytest.mark.both_databases
def test_answers_from_before_are_kept_and_those_without_points_are_still_judged() -> None:
    training = TrainingFactory.create(lessons=1)
    where = {"person": PersonFactory.create(), "lesson": training.lessons[0], "block_type": "a_b"}
    for number, points in enumerate([None, 0, 2]):
        ExerciseAttempt.objects.create(**where, exercise_id=f"{number}", answer=1, points=points)
    migration = import_module("courses.learning.migrations.0002_best_result_stays")
    migration.mark_ungraded(apps, None)
    rows = ExerciseAttempt.objects.order_by("exercise_id").values_list("points", "graded")
    assert list(rows) == [(None, False), (0, True), (2, True)]
