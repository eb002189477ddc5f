"""Which checks with a pass mark somebody did, and has not passed yet.

Only the plugin of a check knows its pass mark. It registers from its `ready()`, and is asked
through the guard. What counts is the best attempt, as for the certificate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.catalogue.models import LessonPage
from courses.catalogue.queries import trainings_with
from courses.learning.models import ExerciseAttempt
from courses.plugin_host import guard, registry, standing

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json

Needed = Callable[[Mapping[str, "Json"], int], int]
"""Takes the plugin's settings for a training and how many points there are; from how many points on
it is passed."""


@dataclass(frozen=True)
class FailedCheck:
    """A check of which somebody's best attempt is not enough."""

    exercise_id: str
    points: int
    out_of: int

    @property
    def words(self) -> str:
        """That it is not passed yet, in a sentence."""
        return gettext("De toets is nog niet gehaald (%(points)s van de %(out_of)s).") % {
            "points": self.points,
            "out_of": self.out_of,
        }


@dataclass(frozen=True)
class _PassMark:
    plugin: str
    needed: Needed


_marks: dict[str, _PassMark] = {}


def provide(plugin: str, block_type: str, needed: Needed) -> None:
    """Register the pass mark of the exercises of one type, for the plugin with this slug."""
    _marks[block_type] = _PassMark(plugin, needed)


def has_pass_mark(block_type: str) -> bool:
    """Whether exercises of this type can be passed or not."""
    return block_type in _marks


def failed_by_lesson(
    person_id: int, training_id: int, lessons: Iterable[LessonPage]
) -> dict[int, FailedCheck]:
    """The first check in each of these lessons of a training that somebody has not passed, by
    lesson. No query where no plugin with a pass mark is on, and one for who passed all."""
    return _first_in_lessons(_below(person_id, training_id, lessons))


def count_failed(person_id: int, training_id: int, lessons: Iterable[LessonPage]) -> int:
    """How many checks in these lessons somebody did and has not passed."""
    return len(_below(person_id, training_id, lessons))


def _below(
    person_id: int, training_id: int, lessons: Iterable[LessonPage]
) -> list[ExerciseAttempt]:
    """The attempts whose best result is not enough."""
    off = standing.switched_off()
    here = {
        block_type: settings
        for block_type, mark in _marks.items()
        if mark.plugin not in off
        and (settings := trainings_with(mark.plugin).get(training_id)) is not None
    }
    keys = [one.pk for one in lessons]
    if not here or not keys or not person_id:
        return []
    attempts = ExerciseAttempt.objects.filter(
        person=person_id,
        lesson__in=keys,
        block_type__in=here,
        finished=True,
        # What could not be graded has no points.
        points__isnull=False,
        out_of__gt=0,
    ).only("lesson_id", "exercise_id", "block_type", "points", "out_of")
    return [one for one in attempts if _is_below(one, here[one.block_type])]


def _is_below(attempt: ExerciseAttempt, settings: Mapping[str, Json]) -> bool:
    mark = _marks[attempt.block_type]
    plugin = registry.find(mark.plugin)
    out_of = attempt.out_of or 0
    if plugin is None:
        return False
    return (attempt.points or 0) < guard.run(
        plugin, "pass mark", lambda: mark.needed(settings, out_of), default=0, expect=int
    )


def _first_in_lessons(below: Iterable[ExerciseAttempt]) -> dict[int, FailedCheck]:
    """Of what stands in its lesson still, the first in each."""
    found = {(one.lesson_id, one.exercise_id): one for one in below}
    if not found:
        return {}
    bodies = LessonPage.objects.only("path", "body").in_bulk([lesson for lesson, _key in found])
    first: dict[int, FailedCheck] = {}
    for pk, lesson in bodies.items():
        for raw in lesson.body.raw_data:
            one = found.get((pk, raw.get("id") or ""))
            if one is not None and one.block_type == raw["type"]:
                first[pk] = FailedCheck(one.exercise_id, one.points or 0, one.out_of or 0)
                break
    return first
