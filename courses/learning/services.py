"""Everything that changes someone's progress."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from courses.catalogue.models import LessonPage
from courses.common import clock
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.people.models import User
from courses.plugin_api.contributions import Score
from courses.plugin_api.events import ProgressChanged, publish


@transaction.atomic
def finish_lesson(*, person: Any, lesson: LessonPage) -> LessonProgress:
    """Mark a lesson as finished; doing it again changes nothing."""
    progress, created = LessonProgress.objects.get_or_create(
        person=person, lesson=lesson, defaults={"finished_at": clock.now()}
    )
    if created:
        _tell_progress(person, lesson)
    return progress


@transaction.atomic
def reopen_lesson(*, person: Any, lesson: LessonPage) -> None:
    """Undo `finish_lesson`."""
    LessonProgress.objects.filter(person=person, lesson=lesson).delete()


@transaction.atomic
def keep_answer(
    *,
    person: Any,
    lesson: LessonPage,
    exercise_id: str,
    block_type: str,
    answer: Any,
    score: Score | None,
) -> ExerciseAttempt:
    """Keep the last answer to an exercise; without a score when it could not be graded."""
    # Lock the person, so that two clicks at once cannot both find "no answer yet".
    User.objects.select_for_update().get(pk=person.pk)
    attempt, _created = ExerciseAttempt.objects.update_or_create(
        person=person,
        lesson=lesson,
        exercise_id=exercise_id,
        defaults={
            "block_type": block_type,
            "answer": answer,
            "points": score.points if score else None,
            "out_of": score.out_of if score else None,
            "finished": bool(score and score.finished),
            "answered_at": clock.now(),
        },
    )
    if attempt.finished:
        _tell_progress(person, lesson)
    return attempt


@transaction.atomic
def forget_answer(*, person: Any, lesson: LessonPage, exercise_id: str) -> None:
    """Start an exercise again from nothing."""
    ExerciseAttempt.objects.filter(person=person, lesson=lesson, exercise_id=exercise_id).delete()


def _tell_progress(person: Any, lesson: LessonPage) -> None:
    training_id = lesson.training.pk
    enrolments = Enrolment.objects.filter(
        person=person, edition__training=training_id, status__in=TAKES_PART
    )
    publish(
        *(
            ProgressChanged(training_id=training_id, enrolment_id=pk)
            for pk in enrolments.values_list("pk", flat=True)
        )
    )
