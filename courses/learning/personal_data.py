"""What this part keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage, TrainingPage
from courses.learning.models import ExerciseAttempt, LessonPlace, LessonProgress
from courses.learning.reading import number_of
from courses.people.queries import moment, yes_or_no
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from courses.plugin_api.contributions.base import Json

QUESTION = ("question", "title")
"""What of an exercise's content tells what was asked: the first that it has."""


class Lessons(PersonalData):
    """Which lessons somebody finished, where he or she is in others, and the answers in them.

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
        places = list(
            LessonPlace.objects.filter(person=person_id)
            .select_related("lesson")
            .order_by("lesson__path")
        )
        if not (finished or attempts or places):
            return None
        lessons = [one.lesson for one in finished] + [one.lesson for one in attempts]
        lessons += [one.lesson for one in places]
        titles = _training_titles(lessons)
        return {
            "afgeronde lessen": [
                {**_where(one.lesson, titles), "afgerond op": moment(one.finished_at)}
                for one in finished
            ],
            "waar je bent in een les": [
                {**_where(one.lesson, titles), "stap": number_of(one)} for one in places
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
    content = _content(attempt)
    return {
        **_where(attempt.lesson, titles),
        "vraag": next(
            (content[key] for key in QUESTION if isinstance(content.get(key), str)), None
        ),
        "antwoord": _in_words(attempt.answer, _items(content)),
        "beste punten": attempt.points,
        "van de": attempt.out_of,
        "klaar": yes_or_no(attempt.finished),
        "beantwoord op": moment(attempt.answered_at),
    }


def _content(attempt: ExerciseAttempt) -> Mapping[str, Any]:
    """What the trainer wrote in the exercise, as far as the lesson still has it."""
    for raw in attempt.lesson.body.raw_data:
        value = raw.get("value")
        if raw.get("id") == attempt.exercise_id and isinstance(value, dict):
            return value
    return {}


def _items(content: Any) -> dict[str, str]:  # noqa: ANN401 - whatever a plugin's block keeps
    """The texts of all items of lists in an exercise, by the keys that answers name them with: the
    ids that Wagtail keeps."""
    if isinstance(content, list):
        return {key: text for one in content for key, text in _items(one).items()}
    if not isinstance(content, dict):
        return {}
    found = {key: text for one in content.values() for key, text in _items(one).items()}
    value = content.get("value")
    texts = value.values() if isinstance(value, dict) else [value]
    text = next((one for one in texts if isinstance(one, str) and one), None)
    return {content["id"]: text, **found} if isinstance(content.get("id"), str) and text else found


def _in_words(answer: Json, items: Mapping[str, str]) -> Json:
    """What somebody answered, with the texts of what was chosen. What a plugin calls a list of its
    own is left out, and what is no longer in the lesson stays as it was kept."""
    if isinstance(answer, str):
        return items.get(answer, answer)
    if isinstance(answer, list):
        return [_in_words(one, items) for one in answer]
    if not isinstance(answer, dict):
        return answer
    if any(key in items for key in answer):
        return {items.get(key, key): _in_words(one, items) for key, one in answer.items()}
    told = {key: _in_words(one, items) for key, one in answer.items()}
    if told == answer:
        return answer
    values = [one for one in told.values() if one not in (None, "", [])]
    return values[0] if len(values) == 1 else values
