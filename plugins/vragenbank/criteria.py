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
        passed = _passed(ctx.person_id, lessons, percent=percent)
        to_do = [
            lesson.title
            for lesson, exercises in lessons.items()
            if any((lesson.pk, one) not in passed for one in exercises)
        ]
        return NotYet(_answer_first(to_do, percent)) if to_do else Met()


def lessons_with_questions(training_id: int) -> dict[LessonPage, list[str]]:
    """The published lessons that ask questions of banks, in order, with the ids of the blocks."""
    training = TrainingPage.objects.only("path", "depth").get(pk=training_id)
    found = {
        # What is stored says enough; making the blocks of whole lessons takes much longer.
        lesson: [one.get("id", "") for one in lesson.body.raw_data if one["type"] == BLOCK_TYPE]
        for lesson in readable_lessons(training).only("path", "title", "body")
    }
    return {lesson: exercises for lesson, exercises in found.items() if exercises}


def _passed(
    person_id: int, lessons: dict[LessonPage, list[str]], *, percent: int
) -> set[tuple[int, str]]:
    attempts = ExerciseAttempt.objects.filter(
        person=person_id, lesson__in=list(lessons), block_type=BLOCK_TYPE, finished=True
    ).values_list("lesson_id", "exercise_id", "points", "out_of")
    return {
        (lesson, exercise)
        for lesson, exercise, points, out_of in attempts
        # What could not be graded has no points.
        if points is not None and out_of is not None and points >= needed(out_of, percent)
    }


def _answer_first(titles: list[str], percent: int) -> str:
    first = ngettext(
        "Beantwoord eerst de vragen in de les %(titles)s.",
        "Beantwoord eerst de vragen in de lessen %(titles)s.",
        len(titles),
    ) % {"titles": ", ".join(f"‘{read(title)}’" for title in titles)}
    # How many that is differs: questions that nobody judges do not count.
    enough = gettext("Minstens %(percent)s%% van de vragen moet goed zijn.") % {"percent": percent}
    return f"{first} {enough}"
