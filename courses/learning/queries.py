"""Questions about progress that more than one place asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BigIntegerField

from courses.catalogue.models import closed_among
from courses.catalogue.queries import lessons_in, readable_lessons
from courses.common.statements import Keys, Statement
from courses.common.visitors import signed_in
from courses.editions.models import Edition
from courses.enrolment.queries import may_follow
from courses.learning.models import ExerciseAttempt, LessonPlace, LessonProgress
from courses.people.queries import is_coordinator, is_trainer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.people.models import User


@dataclass(frozen=True)
class TrainingProgress:
    """How far someone is in a training's lessons."""

    lessons: tuple[LessonPage, ...]
    finished: frozenset[int]
    begun: tuple[int, ...] = ()
    """The lessons in which somebody is half way, the last first; only where that was asked."""

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
    def to_do(self) -> tuple[LessonPage, ...]:
        """Which are still to do, in order."""
        return tuple(one for one in self.lessons if one.pk not in self.finished)

    @property
    def next_lesson(self) -> LessonPage | None:
        """Where to go on: the lesson in which somebody was last and that is not finished, else the
        first that is not."""
        to_do = {one.pk: one for one in self.lessons if one.pk not in self.finished}
        first = next(iter(to_do), None)
        key = next((pk for pk in self.begun if pk in to_do), first)
        return None if key is None else to_do[key]

    def next_after(self, page: LessonPage) -> LessonPage | None:
        """Where somebody comes who now finishes this lesson."""
        done = self.finished | {page.pk}
        return next((lesson for lesson in self.lessons if lesson.pk not in done), None)


LESSONS_COUNT_FOR = timedelta(days=1)
"""How long after the end of an edition a new lesson is still asked of who was in it: until then the
list of who was there is open."""


def all_of_then_done(progress: TrainingProgress, *, edition_id: int) -> bool:
    """Whether all lessons are finished that there were when this edition had ended.

    What was published later cannot take from somebody that all was done. Where there were no
    lessons at all then, the training was made anew, and its lessons are asked.
    """
    ended = Edition.objects.filter(pk=edition_id).values_list("ends_at", flat=True).first()
    if ended is None:
        return False
    then = [one for one in progress.lessons if not _came_after(ended + LESSONS_COUNT_FOR, one)]
    return bool(then) and all(one.pk in progress.finished for one in then)


def _came_after(moment: datetime, lesson: LessonPage) -> bool:
    return lesson.first_published_at is not None and lesson.first_published_at > moment


def progress_in(
    *, person_id: int, trainings: Iterable[TrainingPage]
) -> dict[int, TrainingProgress]:
    """Someone's progress by training, in two queries however many trainings there are."""
    lessons = lessons_in(trainings)
    if not lessons:
        return {}
    wanted = [one.pk for many in lessons.values() for one in many]
    finished = frozenset(_FINISHED.run(person=person_id, lessons=wanted) if person_id else ())
    return {pk: TrainingProgress(found, finished) for pk, found in lessons.items()}


def going_on_in(
    *, person_id: int, trainings: Iterable[TrainingPage]
) -> dict[int, TrainingProgress]:
    """The same, and in which lessons somebody is half way: for where it is said how to go on. One
    query more."""
    found = progress_in(person_id=person_id, trainings=trainings)
    lessons = [one.pk for own in found.values() for one in own.lessons]
    begun = _BEGUN.run(person=person_id, lessons=lessons) if lessons and person_id else []
    told = {}
    for pk, own in found.items():
        here = {one.pk for one in own.lessons}
        told[pk] = replace(own, begun=tuple(one for one in begun if one in here))
    return told


_BEGUN: Statement[int] = Statement(
    # A place that changes is a new row.
    lambda person, lessons: (
        LessonPlace.objects.filter(person=person, lesson__in=lessons)
        .order_by("-pk")
        .values_list("lesson_id", flat=True)
    ),
    person=BigIntegerField(),
    lessons=Keys(),
)


_FINISHED: Statement[int] = Statement(
    lambda person, lessons: LessonProgress.objects.filter(
        person=person, lesson__in=lessons
    ).values_list("lesson_id", flat=True),
    person=BigIntegerField(),
    lessons=Keys(),
)


def exercises_done(*, person_id: int, lessons: Iterable[LessonPage]) -> int:
    """How many exercises of these lessons somebody has done."""
    return ExerciseAttempt.objects.filter(
        person=person_id, lesson__in=[one.pk for one in lessons], finished=True
    ).count()


def attempts_of(person: User | AnonymousUser, lesson: LessonPage) -> dict[str, ExerciseAttempt]:
    """The answers that someone gave in a lesson, by exercise."""
    if not person.is_authenticated or lesson.pk is None:
        return {}
    return {
        attempt.exercise_id: attempt
        for attempt in ExerciseAttempt.objects.filter(person=person, lesson=lesson)
    }


def follows(request: HttpRequest, training_id: int) -> bool:
    """Whether the reader takes part in the training; asked once for each request."""
    known: dict[int, bool] = request.__dict__.setdefault("_follows", {})
    if training_id not in known:
        known[training_id] = may_follow(request.user, training_id)
    return known[training_id]


def may_read(request: HttpRequest, lesson: LessonPage) -> bool:
    """Whether the reader may read a lesson: everyone, participants, or staff who make lessons."""
    return (
        lesson.is_open or follows(request, lesson.training.pk) or reads_every_lesson(request.user)
    )


def reads_every_lesson(person: User | AnonymousUser) -> bool:
    """Whether somebody reads lessons without taking part: staff who make or give them."""
    return is_coordinator(person) or is_trainer(person)


def keeps_progress(request: HttpRequest, lesson: LessonPage) -> bool:
    """Whether it is kept how far the reader is in a lesson: of participants, and in an open lesson
    of everybody who is signed in, so that it counts for who enrols later. Of visitors nothing is
    kept, and not of staff, who only look."""
    if follows(request, lesson.training.pk):
        return True
    person = signed_in(request) if lesson.is_open else None
    return person is not None and not reads_every_lesson(person)


def readable_to(request: HttpRequest, training: TrainingPage) -> list[LessonPage]:
    """The lessons of a training that the reader may read, in order and with their text. Whether
    the training itself is closed to this reader, who asks has looked at."""
    lessons = list(readable_lessons(training))
    for lesson in lessons:
        # It is known already; asking for it would be a query for each.
        lesson.__dict__["training"] = training
    closed = closed_among(lessons, on=training)
    return [
        one
        for one in lessons
        if (one.live or follows(request, training.pk))
        and may_read(request, one)
        and not (one.pk in closed and one.is_closed_to(request))
    ]


def place_in(request: HttpRequest, lesson: LessonPage) -> str:
    """The block at which the reader was in a lesson, if that is kept, else nothing; asked once for
    each request."""
    if not keeps_progress(request, lesson):
        return ""
    known: dict[int | None, str] = request.__dict__.setdefault("_places", {})
    if lesson.pk not in known:
        known[lesson.pk] = _BLOCK.first(person=request.user.pk or 0, lesson=lesson.pk or 0) or ""
    return known[lesson.pk]


_BLOCK: Statement[str] = Statement(
    # There is one row at most.
    lambda person, lesson: LessonPlace.objects.filter(person=person, lesson=lesson).values_list(
        "block", flat=True
    ),
    person=BigIntegerField(),
    lesson=BigIntegerField(),
)


def places_in(person_id: int, lessons: Iterable[LessonPage]) -> list[LessonPlace]:
    """Where somebody is in these lessons, with their text."""
    return _PLACES.run(person=person_id, lessons=[one.pk for one in lessons])


_PLACES = Statement(
    lambda person, lessons: LessonPlace.objects.filter(
        person=person, lesson__in=lessons
    ).select_related("lesson"),
    person=BigIntegerField(),
    lessons=Keys(),
)


class StoredExercise(NamedTuple):
    """A block of an exercise in a lesson, as it is stored."""

    lesson: LessonPage
    exercise_id: str
    value: Mapping[str, Any]


def stored_exercises(lessons: Iterable[LessonPage], block_type: str) -> Iterator[StoredExercise]:
    """The exercises of one type in these lessons, in order. What is stored says enough; making the
    blocks of whole lessons takes much longer."""
    for lesson in lessons:
        for raw in lesson.body.raw_data:
            if raw["type"] == block_type and isinstance(raw.get("value"), dict):
                yield StoredExercise(lesson, raw.get("id") or "", raw["value"])


def exercises_finished(
    *, person_id: int, block_type: str, lessons: Iterable[int]
) -> set[tuple[int, str]]:
    """The exercises of one type, as lesson and `exercise_id`, that somebody was done with at some
    time: a new attempt takes nothing away."""
    found = ExerciseAttempt.objects.filter(
        person=person_id, lesson__in=lessons, block_type=block_type, finished=True
    )
    return set(found.values_list("lesson_id", "exercise_id"))
