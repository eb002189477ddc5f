"""Where courses of cmi5 stand in lessons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.queries import readable_lessons
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.learning.models import ExerciseAttempt
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
    """The places of the courses that somebody was done with at some time."""
    lessons = {one.lesson.pk for one in every}
    found = ExerciseAttempt.objects.filter(
        person=person_id, lesson__in=lessons, block_type=BLOCK_TYPE, finished=True
    )
    return set(found.values_list("lesson_id", "exercise_id"))


def _placed(lessons: Iterable[LessonPage]) -> list[Placed]:
    # What is stored says enough; making the blocks of whole lessons takes much longer.
    return [
        Placed(
            lesson=lesson,
            block=raw.get("id") or "",
            package_id=_whole(raw["value"].get("package")),
            title=str(raw["value"].get("title") or ""),
            is_needed=raw["value"].get("needed") is True,
        )
        for lesson in lessons
        for raw in lesson.body.raw_data
        if raw["type"] == BLOCK_TYPE and isinstance(raw.get("value"), dict)
    ]


def _whole(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def is_participant(person_id: int, training_id: int) -> bool:
    """Whether somebody takes part in the training."""
    return Enrolment.objects.filter(
        person=person_id, edition__training=training_id, status__in=TAKES_PART
    ).exists()
