"""What was stored before `ChoiceExercise` was there: blocks stay as they are, answers count."""

from __future__ import annotations

from typing import Any

import pytest

from courses.plugin_api.api import Exercise, ExerciseContext
from plugins.kennistoets.exercises import KnowledgeTest
from plugins.rouw_en_verlies.exercises import Conversation
from plugins.signaleren.exercises import Visit
from plugins.zingeving.exercises import LifeQuestion


def _items(*values: dict[str, Any]) -> list[dict[str, Any]]:
    """A list as Wagtail stores it; the keys are a, b, c."""
    return [
        {"type": "item", "value": one, "id": key} for one, key in zip(values, "abc", strict=False)
    ]


VISIT = {
    "title": "Bij Noor",
    "scene": "<p>Het is elf uur.</p>",
    "question": "Wat kan een signaal zijn?",
    "fragments": _items(
        {"text": "Schorre stem", "signal": True, "why": "Weinig gepraat.", "ask": "Hoe was het?"},
        {"text": "Een rollator", "signal": False, "why": "Heel gewoon.", "ask": ""},
    ),
    "closing": "",
}
CONVERSATION = {
    "title": "Bij de bakker",
    "situation": "Je staat in de rij.",
    "who": "Ria",
    "says": "Het is zo stil.",
    "options": _items(
        {"say": "Kop op.", "effect": "closes", "reply": "Ja.", "why": "Het sluit."},
        {"say": "Vertel eens.", "effect": "opens", "reply": "Nou…", "why": "Het opent."},
    ),
    "remember": "",
}
LIFE_QUESTION = {
    "title": "Welke vraag zit hieronder?",
    "context": "Zij is oud.",
    "quote": "Wat doe ik er nog toe?",
    "who": "Ria",
    "questions": _items(
        {"text": "Doe ik er nog toe?", "fit": "good", "feedback": "Ja."},
        {"text": "Wat is er na dit leven?", "fit": "less", "feedback": "Nee."},
    ),
    "helpers": _items(
        {"name": "Een buur", "fits": True, "feedback": "Past."},
        {"name": "Een arts", "fits": False, "feedback": "Past niet."},
    ),
    "open_question": "Wanneer telde je mee?",
    "explanation": "",
}
TEST = {
    "title": "Wat weet je nu?",
    "introduction": "",
    "questions": _items(
        *(
            {
                "text": text,
                "multiple": False,
                "options": _items(
                    {"text": "Ja", "correct": True}, {"text": "Nee", "correct": False}
                ),
                "explanation": "Zo is het.",
            }
            for text in ("Mag stilte?", "Mag huilen?")
        )
    ),
}
STORED: list[tuple[Exercise, dict[str, Any], Any, tuple[int, int, bool]]] = [
    (Visit(), VISIT, {"marks": ["a"]}, (2, 2, True)),
    (Visit(), VISIT, {"marks": ["b", "gone"]}, (0, 2, True)),
    (Conversation(), CONVERSATION, {"option": "b"}, (2, 2, True)),
    (Conversation(), CONVERSATION, {"option": "gone"}, (0, 2, False)),
    (LifeQuestion(), LIFE_QUESTION, {"question": "a", "helpers": ["a"]}, (3, 3, True)),
    (LifeQuestion(), LIFE_QUESTION, {"question": None, "helpers": ["a"]}, (0, 3, False)),
    (LifeQuestion(), LIFE_QUESTION, {"question": "b", "helpers": ["gone"]}, (0, 3, True)),
    (KnowledgeTest(), TEST, {"picked": {"a": ["a"], "b": ["b"]}}, (1, 2, True)),
    (KnowledgeTest(), TEST, {"picked": {"a": ["a"]}}, (0, 2, False)),
]


def without_face(value: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in value.items() if name != "face"}


@pytest.mark.parametrize(("exercise", "stored", "answer", "score"), STORED)
def test_what_was_stored_stays_and_counts(
    exercise: Exercise, stored: dict[str, Any], answer: Any, score: tuple[int, int, bool]
) -> None:
    block = exercise.block()
    config = block.to_python(stored)
    # A face can be chosen since then.
    assert without_face(block.get_prep_value(config)) == stored
    assert without_face(block.get_prep_value(block.clean(config))) == stored
    given = exercise.grade(answer, ExerciseContext("x", config, 1, 1))
    assert (given.points, given.out_of, given.finished) == score
