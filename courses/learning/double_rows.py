"""What becomes of what two accounts both have, when they become one: of lessons and exercises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.people import merge_rules

if TYPE_CHECKING:
    from courses.learning.models import ExerciseAttempt, LessonPlace, LessonProgress


def finished_first(own: LessonProgress, other: LessonProgress) -> None:
    """A lesson was finished when it was finished first."""
    later = max(own, other, key=lambda one: one.finished_at)
    later.delete()


def best_answer(own: ExerciseAttempt, other: ExerciseAttempt) -> None:
    """The best result counts, whatever was answered later; of two that are as good the newest."""
    worse = min(own, other, key=_result)
    worse.delete()


def own_place(own: LessonPlace, other: LessonPlace) -> None:
    """Who goes on in a lesson does so where the account that stays was."""
    other.delete()


def _result(attempt: ExerciseAttempt) -> tuple[bool, float, str]:
    part = (attempt.points or 0) / attempt.out_of if attempt.out_of else 0.0
    return attempt.finished, part, attempt.answered_at.isoformat()


merge_rules.provide("learning.LessonProgress.person", finished_first)
merge_rules.provide("learning.LessonPlace.person", own_place)
merge_rules.provide("learning.ExerciseAttempt.person", best_answer)
