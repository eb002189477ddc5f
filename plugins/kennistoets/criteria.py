"""What the tests ask for a certificate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.queries import readable_lessons
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.plugin_api.api import CompletionContext, CompletionCriterion, Met, NotAsked, NotYet
from plugins.kennistoets.marks import needed, pass_mark

BLOCK_TYPE = "kennistoets_test"
"""The type of a test's block in stored lessons: the plugin's slug and the exercise's name."""

TestInLesson = tuple[int, str]
"""A lesson, and the id of the block in it."""


class AllPassed(CompletionCriterion):
    """Every test in the published lessons is passed, by the best answer that was sent.

    The points are those of the moment when the answer was sent, or soon after when that did not
    work then: a trainer who changes a test afterwards takes nothing away from who passed it, and
    neither does a later attempt. Where there is no test nothing is asked.
    """

    name = "passed"
    label = _("Kennistoetsen")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        lessons = _lessons_with_tests(ctx.training_id)
        if not lessons:
            return NotAsked()
        passed = _all_passed(ctx.person_id, lessons, percent=pass_mark(ctx.settings))
        to_do = [lesson.title for lesson in lessons if lesson not in passed]
        return NotYet(_pass_first(to_do)) if to_do else Met()


def passed_lessons(person_id: int, training_id: int, *, percent: int) -> list[LessonPage]:
    """The lessons of which somebody has passed each test, and that are not finished yet."""
    lessons = _lessons_with_tests(training_id)
    finished = LessonProgress.objects.filter(person=person_id, lesson__in=list(lessons))
    done = set(finished.values_list("lesson", flat=True))
    passed = _all_passed(person_id, lessons, percent=percent)
    return [lesson for lesson in lessons if lesson in passed and lesson.pk not in done]


def _all_passed(
    person_id: int, lessons: dict[LessonPage, list[str]], *, percent: int
) -> set[LessonPage]:
    passed = _passed(person_id, lessons, percent=percent)
    return {
        lesson
        for lesson, tests in lessons.items()
        if all((lesson.pk, test) in passed for test in tests)
    }


def _lessons_with_tests(training_id: int) -> dict[LessonPage, list[str]]:
    """The published lessons that have tests, in order, with the ids of those tests."""
    training = TrainingPage.objects.only("path", "depth").get(pk=training_id)
    lessons = readable_lessons(training)
    found = {
        # What is stored says enough; making the blocks of whole lessons takes much longer.
        lesson: [one.get("id", "") for one in lesson.body.raw_data if one["type"] == BLOCK_TYPE]
        for lesson in lessons.only("path", "title", "body")
    }
    return {lesson: tests for lesson, tests in found.items() if tests}


def _passed(
    person_id: int, lessons: dict[LessonPage, list[str]], *, percent: int
) -> set[TestInLesson]:
    attempts = ExerciseAttempt.objects.filter(
        person=person_id, lesson__in=list(lessons), block_type=BLOCK_TYPE, finished=True
    ).values_list("lesson_id", "exercise_id", "points", "out_of")
    return {
        (lesson, test)
        for lesson, test, points, out_of in attempts
        # What could not be graded has no points.
        if points is not None and out_of and points >= needed(out_of, percent)
    }


def _pass_first(titles: list[str]) -> str:
    return ngettext(
        "Haal eerst de kennistoets in de les %(titles)s.",
        "Haal eerst de kennistoetsen in de lessen %(titles)s.",
        len(titles),
    ) % {"titles": ", ".join(f"‘{title}’" for title in titles)}
