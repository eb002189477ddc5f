"""Knowledge checks that trainers wrote in lessons, as questions of a bank.

The core's own knowledge check and the tests of the plugin Kennistoets; both by what is stored.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from courses.catalogue.queries import readable_lessons
from plugins.vragenbank.formats.markup import cleaned, escaped, line
from plugins.vragenbank.formats.model import (
    RIGHT,
    WRONG,
    Bank,
    OneChoice,
    Option,
    Question,
    SeveralChoices,
)
from plugins.vragenbank.formats.reading import MOST_TITLE, key_of, problem_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courses.catalogue.models import TrainingPage
    from courses.plugin_api.api import Json

CHECK, TEST = "knowledge_check", "kennistoets_test"


def checks_in(training: TrainingPage) -> Bank:
    """The questions in the published lessons of a training; each lesson is a category.

    What is half finished is left out. "More are right" means here: exactly the right ones.
    """
    found = [
        question
        for lesson in readable_lessons(training).only("path", "title", "body")
        for raw in lesson.body.raw_data
        if isinstance(raw["value"], dict)
        for question in _questions(raw["type"], raw, (line(lesson.title)[:100],))
    ]
    return Bank(tuple(one for one in found if not problem_of(one)))


def _questions(kind: str, raw: Json, category: tuple[str, ...]) -> Iterator[Question]:
    value = raw["value"]
    if kind == CHECK:
        yield _question(
            raw.get("id") or "",
            value.get("question") or "",
            bool(value.get("multiple")),
            _items(value.get("options")),
            cleaned(value.get("explanation") or "").html,
            category,
        )
    elif kind == TEST:
        for item in value.get("questions") or ():
            one = item.get("value") if isinstance(item, dict) else None
            if isinstance(one, dict):
                yield _question(
                    item.get("id") or "",
                    one.get("text") or "",
                    bool(one.get("multiple")),
                    _items(one.get("options")),
                    escaped(one.get("explanation") or ""),
                    category,
                )


def _items(items: Json) -> list[dict[str, Json]]:
    values = (item.get("value") for item in items or () if isinstance(item, dict))
    return [value for value in values if isinstance(value, dict)]


def _question(
    block: str,
    text: str,
    several: bool,
    items: Sequence[dict[str, Json]],
    feedback: str,
    category: tuple[str, ...],
) -> Question:
    options = tuple(
        Option(
            escaped(line(one.get("text") or "")),
            RIGHT if one.get("correct") else WRONG,
            escaped(one.get("feedback") or ""),
        )
        for one in items
    )
    shown = escaped(text)
    # In the order of the lesson, where they always stand so.
    task = (
        SeveralChoices(options, all_or_nothing=True, shuffled=False)
        if several
        else OneChoice(options, shuffled=False)
    )
    question = Question(title_of("", shown)[:MOST_TITLE], shown, task, feedback, category)
    return _with_key(question, f"les-{block}" if block else "")


def _with_key(question: Question, key: str) -> Question:
    named = replace(question, key=key)
    return replace(named, key=key_of(named))
