"""Where courses of cmi5 stand in lessons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.queries import readable_lessons
from courses.common.number_blocks import stored_number
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.learning.queries import exercises_finished, stored_exercises
from plugins.xapi.models import CoursePackage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

BLOCK_TYPE = "xapi_course"
"""The type of the block in stored lessons: the plugin's slug and the exercise's name."""


@dataclass(frozen=True)
class Placed:
    """A course in a lesson, and whether it must be done for the certificate."""

    lesson: LessonPage
    block: str
    package_id: int | None
    title: str
    is_needed: bool

    @property
    def place(self) -> tuple[int, str]:
        """By which its answers are known."""
        return self.lesson.pk or 0, self.block


def packages_in(training_id: int) -> QuerySet[CoursePackage]:
    """The courses of a training, by title."""
    return CoursePackage.objects.filter(training=training_id)


def placed_in(training_id: int) -> list[Placed]:
    """The courses in the published lessons of a training, in order."""
    training = TrainingPage.objects.only("path", "depth").get(pk=training_id)
    return _placed(readable_lessons(training).only("path", "title", "body", "slug"))


def placed(training_id: int, lesson_id: int, block: str, *, drafts: bool = False) -> Placed | None:
    """One course in one lesson of a training; with `drafts` also in one that is not published."""
    training = TrainingPage.objects.filter(pk=training_id).first()
    if training is None:
        return None
    lessons = LessonPage.objects.child_of(training) if drafts else readable_lessons(training)
    found = list(lessons.filter(pk=lesson_id))
    for lesson in found:
        # It is known already; asking for it would be a query for each.
        lesson.__dict__["training"] = training
    return next((one for one in _placed(found) if one.block == block), None)


def uses_of(package: CoursePackage) -> list[str]:
    """The titles of the lessons that show a course, drafts too."""
    lessons = LessonPage.objects.child_of(package.training).only("path", "title", "body", "slug")
    titles = [one.lesson.title for one in _placed(lessons) if one.package_id == package.pk]
    return list(dict.fromkeys(titles))


def done_by(person_id: int, every: Iterable[Placed]) -> set[tuple[int, str]]:
    """The places that somebody was done with at some time."""
    return exercises_finished(
        person_id=person_id, block_type=BLOCK_TYPE, lessons={one.lesson.pk for one in every}
    )


def _placed(lessons: Iterable[LessonPage]) -> list[Placed]:
    return [
        Placed(
            lesson=one.lesson,
            block=one.exercise_id,
            package_id=stored_number(one.value.get("package")),
            title=str(one.value.get("title") or ""),
            is_needed=one.value.get("needed") is True,
        )
        for one in stored_exercises(lessons, BLOCK_TYPE)
    ]


def is_participant(person_id: int, training_id: int) -> bool:
    """Whether somebody takes part in the training."""
    return Enrolment.objects.filter(
        person=person_id, edition__training=training_id, status__in=TAKES_PART
    ).exists()
