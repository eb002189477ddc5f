"""What is asked about packages, and about what people reached in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, QuerySet
from django.db.models.fields.json import KeyTransform

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.queries import readable_lesson, readable_lessons
from courses.common.number_blocks import stored_number
from courses.common.statements import Statement
from courses.learning.models import ExerciseAttempt
from courses.learning.queries import exercises_finished, stored_exercises
from plugins.scorm import outcomes
from plugins.scorm.models import Package

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.scorm.outcomes import Outcome


BLOCK_TYPE = "scorm_package"
"""The type of the block in stored lessons: the plugin's slug and the exercise's name."""

KT_PARTS = KeyTransform("parts", "answer")
"""Of an answer only what was reached, without what packages remember."""

COMPLETED, PASSED = "completed", "passed"
"""When somebody is done with a package: having seen it all, or having passed."""


@dataclass(frozen=True)
class Placed:
    """A package in a lesson: where, which, and when somebody is done with it."""

    lesson: LessonPage
    exercise_id: str
    package_id: int | None
    title: str
    needs: str

    @property
    def place(self) -> tuple[int, str]:
        """By which its answers are known."""
        return self.lesson.pk or 0, self.exercise_id


def packages_in(training_id: int) -> QuerySet[Package]:
    """The packages of a training, by title."""
    return Package.objects.filter(training=training_id)


# Asked twice at each commit of somebody at work, every few seconds.
_PACKAGE: Statement[Package] = Statement(
    lambda training, pk: packages_in(training).filter(pk=pk),
    training=BigIntegerField(),
    pk=BigIntegerField(),
)


def package_of(config: Any, training_id: int) -> Package | None:  # noqa: ANN401 - a block's value
    """The package that a block names, if it is one of this training."""
    try:
        pk = int(config["package"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return _PACKAGE.first(training=training_id, pk=pk) if 0 < pk < 2**63 else None


def placed_in(training_id: int) -> list[Placed]:
    """The packages in the published lessons of a training, in order."""
    training = TrainingPage.objects.only("path", "depth").get(pk=training_id)
    return _placed(readable_lessons(training).only("path", "title", "body", "slug"))


def uses_of(package: Package) -> list[str]:
    """The titles of the lessons that show a package, drafts too."""
    lessons = LessonPage.objects.child_of(package.training).only("path", "title", "body", "slug")
    titles = [one.lesson.title for one in _placed(lessons) if one.package_id == package.pk]
    return list(dict.fromkeys(titles))


def placed(
    training_id: int, lesson_id: int, exercise_id: str, *, drafts: bool = False
) -> Placed | None:
    """One package in one lesson of a training; with `drafts` also in one that is not published."""
    if drafts:
        lesson = (
            LessonPage.objects.filter(pk=lesson_id)
            .child_of(TrainingPage.objects.only("path", "depth").get(pk=training_id))
            .first()
        )
    else:
        # Kept: a package asks it at each commit, every few seconds.
        lesson = readable_lesson(training_id, lesson_id)
    found = _placed([lesson]) if lesson is not None else []
    return next((one for one in found if one.exercise_id == exercise_id), None)


def attempt_at(person_id: int | None, one: Placed) -> ExerciseAttempt | None:
    """What somebody has of a package in a lesson."""
    if person_id is None:
        return None
    lesson_id, exercise_id = one.place
    return ExerciseAttempt.objects.filter(
        person=person_id, lesson=lesson_id, exercise_id=exercise_id, block_type=BLOCK_TYPE
    ).first()


def done_by(person_id: int, every: Sequence[Placed]) -> set[tuple[int, str]]:
    """The places that somebody was done with at some time."""
    return exercises_finished(
        person_id=person_id, block_type=BLOCK_TYPE, lessons={one.lesson.pk for one in every}
    )


def _placed(lessons: Iterable[LessonPage]) -> list[Placed]:
    return [
        Placed(
            lesson=one.lesson,
            exercise_id=one.exercise_id,
            package_id=stored_number(one.value.get("package")),
            title=str(one.value.get("title") or ""),
            needs=PASSED if one.value.get("needs") == PASSED else COMPLETED,
        )
        for one in stored_exercises(lessons, BLOCK_TYPE)
    ]


@dataclass(frozen=True)
class Result:
    """What somebody reached in a package in a lesson, in the last attempt."""

    training_id: int
    placed: Placed
    attempt: ExerciseAttempt
    outcome: Outcome
    remarks: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.placed.title

    @property
    def standing(self) -> str:
        """In words."""
        return self.outcome.standing.label

    @property
    def percent(self) -> int | None:
        return None if self.outcome.percent is None else round(self.outcome.percent)

    @property
    def minutes(self) -> int:
        return round(self.outcome.seconds / 60)


def results_in(
    training_id: int,
    attempts: QuerySet[ExerciseAttempt] | Iterable[ExerciseAttempt],
    every: Sequence[Placed] | None = None,
) -> list[Result]:
    """What these attempts reached in the packages of a training; others are left out.

    Of attempts that are asked for here only the outcomes are read, not what packages remember.
    """
    if every is None:
        training = TrainingPage.objects.only("path", "depth").get(pk=training_id)
        lessons = LessonPage.objects.child_of(training).only("path", "title", "body", "slug")
        every = _placed(lessons)
    places = {one.place: one for one in every}
    manifests = {one.pk: one.manifest for one in packages_in(training_id)}
    found = []
    for attempt, parts in _with_parts(attempts):
        placed = places.get((attempt.lesson_id, attempt.exercise_id))
        manifest = manifests.get(placed.package_id or 0) if placed else None
        if placed is None or manifest is None:
            continue
        outcome = outcomes.of_package(manifest, parts)
        found.append(Result(training_id, placed, attempt, outcome, _remarks(parts)))
    return found


def _with_parts(
    attempts: QuerySet[ExerciseAttempt] | Iterable[ExerciseAttempt],
) -> list[tuple[ExerciseAttempt, Any]]:
    if isinstance(attempts, QuerySet):
        read = attempts.filter(block_type=BLOCK_TYPE).defer("answer").annotate(parts=KT_PARTS)
        return [(one, one.parts) for one in read]
    return [
        (one, one.answer.get("parts") if isinstance(one.answer, dict) else None) for one in attempts
    ]


def _remarks(parts: object) -> tuple[str, ...]:
    kept = parts.values() if isinstance(parts, dict) else ()
    refused = (part.get("refused") for part in kept if isinstance(part, dict))
    said = (outcomes.in_words(one) for many in refused if isinstance(many, list) for one in many)
    return tuple(dict.fromkeys(said))
