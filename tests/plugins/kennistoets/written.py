"""Tests as they stand in stored lessons, for the tests of the plugin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from courses.catalogue.services import activate_plugin
from courses.learning.services import keep_answer
from courses.plugin_api.api import ExerciseContext, Json
from plugins.kennistoets.blocks import KnowledgeTestBlock
from plugins.kennistoets.exercises import KnowledgeTest
from tests.factories import make_lesson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.people.models import User

BLOCK = KnowledgeTestBlock()


def question(number: int, right: Sequence[bool], *, multiple: bool | None = None) -> Json:
    """A question as the database has it; its options are `q<number>-o<place>`."""
    return {
        "type": "item",
        "id": f"q{number}",
        "value": {
            "text": f"Vraag over onderwerp {number}?",
            "multiple": sum(right) > 1 if multiple is None else multiple,
            "options": [
                {
                    "type": "item",
                    "id": f"q{number}-o{place}",
                    "value": {"text": f"Antwoord {place} <b>", "correct": correct},
                }
                for place, correct in enumerate(right, start=1)
            ],
            "explanation": f"Uitleg bij onderwerp {number}.",
        },
    }


def whole(*questions: Json) -> dict[str, Any]:
    """A whole test as the database has it."""
    return {
        "title": "Wat weet je nu?",
        "introduction": "Over luisteren.",
        "questions": list(questions),
    }


TWO_QUESTIONS = whole(question(1, [True, False]), question(2, [True, True, False]))


def context(stored: dict[str, Any], **settings: Json) -> ExerciseContext:
    return ExerciseContext("toets", BLOCK.to_python(stored), 1, 2, settings)


def lesson_with(
    training: TrainingPage, *tests: dict[str, Any], title: str, **fields: Any
) -> LessonPage:
    """A lesson with a heading and these tests, whose ids are `<slug>-<place>`."""
    slug = title.lower().replace(" ", "-")
    body: list[dict[str, Any]] = [{"type": "heading", "id": f"{slug}-0", "value": "Wat je net las"}]
    body += [
        {"type": "kennistoets_test", "id": f"{slug}-{place}", "value": test}
        for place, test in enumerate(tests, start=1)
    ]
    return make_lesson(training, title=title, slug=slug, body=json.dumps(body), **fields)


def switch_on(training: TrainingPage, **settings: Json) -> None:
    """Let the plugin work in a training, with these settings."""
    activation = activate_plugin(training=training, plugin="kennistoets")
    activation.settings = settings
    activation.save()


def answer(
    person: User, lesson: LessonPage, picked: dict[str, list[str]], *, place: int = 1
) -> None:
    """Let somebody send an answer to a test in a lesson."""
    block = lesson.body[place]
    ctx = ExerciseContext(block.id, block.value, lesson.training.pk, lesson.pk)
    keep_answer(
        person=person,
        lesson=lesson,
        exercise_id=block.id,
        block_type=block.block_type,
        answer={"picked": picked},
        score=KnowledgeTest().grade({"picked": picked}, ctx),
    )
