"""The text of the training: complete, valid in the editor, and in plain language."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps

from courses.catalogue.blocks import lesson_blocks
from courses.plugin_api.api import LessonDraft, TrainingDraft
from plugins.zingeving.apps import ZingevingPlugin
from plugins.zingeving.training import ZingevingTraining

if TYPE_CHECKING:
    from collections.abc import Iterator

END_OF_SENTENCE = re.compile(r"(?<=[.!?…])[’)]?\s+|\n+")
TAG = re.compile(r"</?(?:p|li|ul|ol)>")
NOT_SPOKEN = {"kind", "fit"}


def build() -> TrainingDraft:
    draft = TrainingDraft()
    ZingevingTraining().build(draft)
    return draft


DRAFT = build()
LESSONS = pytest.mark.parametrize("lesson", DRAFT.lessons, ids=lambda lesson: lesson.slug)


def texts(value: Any) -> Iterator[str]:
    """Every text in a block's value, tags taken off."""
    if isinstance(value, str):
        lines = TAG.sub("\n", value)
        yield unescape(re.sub(r"<[^>]+>", "", lines))
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in NOT_SPOKEN:
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def texts_of(lesson: LessonDraft) -> list[str]:
    return [text for _type, value in lesson.body for text in texts(value)]


def sentences(lesson: LessonDraft) -> list[str]:
    found = [part for text in texts_of(lesson) for part in END_OF_SENTENCE.split(text)]
    return [sentence.strip() for sentence in found if re.search(r"\w", sentence)]


def words(text: str) -> int:
    return len(text.split())


def types_in(lesson: LessonDraft) -> list[str]:
    return [block_type for block_type, _value in lesson.body]


def test_it_is_a_whole_training() -> None:
    assert (DRAFT.slug, DRAFT.title, DRAFT.theme, DRAFT.partner, DRAFT.minutes) == (
        "zingeving",
        "Zingeving",
        "Zingeving",
        "Zin in Utrecht",
        180,
    )
    assert len(DRAFT.lessons) == 5
    assert 4 <= len(DRAFT.goals) <= 6
    assert DRAFT.introduction
    assert DRAFT.for_whom


def test_building_twice_gives_the_same_and_shares_no_goals() -> None:
    first, second = build(), build()
    assert first == second
    first.goals.append("Iets anders")
    assert build() == second


def test_it_fits_the_fields_of_the_pages() -> None:
    assert len(DRAFT.summary) <= 250
    assert max(map(len, DRAFT.goals)) <= 200
    assert max(len(lesson.summary) for lesson in DRAFT.lessons) <= 250
    assert len({lesson.slug for lesson in DRAFT.lessons}) == len(DRAFT.lessons)


@pytest.mark.django_db  # a fault in another plugin would be written down
@LESSONS
def test_each_part_is_a_known_block_and_passes_the_editors_checks(lesson: LessonDraft) -> None:
    known = dict(lesson_blocks())
    for block_type, value in lesson.body:
        assert block_type in known
        block = known[block_type]
        block.clean(block.normalize(value))


@LESSONS
def test_each_lesson_is_of_substance_and_varied(lesson: LessonDraft) -> None:
    used = types_in(lesson)
    assert {"case", "dialogue"} & set(used)
    assert "reflection" in used
    assert len(set(used)) >= 7
    assert 700 <= sum(words(text) for text in texts_of(lesson)) <= 1700


def test_there_is_enough_to_practise() -> None:
    used = [block_type for lesson in DRAFT.lessons for block_type in types_in(lesson)]
    assert used.count("knowledge_check") == 3
    assert used.count("zingeving_life_question") == 4


def test_each_exercise_is_about_another_life_question() -> None:
    best = [
        next(option["text"] for option in value["questions"] if option["fit"] == "good")
        for lesson in DRAFT.lessons
        for block_type, value in lesson.body
        if block_type == "zingeving_life_question"
    ]
    assert best == [
        "Doe ik er nog toe?",
        "Wat komt er na de dood?",
        "Was het goed zo?",
        "Waarom overkomt mij dit?",
    ]


def test_the_last_lesson_says_where_to_take_a_signal_and_what_to_do_next() -> None:
    last = DRAFT.lessons[-1]
    assert "infopunt" in types_in(last)
    assert [value for block_type, value in last.body if block_type == "heading"][-1] == (
        "Wat ga je nu doen?"
    )
    assert last.body[-1][0] == "paragraph"


@LESSONS
def test_sentences_are_short(lesson: LessonDraft) -> None:
    lengths = [words(sentence) for sentence in sentences(lesson)]
    assert sum(lengths) / len(lengths) <= 12
    assert [s for s in sentences(lesson) if words(s) > 24] == []


@LESSONS
def test_the_text_is_finished_and_uses_dutch_quotes(lesson: LessonDraft) -> None:
    whole = "\n".join(texts_of(lesson))
    assert re.findall(r"(?i)todo|lorem|fixme|\bxxx\b", whole) == []
    assert re.findall(r"[\"'“”„`]|  ", whole) == []


def test_the_plugin_brings_the_training_and_the_exercise() -> None:
    plugin = apps.get_app_config("zingeving")
    assert isinstance(plugin, ZingevingPlugin)
    names = [contribution.name for contribution in plugin.contributions()]
    assert names == ["zingeving", "life_question"]
