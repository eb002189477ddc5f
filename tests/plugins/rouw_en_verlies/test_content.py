"""The text of the training: complete, valid in the editor, and in plain language."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps

from courses.catalogue.blocks import lesson_blocks
from courses.plugin_api.api import LessonDraft, TrainingDraft
from plugins.rouw_en_verlies.apps import RouwEnVerliesPlugin
from plugins.rouw_en_verlies.exercises import CLOSES, MIXED, OPENS
from plugins.rouw_en_verlies.training import RouwEnVerliesTraining

if TYPE_CHECKING:
    from collections.abc import Iterator

EXERCISE = "rouw_en_verlies_conversation"
NOT_READ = {"kind", "effect"}
"""Fields with a code instead of a text."""


def build() -> TrainingDraft:
    draft = TrainingDraft()
    RouwEnVerliesTraining().build(draft)
    return draft


DRAFT = build()
each_lesson = pytest.mark.parametrize("lesson", DRAFT.lessons, ids=lambda lesson: lesson.slug)


def plain(html: str) -> str:
    """The text without tags; a paragraph or item begins a new line."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"</?(p|li|ul|ol)>", "\n", html)))


def texts(value: Any) -> Iterator[str]:
    """Every text for a reader in a block's value."""
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in NOT_READ:
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def lesson_texts(lesson: LessonDraft) -> list[str]:
    return [text for _type, value in lesson.body for text in texts(value)]


def all_texts() -> list[str]:
    around = [DRAFT.summary, DRAFT.introduction, DRAFT.for_whom, *DRAFT.goals]
    return [plain(text) for text in around] + [
        text for lesson in DRAFT.lessons for text in [lesson.summary, *lesson_texts(lesson)]
    ]


def sentence_lengths(lesson: LessonDraft) -> dict[str, int]:
    """The number of words of every sentence."""
    parts = [
        part.strip()
        for text in lesson_texts(lesson)
        for part in re.split(r"(?<=[.!?…])[’)]*\s+|\n+", text)
    ]
    return {part: len(part.split()) for part in parts if re.search(r"\w", part)}


def conversations() -> list[dict[str, Any]]:
    return [value for one in DRAFT.lessons for kind, value in one.body if kind == EXERCISE]


def test_the_plugin_brings_the_training_and_the_exercise() -> None:
    plugin = apps.get_app_config("rouw_en_verlies")
    assert isinstance(plugin, RouwEnVerliesPlugin)
    assert [contribution.name for contribution in plugin.contributions()] == [
        "rouw_en_verlies",
        "conversation",
    ]


def test_it_is_a_whole_training() -> None:
    assert (DRAFT.slug, DRAFT.title, DRAFT.theme, DRAFT.partner, DRAFT.minutes) == (
        "rouw-en-verlies",
        "Rouw & verlies",
        "Rouw en verlies",
        "Humanitas Utrecht",
        180,
    )
    assert [lesson.slug for lesson in DRAFT.lessons] == [
        "als-je-partner-wegvalt",
        "hoe-rouw-gaat",
        "wat-helpt-en-wat-pijn-doet",
        "bijzondere-dagen-en-gewoonten",
        "jij-en-je-grens",
    ]
    assert len(DRAFT.goals) == 6
    assert all(text.strip() for text in all_texts())


def test_building_it_again_gives_the_same_and_shares_no_goals() -> None:
    first = build()
    first.goals.clear()
    assert build() == DRAFT


def test_it_fits_the_fields_of_the_pages() -> None:
    assert (
        max(len(summary) for summary in (DRAFT.summary, *(x.summary for x in DRAFT.lessons))) <= 250
    )
    assert max(len(goal) for goal in DRAFT.goals) <= 200


@pytest.mark.django_db  # a fault in another plugin would be written down
@each_lesson
def test_every_part_is_a_known_block_and_passes_the_editors_checks(lesson: LessonDraft) -> None:
    known = dict(lesson_blocks())
    assert {kind for kind, _value in lesson.body} - set(known) == set()
    for kind, value in lesson.body:
        known[kind].clean(known[kind].normalize(value))


@each_lesson
def test_every_lesson_has_practice_thought_and_substance(lesson: LessonDraft) -> None:
    kinds = Counter(kind for kind, _value in lesson.body)
    assert kinds["case"] + kinds["dialogue"] >= 1
    assert kinds["reflection"] == 1
    assert len(kinds) >= 7
    assert 700 <= sum(len(text.split()) for text in lesson_texts(lesson)) <= 1400


def test_there_is_enough_to_practise() -> None:
    kinds = Counter(kind for lesson in DRAFT.lessons for kind, _value in lesson.body)
    assert (kinds["knowledge_check"], kinds[EXERCISE], kinds["infopunt"]) == (3, 4, 1)


def test_every_conversation_has_its_own_person_and_all_kinds_of_effects() -> None:
    given = conversations()
    assert len({one["who"] for one in given}) == len(given)
    for one in given:
        assert {option["effect"] for option in one["options"]} == {OPENS, MIXED, CLOSES}


def test_the_sentence_that_opens_is_not_always_at_the_same_place() -> None:
    places = [
        [option["effect"] for option in one["options"]].index(OPENS) for one in conversations()
    ]
    assert len(set(places)) > 1


def test_the_last_lesson_tells_where_to_go_and_how_privacy_is_kept() -> None:
    last = DRAFT.lessons[-1]
    assert ("infopunt", None) in last.body
    assert ("heading", "En nu verder") in last.body
    text = " ".join(lesson_texts(last))
    assert "Op deze site schrijven we niets op over de mensen die jij bezoekt." in text
    assert "113" in text


@each_lesson
def test_the_language_is_plain(lesson: LessonDraft) -> None:
    lengths = sentence_lengths(lesson)
    assert sum(lengths.values()) / len(lengths) <= 12
    assert {sentence: n for sentence, n in lengths.items() if n > 25} == {}


def test_quotes_are_typographic_and_closed() -> None:
    for text in all_texts():
        assert not set("\"'“”`") & set(text), text
        # An apostrophe (foto’s) is the same character as a closing quote; it stands before a
        # letter, or before a letter and a space as in ’s avonds.
        assert text.count("‘") == len(re.findall(r"’(?!\w)", text)), text


def test_nothing_is_left_unfinished() -> None:
    assert [text for text in all_texts() if re.search(r"TODO|lorem|XXX|\?\?", text, re.I)] == []
