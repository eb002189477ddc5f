"""Questions about progress that more than one place asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from courses.catalogue.models import LessonPage, TrainingPage
from courses.enrolment.queries import may_follow
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.people.queries import is_coordinator, is_trainer


@dataclass(frozen=True)
class TrainingProgress:
    """How far someone is in a training's lessons."""

    lessons: tuple[LessonPage, ...]
    finished: frozenset[int]

    @property
    def total(self) -> int:
        """How many lessons there are."""
        return len(self.lessons)

    @property
    def done(self) -> int:
        """How many of them are finished."""
        return sum(1 for lesson in self.lessons if lesson.pk in self.finished)

    @property
    def left(self) -> int:
        """How many are still to do."""
        return self.total - self.done

    @property
    def next_lesson(self) -> LessonPage | None:
        """Where to go on: the first lesson that is not finished."""
        return next((lesson for lesson in self.lessons if lesson.pk not in self.finished), None)


def progress_in(
    *, person_id: int, trainings: Iterable[TrainingPage]
) -> dict[int, TrainingProgress]:
    """Someone's progress by training, in two queries however many trainings there are."""
    by_path = {training.path: training.pk for training in trainings}
    if not by_path:
        return {}
    below = reduce(or_, (Q(path__startswith=path) for path in by_path))
    lessons: dict[int, list[LessonPage]] = defaultdict(list)
    for lesson in LessonPage.objects.live().filter(below).defer("body").order_by("path"):
        lessons[by_path[lesson.path[: -LessonPage.steplen]]].append(lesson)
    finished = frozenset(
        LessonProgress.objects.filter(
            person=person_id, lesson__in=[one for many in lessons.values() for one in many]
        ).values_list("lesson_id", flat=True)
    )
    return {
        training_id: TrainingProgress(tuple(lessons[training_id]), finished)
        for training_id in by_path.values()
    }


def attempts_of(person: Any, lesson: LessonPage) -> dict[str, ExerciseAttempt]:
    """The answers that someone gave in a lesson, by exercise."""
    if not person.is_authenticated or lesson.pk is None:
        return {}
    return {
        attempt.exercise_id: attempt
        for attempt in ExerciseAttempt.objects.filter(person=person, lesson=lesson)
    }


def may_read(person: Any, lesson: LessonPage) -> bool:
    """Whether someone may read a lesson: everyone, participants, or staff who make lessons."""
    return (
        lesson.is_open
        or may_follow(person, lesson.training.pk)
        or is_coordinator(person)
        or is_trainer(person)
    )
