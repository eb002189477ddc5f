"""What the lessons know of somebody."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.learning.personal_data import Lessons, _in_words, _items
from courses.learning.services import finish_lesson, keep_place
from courses.people.services import erase_person
from tests.factories import EnrolmentFactory, PersonFactory, TrainingFactory, make_lesson

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))
CHECK = {
    "type": "knowledge_check",
    "id": "vraag-1",
    "value": {
        "title": "Weet je het nog?",
        "question": "Wat zeg je eerst?",
        "options": [{"text": "Niets", "correct": True}, {"text": "Alles", "correct": False}],
    },
}


def _answered(person: User, number: int = 1, *, exercise_id: str = "vraag-1") -> None:
    training = TrainingFactory.create(title=f"Luisteren {number}")
    lesson = make_lesson(training, title="Beginnen", body=json.dumps([CHECK]), is_open=True)
    with clock.at(MOMENT):
        finish_lesson(person=person, lesson=lesson)
        ExerciseAttempt.objects.create(
            person=person,
            lesson=lesson,
            exercise_id=exercise_id,
            block_type="knowledge_check",
            answer={"chosen": [0]},
            points=1,
            out_of=1,
            finished=True,
        )


def _enrolled() -> User:
    return EnrolmentFactory.create().person


def test_lessons_and_answers_are_shown_with_what_was_asked() -> None:
    person = _enrolled()
    _answered(person)
    _answered(_enrolled(), 2)
    lesson = LessonProgress.objects.get(person=person).lesson
    keep_place(person=person, lesson=lesson, block="vraag-1")
    assert Lessons().export(person.pk) == {
        "afgeronde lessen": [
            {
                "training": "Luisteren 1",
                "les": "Beginnen",
                "afgerond op": "2026-03-03T19:00+01:00",
            }
        ],
        "waar je bent in een les": [{"training": "Luisteren 1", "les": "Beginnen", "stap": 1}],
        "antwoorden op opdrachten": [
            {
                "training": "Luisteren 1",
                "les": "Beginnen",
                "vraag": "Wat zeg je eerst?",
                "antwoord": {"chosen": [0]},
                "beste punten": 1,
                "van de": 1,
                "klaar": "Ja",
                "beantwoord op": "2026-03-03T19:00+01:00",
            }
        ],
    }


def test_an_answer_stays_when_its_exercise_is_gone_from_the_lesson() -> None:
    person = _enrolled()
    _answered(person, exercise_id="verdwenen")
    [answer] = Lessons().export(person.pk)["antwoorden op opdrachten"]
    assert (answer["vraag"], answer["antwoord"]) == (None, {"chosen": [0]})


def test_who_did_nothing_has_nothing() -> None:
    _answered(_enrolled())
    assert Lessons().export(PersonFactory.create().pk) is None


def test_three_trainings_cost_as_much_as_one() -> None:
    person = _enrolled()
    counts = []
    for number in (1, 2, 3):
        _answered(person, number)
        with CaptureQueriesContext(connection) as asked:
            Lessons().export(person.pk)
        counts.append(len(asked))
    assert counts == [4, 4, 4]


def test_lessons_and_answers_go_with_the_person() -> None:
    person, other = _enrolled(), _enrolled()
    _answered(person)
    _answered(other)
    erase_person(person=person, actor=None)
    assert [one.person for one in LessonProgress.objects.all()] == [other]
    assert [one.person for one in ExerciseAttempt.objects.all()] == [other]


def test_what_was_chosen_is_told_in_the_words_of_the_lesson() -> None:
    content = {
        "title": "Toets",
        "questions": [
            {
                "id": "q1",
                "value": {
                    "text": "Wat zeg je?",
                    "options": [
                        {"id": "o1", "value": {"text": "Vertel eens."}},
                        {"id": "o2", "value": "Niets"},
                    ],
                },
            }
        ],
    }
    items = _items(content)
    assert items == {"q1": "Wat zeg je?", "o1": "Vertel eens.", "o2": "Niets"}
    assert [
        _in_words(answer, items)
        for answer in (
            {"picked": {"q1": ["o1", "o2"]}},
            {"signs": ["o2", "gone"], "choice": None},
            ["o1"],
            {"chosen": [0]},
            "Ik zou bellen",
        )
    ] == [
        {"Wat zeg je?": ["Vertel eens.", "Niets"]},
        ["Niets", "gone"],
        ["Vertel eens."],
        {"chosen": [0]},
        "Ik zou bellen",
    ]
