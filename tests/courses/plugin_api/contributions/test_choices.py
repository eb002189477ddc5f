"""What an exercise of choices reads, keeps and finds again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail import blocks

from courses.plugin_api.api import (
    Choice,
    ChoiceExercise,
    Chosen,
    ExerciseContext,
    Option,
    OptionsBlock,
    Refusal,
    Score,
    options_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["one", "more", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


class TwoLists(blocks.StructBlock):
    """A list of which one is chosen, and one of which more."""

    one = OptionsBlock(blocks.StructBlock([("text", blocks.CharBlock())]))
    several = OptionsBlock(blocks.StructBlock([("text", blocks.CharBlock())]))


class TwoChoices(ChoiceExercise):
    """Tells what was chosen."""

    name = "two"
    template_name = "two.html"
    choices = (
        Choice("one", none="Kies er een.", many="Kies er maar een."),
        Choice("several", most=3, field="more", kept_as="more"),
    )

    def block(self) -> blocks.Block:
        return TwoLists()

    def judge(self, chosen: Mapping[str, Chosen], ctx: ExerciseContext) -> Score:
        told = {
            name: [[one.key for one in found.picked], found.gone, found.nothing]
            for name, found in chosen.items()
        }
        return Score(0, 1, feedback=told)


def context(one: str, several: str) -> ExerciseContext:
    """An exercise whose lists have an option for each letter, with that as its key."""
    config = TwoLists().to_python({"one": stored(one), "several": stored(several)})
    return ExerciseContext("x", config, 1, 1)


def stored(letters: str) -> list[dict[str, Any]]:
    return [{"type": "item", "id": key, "value": {"text": key * 2}} for key in letters]


# --- Reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({"one": ["a"], "more": ["y", "x", "y"]}, {"one": "a", "more": ["y", "x"]}),
        ({"one": ["a", "a"]}, {"one": "a", "more": []}),
        ({"more": ["x"]}, {"one": None, "more": ["x"]}),
    ],
)
def test_an_answer_has_a_key_or_a_list_of_keys(data: dict[str, list[str]], kept: Any) -> None:
    assert TwoChoices().read_answer(data, None) == kept


@pytest.mark.parametrize(
    ("data", "sentence", "field"),
    [
        ({}, "Kies er een.", "one"),
        ({"one": [], "other": ["a"]}, "Kies er een.", "one"),
        ({"one": ["a", "b"]}, "Kies er maar een.", "one"),
        ({"one": [""]}, "Er ging iets mis met je keuze. Kies opnieuw.", "one"),
        ({"more": ["a", "<b>"]}, "Er ging iets mis met je keuze. Kies opnieuw.", "more"),
        ({"more": ["a", "b", "c", "d"]}, "Er ging iets mis met je keuze. Kies opnieuw.", "more"),
        ({"more": ["x" * 65]}, "Er ging iets mis met je keuze. Kies opnieuw.", "more"),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(
    data: dict[str, list[str]], sentence: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        TwoChoices().read_answer(data, None)
    assert (str(refused.value), refused.value.field) == (sentence, field)


def test_an_exercise_without_sentences_of_its_own_has_ours() -> None:
    choice = Choice("one")
    with pytest.raises(Refusal, match=r"Kies één antwoord\. Meer kan hier niet\."):
        choice.read({"one": ["a", "b"]})
    with pytest.raises(Refusal, match=r"Kies eerst een antwoord\."):
        type("Bare", (TwoChoices,), {"choices": (choice,)})().read_answer({}, None)


# --- Finding again ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lists", "found"),
    [
        (("abc", "xyz"), {"one": [["b"], False, False], "several": [["x", "z"], False, False]}),
        # Another order, and what is gone.
        (("cba", "zyx"), {"one": [["b"], False, False], "several": [["z", "x"], False, False]}),
        (("ac", "xy"), {"one": [[], True, False], "several": [["x"], True, False]}),
    ],
)
def test_a_kept_answer_follows_its_options(lists: tuple[str, str], found: Any) -> None:
    answer = {"one": "b", "more": ["z", "x"]}
    assert TwoChoices().grade(answer, context(*lists)).feedback == found


@given(answer=JSON)
def test_whatever_was_kept_can_be_judged(answer: Any) -> None:
    told = TwoChoices().grade(answer, context("ab", "xy")).feedback
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize("config", [None, {}, {"one": None}, {"one": [], "several": ["x"]}])
def test_a_block_without_lists_does_no_harm(config: Any) -> None:
    found = TwoChoices().grade({"one": "b"}, ExerciseContext("x", config, 1, 1)).feedback
    assert found["one"] == [[], True, False]


def test_the_others_are_what_was_not_picked() -> None:
    options = [Option("a", 1, "A"), Option("b", 2, "B"), Option("c", 3, "C")]
    assert Chosen(options, options[1:2]).others == [options[0], options[2]]


def test_options_are_numbered_and_keep_their_keys() -> None:
    listed = context("ba", "xy").config["one"]
    assert [(one.key, one.number, one.value["text"]) for one in options_of(listed)] == [
        ("b", 1, "bb"),
        ("a", 2, "aa"),
    ]
