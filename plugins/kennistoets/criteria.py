"""What the tests ask for a certificate."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.queries import readable_lessons
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.plugin_api.api import CompletionContext, CompletionCriterion, Met, NotAsked, NotYet
from courses.translations.reading import read
from plugins.kennistoets.marks import needed, pass_mark

BLOCK_TYPE = "kennistoets_test"
"""The type of a test's block in stored lessons: the plugin's slug and the exercise's name."""

TestInLesson = tuple[int, str]
"""A lesson, and the id of the block in it."""

Result = tuple[int, int]
"""How many points of how many somebody had."""

Tests = dict[str, int]
"""The tests of a lesson: how many questions each has, by the id of its block."""


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
        percent = pass_mark(ctx.settings)
        best = _best_results(ctx.person_id, lessons)
        passed = _all_passed(lessons, best, percent)
        to_do = {lesson: tests for lesson, tests in lessons.items() if lesson not in passed}
        return NotYet(_pass_first(to_do, best, percent)) if to_do else Met()


def passed_lessons(person_id: int, training_id: int, *, percent: int) -> list[LessonPage]:
    """The lessons of which somebody has passed each test, and that are not finished yet."""
    lessons = _lessons_with_tests(training_id)
    finished = LessonProgress.objects.filter(person=person_id, lesson__in=list(lessons))
    done = set(finished.values_list("lesson", flat=True))
    passed = _all_passed(lessons, _best_results(person_id, lessons), percent)
    return [lesson for lesson in lessons if lesson in passed and lesson.pk not in done]


def _all_passed(
    lessons: dict[LessonPage, Tests], best: dict[TestInLesson, Result], percent: int
) -> set[LessonPage]:
    return {
        lesson
        for lesson, tests in lessons.items()
        if all(_is_passed(best.get((lesson.pk, test)), percent) for test in tests)
    }


def _is_passed(result: Result | None, percent: int) -> bool:
    if result is None:
        return False
    points, out_of = result
    return points >= needed(out_of, percent)


def _lessons_with_tests(training_id: int) -> dict[LessonPage, Tests]:
    """The published lessons that have tests, in order, with those tests."""
    training = TrainingPage.objects.only("path", "depth").get(pk=training_id)
    lessons = readable_lessons(training)
    found = {
        # What is stored says enough; making the blocks of whole lessons takes much longer.
        lesson: {
            one.get("id", ""): _questions_in(one.get("value"))
            for one in lesson.body.raw_data
            if one["type"] == BLOCK_TYPE
        }
        for lesson in lessons.only("path", "title", "body")
    }
    return {lesson: tests for lesson, tests in found.items() if tests}


def _best_results(person_id: int, lessons: dict[LessonPage, Tests]) -> dict[TestInLesson, Result]:
    """Somebody's best attempts, of the tests that were done."""
    attempts = ExerciseAttempt.objects.filter(
        person=person_id, lesson__in=list(lessons), block_type=BLOCK_TYPE, finished=True
    ).values_list("lesson_id", "exercise_id", "points", "out_of")
    return {
        (lesson, test): (points, out_of)
        for lesson, test, points, out_of in attempts
        # What could not be graded has no points.
        if points is not None and out_of
    }


def _pass_first(
    to_do: dict[LessonPage, Tests], best: dict[TestInLesson, Result], percent: int
) -> str:
    failed = {
        lesson: result
        for lesson, tests in to_do.items()
        if (result := _first_failed(lesson, tests, best, percent)) is not None
    }
    not_done = [lesson for lesson in to_do if lesson not in failed]
    told = [_not_passed(lesson, result) for lesson, result in failed.items()]
    return " ".join([*told, *_do_first(not_done), _how_many(to_do, percent)])


def _first_failed(
    lesson: LessonPage, tests: Tests, best: dict[TestInLesson, Result], percent: int
) -> Result | None:
    results = (best.get((lesson.pk, test)) for test in tests)
    return next((one for one in results if one and not _is_passed(one, percent)), None)


def _not_passed(lesson: LessonPage, result: Result) -> str:
    points, out_of = result
    return gettext(
        "De toets in de les ‘%(title)s’ is nog niet gehaald (%(points)s van de %(out_of)s)."
    ) % {"title": read(lesson.title), "points": points, "out_of": out_of}


def _do_first(to_do: list[LessonPage]) -> list[str]:
    """What is to be done that was not begun; nothing where there is none."""
    if not to_do:
        return []
    titles = ", ".join(f"‘{read(lesson.title)}’" for lesson in to_do)
    first = ngettext(
        "Maak de kennistoets in de les %(titles)s.",
        "Maak de kennistoetsen in de lessen %(titles)s.",
        len(to_do),
    )
    return [first % {"titles": titles}]


def _how_many(to_do: dict[LessonPage, Tests], percent: int) -> str:
    """How many questions must be right: a number where there is one test, else a percentage."""
    numbers = [number for tests in to_do.values() for number in tests.values()]
    if len(numbers) > 1 or not numbers[0]:
        return gettext("Minstens %(percent)s%% van de vragen moet goed zijn.") % {
            "percent": percent
        }
    asked = {"needed": needed(numbers[0], percent), "total": numbers[0]}
    return (
        gettext("Van de %(total)s vragen in die toets moet je er %(needed)s goed hebben.") % asked
    )


def _questions_in(stored: object) -> int:
    """How many questions are in what is stored of a test, of whatever shape it is."""
    questions = stored.get("questions") if isinstance(stored, dict) else None
    return len(questions) if isinstance(questions, list) else 0
