"""The text of the training: complete, valid in the editor, and written in plain Dutch."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.html import strip_tags

from courses.catalogue.blocks import lesson_blocks
from courses.catalogue.models import LessonPage, TrainingGoal, TrainingPage
from courses.plugin_api.api import LessonDraft, TrainingDraft
from plugins.bellen.conversation import follow
from plugins.bellen.training import BellenTraining

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.blocks import Block

EXERCISE = "bellen_phone_call"
NOT_TEXT = {"key", "next", "quality", "kind"}


def _draft() -> TrainingDraft:
    draft = TrainingDraft()
    BellenTraining().build(draft)
    return draft


DRAFT = _draft()
LESSONS = [pytest.param(lesson, id=lesson.slug) for lesson in DRAFT.lessons]
CALLS = [
    pytest.param(value, id=value["title"])
    for lesson in DRAFT.lessons
    for kind, value in lesson.body
    if kind == EXERCISE
]


def _texts(value: Any) -> Iterator[str]:
    """Everything in a block's value that people read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in NOT_TEXT:
                yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _passages(value: Any) -> list[str]:
    """Plain text; each paragraph and list item is a passage of its own."""
    pieces = (
        strip_tags(piece).strip()
        for text in _texts(value)
        for piece in re.split(r"</p>|</li>|\n\n", text)
    )
    return [piece for piece in pieces if piece]


def _sentences(value: Any) -> list[list[str]]:
    return [
        sentence.split()
        for passage in _passages(value)
        for sentence in re.split(r"(?<=[.?!…])[’)]?\s+", passage)
        if any(character.isalnum() for character in sentence)
    ]


def _words(lesson: LessonDraft) -> int:
    """The words of the lesson itself; a conversation to practise comes on top of it."""
    own = [value for kind, value in lesson.body if kind != EXERCISE]
    return sum(len(passage.split()) for passage in _passages(own))


@pytest.fixture(scope="module")
def blocks() -> dict[str, Block]:
    return dict(lesson_blocks())


def test_the_training_is_described_for_the_catalogue() -> None:
    assert (DRAFT.slug, DRAFT.title, DRAFT.theme, DRAFT.minutes, DRAFT.partner) == (
        "bellen",
        "Bellen: contact houden door de telefoon",
        "Bellen",
        120,
        "HandjeHelpen",
    )
    assert len(DRAFT.goals) == 6


def test_the_description_fits_the_fields_of_the_pages() -> None:
    limit = TrainingPage._meta.get_field("summary").max_length
    assert DRAFT.summary == DRAFT.summary[:limit]
    limit = TrainingGoal._meta.get_field("text").max_length
    assert DRAFT.goals == [goal[:limit] for goal in DRAFT.goals]
    limit = LessonPage._meta.get_field("summary").max_length
    assert [one.summary for one in DRAFT.lessons] == [one.summary[:limit] for one in DRAFT.lessons]


def test_the_lessons_go_from_preparing_to_taking_a_signal_further() -> None:
    assert [lesson.slug for lesson in DRAFT.lessons] == [
        "voor-je-belt",
        "de-eerste-minuut",
        "luisteren-zonder-te-zien",
        "afronden-en-opnieuw-bellen",
        "als-verstaan-lastig-is",
        "als-je-je-zorgen-maakt",
    ]


def test_building_twice_gives_the_same_training() -> None:
    assert _draft() == DRAFT


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_substance(lesson: LessonDraft) -> None:
    assert 600 <= _words(lesson) <= 1300


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_shows_practice_and_lets_one_think(lesson: LessonDraft) -> None:
    kinds = Counter(kind for kind, _value in lesson.body)
    assert kinds["case"] + kinds["dialogue"] >= 1
    assert kinds["reflection"] == 1


def test_the_training_has_checks_conversations_and_one_place_for_signals() -> None:
    kinds = Counter(kind for lesson in DRAFT.lessons for kind, _value in lesson.body)
    assert (kinds["knowledge_check"], kinds[EXERCISE], kinds["infopunt"]) == (3, 2, 1)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_block_can_be_saved_in_the_editor(
    lesson: LessonDraft, blocks: dict[str, Block]
) -> None:
    unknown = [kind for kind, _value in lesson.body if kind not in blocks]
    assert unknown == []
    for kind, value in lesson.body:
        block = blocks[kind]
        block.clean(block.normalize(value))


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_text_is_finished_and_uses_one_kind_of_quotes(lesson: LessonDraft) -> None:
    text = " ".join(_passages([value for _kind, value in lesson.body]))
    assert re.findall(r"TODO|FIXME|lorem|XXX|[\"'“”]|  +", text, flags=re.IGNORECASE) == []
    assert text.count("‘") <= text.count("’")


@pytest.mark.parametrize("lesson", LESSONS)
def test_sentences_are_short(lesson: LessonDraft) -> None:
    sentences = _sentences([value for _kind, value in lesson.body])
    average = sum(map(len, sentences)) / len(sentences)
    assert average <= 14
    assert [" ".join(words) for words in sentences if len(words) > 25] == []


@pytest.mark.parametrize("call", CALLS)
def test_a_conversation_has_room_to_choose_and_several_endings(call: dict[str, Any]) -> None:
    assert len(call["turns"]) + len(call["endings"]) >= 8
    assert len(call["endings"]) >= 3
    assert Counter(ending["quality"] for ending in call["endings"]).keys() == {
        "good",
        "mixed",
        "poor",
    }


@pytest.mark.parametrize("call", CALLS)
def test_every_sentence_that_can_be_chosen_is_looked_back_on(call: dict[str, Any]) -> None:
    silent = [
        choice["text"]
        for turn in call["turns"]
        for choice in turn["choices"]
        if not choice["effect"]
    ]
    assert silent == []


@pytest.mark.parametrize("call", CALLS)
def test_every_route_ends_within_ten_choices(call: dict[str, Any]) -> None:
    found: set[str] = set()
    ahead: list[tuple[str, ...]] = [()]
    while ahead:
        talk = follow(call, ahead.pop())
        assert len(talk.path) <= 10
        if talk.outcome:
            found.add(talk.outcome.title)
        ahead.extend((*talk.path, option.step) for option in talk.options)
    assert found == {ending["title"] for ending in call["endings"]}


def test_the_lesson_names_the_right_number_of_endings() -> None:
    last = DRAFT.lessons[-1]
    text = " ".join(_passages([value for kind, value in last.body if kind == "paragraph"]))
    endings = [len(value["endings"]) for kind, value in last.body if kind == EXERCISE]
    assert ("op zeven manieren aflopen" in text, endings) == (True, [7])
