"""A question as its template shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plugins.vragenbank.drawing import mark
from plugins.vragenbank.formats.model import (
    RIGHT,
    WRONG,
    Matching,
    Numerical,
    OneChoice,
    Ordering,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
    rights_of,
)
from plugins.vragenbank.formats.numbers import written
from plugins.vragenbank.grading import NEARLY, is_answered, part_right, place_of_answer
from plugins.vragenbank.stored import kind_of

if TYPE_CHECKING:
    from courses.plugin_api.api import Json
    from plugins.vragenbank.formats.model import Question
    from plugins.vragenbank.models import QuestionVersion


def shown(
    question: Question,
    version: QuestionVersion,
    number: int,
    given: Json,
    *,
    seed: str,
    is_done: bool,
) -> dict[str, Json]:
    """All that the template says of a question, as JSON; HTML has `picture:` for pictures.

    What is right, and what somebody wrote about it, is there only once the attempt `is_done`.
    """
    part = part_right(question, given)
    told: dict[str, Json] = {
        "key": f"q{version.pk}",
        "number": number,
        "bank": version.question.bank_id,
        "kind": kind_of(question),
        "text": question.text,
        "must_answer": question.must_answer,
        "answered": is_answered(question, given),
        "given": given if isinstance(given, str) else "",
        **_parts(question, version, given, seed=seed),
    }
    if is_done:
        told |= {
            "judged": part is not None,
            "right": part is not None and part >= NEARLY,
            "partly": part is not None and 0 < part < NEARLY,
            "feedback": question.feedback,
            "about": _about_typed(question, given),
            "solution": _solution(question),
        }
    else:
        _hide(told)
    return told


def _parts(
    question: Question, version: QuestionVersion, given: Json, *, seed: str
) -> dict[str, Json]:
    match question.task:
        case OneChoice() | SeveralChoices() | TrueFalse():
            options = _options(question, given)
            if not isinstance(question.task, TrueFalse) and question.task.shuffled:
                options.sort(key=lambda one: mark(seed, f"{version.pk}:{one['key']}"))
            return {"options": options}
        case Matching():
            return _matching(question.task, given)
        case Ordering(items=items):
            rows = [_row(place, item, given, str(place + 1)) for place, item in enumerate(items)]
            mixed = sorted(rows, key=lambda row: mark(seed, f"{version.pk}:{row['key']}"))
            places = [{"key": str(place), "text": str(place)} for place in range(1, len(rows) + 1)]
            return {"rows": mixed, "choices": places}
        case _:
            return {}


def _options(question: Question, given: Json) -> list[dict[str, Json]]:
    task = question.task
    if isinstance(task, TrueFalse):
        every = [
            ("true", pgettext("antwoord", "Waar"), task.is_true, task.if_true),
            ("false", _("Niet waar"), not task.is_true, task.if_false),
        ]
    elif isinstance(task, OneChoice):
        every = [
            (str(place), one.text, one.weight == RIGHT, one.feedback)
            for place, one in enumerate(task.options)
        ]
    elif isinstance(task, SeveralChoices):
        every = [
            (str(place), one.text, one.weight > WRONG, one.feedback)
            for place, one in enumerate(task.options)
        ]
    else:
        every = []
    picked = given if isinstance(given, list) else [given]
    return [
        {
            "key": key,
            "text": text,
            "picked": key in picked,
            "correct": correct,
            "feedback": feedback,
        }
        for key, text, correct, feedback in every
    ]


def _matching(task: Matching, given: Json) -> dict[str, Json]:
    rights = rights_of(task)
    rows = [
        _row(place, pair.left, given, str(rights.index(pair.right)), pair.right)
        for place, pair in enumerate(task.pairs)
    ]
    # In the order of the alphabet, which gives nothing away.
    choices = sorted(
        ({"key": str(place), "text": text} for place, text in enumerate(rights)),
        key=lambda one: one["text"].casefold(),
    )
    return {"rows": rows, "choices": choices}


def _row(place: int, text: str, given: Json, right: str, says: str = "") -> dict[str, Json]:
    chosen = given.get(str(place), "") if isinstance(given, dict) else ""
    return {
        "key": str(place),
        "text": text,
        "chosen": chosen,
        "right": chosen == right,
        "solution": says or right,
    }


def _about_typed(question: Question, given: Json) -> str:
    """What somebody wrote about the words or the number that was typed."""
    task = question.task
    if not isinstance(task, ShortAnswer | Numerical):
        return ""
    place = place_of_answer(task, given)
    return task.otherwise if place is None else task.answers[place].feedback


def _solution(question: Question) -> str:
    """A right answer in words, where one types."""
    match question.task:
        case ShortAnswer(answers=answers):
            words = next((one.text for one in answers if one.weight == RIGHT), "")
            return words.replace("\\*", "*") if "*" not in words.replace("\\*", "") else ""
        case Numerical(answers=numbers):
            value = next((one.value for one in numbers if one.weight == RIGHT), None)
            return "" if value is None else written(value).replace(".", ",")
        case _:
            return ""


def _hide(told: dict[str, Json]) -> None:
    """Take out what tells the answer."""
    for option in told.get("options", ()):
        option["correct"], option["feedback"] = False, ""
    for row in told.get("rows", ()):
        row["right"], row["solution"] = False, ""
