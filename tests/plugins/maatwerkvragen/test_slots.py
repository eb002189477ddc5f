"""How questions are recognised through the years."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.plugin_api.api import Question, QuestionKind
from plugins.maatwerkvragen.slots import Slot, filled_in, lines

COFFEE = Slot("Hoe was de koffie?", QuestionKind.CHOICE, ("Lekker", "Slap"))


@pytest.mark.parametrize(
    "same",
    [
        Slot("hoe was  de KOFFIE", QuestionKind.CHOICE, ("Lekker", "Slap")),
        Slot("Hoe was de koffie?!", QuestionKind.CHOICE, ("lekker.", "SLAP")),
        Slot("Hoe was de koffie?", QuestionKind.CHOICE, ("Slap", "Lekker")),
    ],
)
def test_what_nobody_means_by_a_change_keeps_the_key(same: Slot) -> None:
    assert same.key == COFFEE.key


@pytest.mark.parametrize(
    "other",
    [
        Slot("Hoe was de thee?", QuestionKind.CHOICE, ("Lekker", "Slap")),
        Slot("Hoe was de koffie?", QuestionKind.MULTIPLE, ("Lekker", "Slap")),
        Slot("Hoe was de koffie?", QuestionKind.CHOICE, ("Lekker", "Slap", "Weet ik niet")),
        Slot("Hoe was de koffie?", QuestionKind.OPEN),
        Slot("Hoe was de koffie?", QuestionKind.SCORE),
    ],
)
def test_other_words_another_kind_or_other_options_are_another_question(other: Slot) -> None:
    assert other.key != COFFEE.key


def test_a_key_is_stored_so_it_is_the_same_in_every_process() -> None:
    assert COFFEE.key == "452e1fb66acb1d416a42eba89b7cb7e4"


def test_the_order_of_the_questions_plays_no_part() -> None:
    before = {
        "text_1": "A?",
        "kind_1": "open",
        "options_1": "",
        "text_2": "B?",
        "kind_2": "score",
        "options_2": "",
    }
    after = {
        "text_3": "B?",
        "kind_3": "score",
        "options_3": "",
        "text_5": "A?",
        "kind_5": "open",
        "options_5": "",
    }
    one, other = filled_in(before)
    assert filled_in(after) == [other, one]
    assert one.key != other.key


def test_what_is_asked_is_what_was_written_and_nobody_has_to_answer() -> None:
    assert COFFEE.question() == Question(
        key=COFFEE.key,
        kind=QuestionKind.CHOICE,
        text="Hoe was de koffie?",
        options=("Lekker", "Slap"),
        required=False,
    )


def test_without_settings_nothing_is_asked() -> None:
    assert filled_in({}) == []


@given(st.text())
def test_lines_can_be_read_and_have_no_spaces_around_them(text: str) -> None:
    for line in lines(text):
        assert line == " ".join(line.split())
        assert any(character.isprintable() and not character.isspace() for character in line)
