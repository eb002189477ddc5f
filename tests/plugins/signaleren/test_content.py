"""The training's text: complete, valid in the editor, and written in plain Dutch."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.html import strip_tags

from courses.catalogue.blocks import lesson_blocks
from courses.catalogue.models import LessonPage, TrainingGoal, TrainingPage
from courses.plugin_api.api import LessonDraft, TrainingDraft, options_of
from plugins.signaleren.training import NoticingLoneliness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.blocks import Block

EXERCISE = "signaleren_visit"


def _draft() -> TrainingDraft:
    draft = TrainingDraft()
    NoticingLoneliness().build(draft)
    return draft


DRAFT = _draft()
LESSONS = [pytest.param(lesson, id=lesson.slug) for lesson in DRAFT.lessons]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _passages(lesson: LessonDraft) -> list[str]:
    """The lesson's plain text; each paragraph and list item is a passage of its own."""
    found = []
    for kind, value in lesson.body:
        for text in _texts(value):
            if kind == "callout" and text in {"remember", "mind"}:
                continue
            for piece in re.split(r"</p>|</li>|<ul>|<ol>", text):
                plain = strip_tags(piece).strip()
                if plain:
                    found.append(plain)
    return found


def _sentences(passages: list[str]) -> list[list[str]]:
    return [
        sentence.split()
        for passage in passages
        for sentence in re.split(r"(?<=[.?!:])[’”]?\s+", passage)
        if any(character.isalnum() for character in sentence)
    ]


def _words(lesson: LessonDraft) -> int:
    return sum(len(passage.split()) for passage in _passages(lesson))


@pytest.fixture(scope="module")
def blocks() -> dict[str, Block]:
    return dict(lesson_blocks())


def test_the_training_is_described_for_the_catalogue() -> None:
    assert (DRAFT.slug, DRAFT.title, DRAFT.theme, DRAFT.minutes, DRAFT.partner) == (
        "eenzaamheid-signaleren",
        "Eenzaamheid signaleren en bespreekbaar maken",
        "Eenzaamheid signaleren",
        180,
        "Vrijwilligerscentrale Utrecht",
    )
    assert 4 <= len(DRAFT.goals) <= 6
    assert DRAFT.introduction.startswith("<p>")
    assert DRAFT.for_whom.startswith("<p>")


def test_the_description_fits_the_fields_of_the_page() -> None:
    limit = TrainingPage._meta.get_field("summary").max_length
    assert [DRAFT.summary] == [DRAFT.summary[:limit]]
    limit = TrainingGoal._meta.get_field("text").max_length
    assert DRAFT.goals == [goal[:limit] for goal in DRAFT.goals]
    limit = LessonPage._meta.get_field("summary").max_length
    assert [one.summary for one in DRAFT.lessons] == [one.summary[:limit] for one in DRAFT.lessons]


def test_a_lesson_is_said_to_take_what_reading_and_doing_it_takes() -> None:
    assert [lesson.slug for lesson in DRAFT.lessons] == [
        "wat-is-eenzaamheid",
        "oorzaken-en-risicos",
        "signalen-leren-zien",
        "het-gesprek-beginnen",
        "waar-breng-ik-mijn-signaal",
    ]
    # Fifty words a minute leave who reads slowly the time to answer too.
    assert [40 < _words(one) / one.minutes < 60 for one in DRAFT.lessons] == [True] * 5


def test_building_twice_gives_the_same_training() -> None:
    assert _draft() == DRAFT


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_substance(lesson: LessonDraft) -> None:
    assert 700 <= _words(lesson) <= 1500


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_shows_practice_and_lets_one_think(lesson: LessonDraft) -> None:
    kinds = Counter(kind for kind, _value in lesson.body)
    assert kinds["case"] + kinds["dialogue"] >= 1
    assert kinds["reflection"] == 1
    assert kinds["knowledge_check"] == 1


def test_the_own_exercise_is_done_three_times_with_different_people() -> None:
    visits = [value for one in DRAFT.lessons for kind, value in one.body if kind == EXERCISE]
    assert [visit["title"] for visit in visits] == [
        "Op de koffie bij mevrouw Bakker",
        "Aan de deur bij Yusuf",
        "Soep bij meneer Pinas",
    ]


def test_every_visit_is_followed_by_where_to_take_a_signal() -> None:
    following = [
        lesson.body[place + 1 : place + 3]
        for lesson in DRAFT.lessons
        for place, (kind, _value) in enumerate(lesson.body)
        if kind == EXERCISE
    ]
    expected = [("heading", "Waar breng ik mijn signaal?"), ("infopunt", None)]
    assert following == [expected] * 3


def test_every_signal_in_a_visit_comes_with_a_question_to_ask() -> None:
    fragments = [
        fragment
        for lesson in DRAFT.lessons
        for kind, value in lesson.body
        if kind == EXERCISE
        for fragment in value["fragments"]
    ]
    assert [bool(one["ask"]) for one in fragments] == [one["signal"] for one in fragments]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_block_is_accepted_by_the_editor(
    lesson: LessonDraft, blocks: dict[str, Block]
) -> None:
    for kind, value in lesson.body:
        block = blocks[kind]
        block.clean(block.normalize(value))


@pytest.mark.parametrize("lesson", LESSONS)
def test_sentences_are_short(lesson: LessonDraft) -> None:
    lengths = [len(sentence) for sentence in _sentences(_passages(lesson))]
    assert sum(lengths) / len(lengths) <= 11
    assert max(lengths) <= 25


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_text_is_finished_and_its_quotes_are_typographic(lesson: LessonDraft) -> None:
    text = " ".join(_passages(lesson))
    assert re.findall(r"(?i)\b(?:todo|fixme|lorem|xxx)\b", text) == []
    assert re.findall(r"[\"'“”]", text) == []
    assert text.count("‘") <= text.count("’")


def test_the_last_lesson_says_how_privacy_is_kept_and_what_to_do_next() -> None:
    body = DRAFT.lessons[-1].body
    text = " ".join(_passages(DRAFT.lessons[-1]))
    assert "bewaart niets over de mensen die jij bezoekt" in text
    assert [value["title"] for kind, value in body if kind == "tips"][-1] == "Dit doe je nu"


def test_a_saved_visit_keeps_the_keys_of_its_fragments() -> None:
    stream = LessonPage._meta.get_field("body").stream_block
    body = [part for part in DRAFT.lessons[2].body if part[0] == EXERCISE]
    saved = json.loads(json.dumps(stream.get_prep_value(stream.normalize(body))))
    keys = [item["id"] for item in saved[0]["value"]["fragments"]]
    first, again = (options_of(stream.to_python(saved)[0].value["fragments"]) for _turn in range(2))
    assert [one.key for one in first] == keys
    assert first == again
