"""What the questions of banks ask for a certificate."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.queries import readable_lessons
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.api import CompletionContext, CompletionCriterion, Met, NotAsked, NotYet
from courses.translations.reading import read
from plugins.vragenbank.marks import needed, pass_mark

BLOCK_TYPE = "vragenbank_questions"
"""The type of the exercise's block in stored lessons: the plugin's slug and its name."""

Result = tuple[int, int]
"""How many points of how many somebody had."""


class EnoughRight(CompletionCriterion):
    """Enough is right of all questions of banks in the published lessons, by the best attempt.

    Where a training asks 0 percent, or has no such questions, nothing is asked.
    """

    name = "enough_right"
    label = _("Vragen in de lessen")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        percent = pass_mark(ctx.settings)
        lessons = lessons_with_questions(ctx.training_id) if percent else {}
        if not lessons:
            return NotAsked()
        best = _best_results(ctx.person_id, lessons)
        to_do = {
            lesson: exercises
            for lesson, exercises in lessons.items()
            if not all(_is_passed(best.get((lesson.pk, one)), percent) for one in exercises)
        }
        return NotYet(_answer_first(to_do, best, percent)) if to_do else Met()


def lessons_with_questions(training_id: int) -> dict[LessonPage, list[str]]:
    """The published lessons that ask questions of banks, in order, with the ids of the blocks."""
    training = TrainingPage.objects.only("path", "depth").get(pk=training_id)
    found = {
        # What is stored says enough; making the blocks of whole lessons takes much longer.
        lesson: [one.get("id", "") for one in lesson.body.raw_data if one["type"] == BLOCK_TYPE]
        for lesson in readable_lessons(training).only("path", "title", "body")
    }
    return {lesson: exercises for lesson, exercises in found.items() if exercises}


def _is_passed(result: Result | None, percent: int) -> bool:
    if result is None:
        return False
    points, out_of = result
    return points >= needed(out_of, percent)


def _best_results(
    person_id: int, lessons: dict[LessonPage, list[str]]
) -> dict[tuple[int, str], Result]:
    """Somebody's best attempts, by lesson and id of the block, of what was answered."""
    attempts = ExerciseAttempt.objects.filter(
        person=person_id, lesson__in=list(lessons), block_type=BLOCK_TYPE, finished=True
    ).values_list("lesson_id", "exercise_id", "points", "out_of")
    return {
        (lesson, exercise): (points, out_of)
        for lesson, exercise, points, out_of in attempts
        # What could not be graded has no points.
        if points is not None and out_of is not None
    }


def _answer_first(
    to_do: dict[LessonPage, list[str]], best: dict[tuple[int, str], Result], percent: int
) -> str:
    failed = {
        lesson: result
        for lesson, exercises in to_do.items()
        for one in reversed(exercises)
        if (result := best.get((lesson.pk, one))) and not _is_passed(result, percent)
    }
    # How many that is differs: questions that nobody judges do not count.
    enough = (
        gettext("Minstens de helft van die vragen moet goed zijn.")
        if percent == 50
        else gettext("Minstens %(percent)s%% van die vragen moet goed zijn.") % {"percent": percent}
    )
    open_ones = [lesson.title for lesson in to_do if lesson not in failed]
    told = [_not_enough(lesson, *result) for lesson, result in failed.items()]
    return " ".join([*told, *_not_begun(open_ones), enough])


def _not_enough(lesson: LessonPage, points: int, out_of: int) -> str:
    return gettext(
        "De toets in de les ‘%(title)s’ is nog niet gehaald (%(points)s van de %(out_of)s)."
    ) % {"title": read(lesson.title), "points": points, "out_of": out_of}


def _not_begun(titles: list[str]) -> list[str]:
    if not titles:
        return []
    first = ngettext(
        "Beantwoord de vragen in de les %(titles)s.",
        "Beantwoord de vragen in de lessen %(titles)s.",
        len(titles),
    )
    return [first % {"titles": ", ".join(f"‘{read(title)}’" for title in titles)}]
