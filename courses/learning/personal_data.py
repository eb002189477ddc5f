"""What this part keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage, TrainingPage
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.people.queries import moment, yes_or_no
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.plugin_api.contributions.base import Json

QUESTION = ("question", "title")
"""What of an exercise's content tells what was asked: the first that it has."""


class Lessons(PersonalData):
    """Which lessons somebody finished, and the answers that he or she gave in them.

    Nothing to do for erasing: the database removes these rows along with the person.
    """

    name = "lessons"
    label = _("Je lessen en opdrachten")

    def export(self, person_id: int) -> Json:
        finished = list(
            LessonProgress.objects.filter(person=person_id)
            .select_related("lesson")
            .order_by("finished_at", "pk")
        )
        attempts = list(
            ExerciseAttempt.objects.filter(person=person_id)
            .select_related("lesson")
            .order_by("answered_at", "pk")
        )
        if not (finished or attempts):
            return None
        lessons = [one.lesson for one in finished] + [one.lesson for one in attempts]
        titles = _training_titles(lessons)
        return {
            "afgeronde lessen": [
                {**_where(one.lesson, titles), "afgerond op": moment(one.finished_at)}
                for one in finished
            ],
            "antwoorden op opdrachten": [_answer(one, titles) for one in attempts],
        }

    def erase(self, person_id: int) -> None:
        """Leave it to the database."""


def _training_titles(lessons: Iterable[LessonPage]) -> dict[str, str]:
    """The titles of the lessons' trainings, by path, in one query."""
    above = {_above(lesson) for lesson in lessons}
    return dict(TrainingPage.objects.filter(path__in=above).values_list("path", "title"))


def _above(lesson: LessonPage) -> str:
    path: str = lesson.path
    return path[: -lesson.steplen]


def _where(lesson: LessonPage, titles: dict[str, str]) -> dict[str, Json]:
    return {"training": titles.get(_above(lesson)), "les": lesson.title}


def _answer(attempt: ExerciseAttempt, titles: dict[str, str]) -> dict[str, Json]:
    return {
        **_where(attempt.lesson, titles),
        "vraag": _question(attempt),
        "antwoord": attempt.answer,
        "beste punten": attempt.points,
        "van de": attempt.out_of,
        "klaar": yes_or_no(attempt.finished),
        "beantwoord op": moment(attempt.answered_at),
    }


def _question(attempt: ExerciseAttempt) -> str | None:
    """What was asked, as far as the lesson still has it and the exercise says it in a text."""
    for raw in attempt.lesson.body.raw_data:
        value = raw.get("value")
        if raw.get("id") == attempt.exercise_id and isinstance(value, dict):
            return next((value[key] for key in QUESTION if isinstance(value.get(key), str)), None)
    return None
