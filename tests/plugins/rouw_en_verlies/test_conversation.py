"""The exercise "Wat zeg je?": reading, grading, showing and writing one."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.plugin_api.api import ExerciseContext, Json, Refusal, Score
from plugins.rouw_en_verlies.exercises import Conversation, ConversationBlock

EXERCISE = Conversation()
BLOCK = ConversationBlock()


def stored_option(key: str, effect: str) -> dict[str, Any]:
    value = {
        "say": f"Ik zeg {key}.",
        "effect": effect,
        "reply": f"Antwoord op {key}.",
        "why": f"Reden bij {key}.",
    }
    return {"type": "item", "id": key, "value": value}


# As the database has it: every item of a list with the id that the editor gave it.
STORED: dict[str, Any] = {
    "title": "Op de stoep",
    "situation": "Je ziet mevrouw Smit.\n\nZe veegt de stoep.",
    "who": "Mevrouw Smit",
    "face": "older-woman-bun",
    "says": "Hij veegde altijd <zo> netjes.",
    "options": [
        stored_option("dicht", "closes"),
        stored_option("open", "opens"),
        stored_option("half", "mixed"),
    ],
    "remember": "Noem de naam.",
}


def context(stored: dict[str, Any] = STORED) -> ExerciseContext:
    return ExerciseContext("oefening", BLOCK.to_python(deepcopy(stored)), 1, 2)


def grade(kept: Json, stored: dict[str, Any] = STORED) -> Score:
    return EXERCISE.grade(kept, context(stored))


def told(key: str, effect: str) -> dict[str, str]:
    return {"key": key, **stored_option(key, effect)["value"]}


# --- Reading ----------------------------------------------------------------------------------


def test_an_answer_is_the_chosen_sentence_and_replaces_the_one_before() -> None:
    assert EXERCISE.read_answer({"option": ["open"]}, None) == {"option": "open"}
    assert EXERCISE.read_answer({"option": ["half"]}, {"option": "open"}) == {"option": "half"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Kies eerst wat je zou zeggen. Je mag het daarna nog eens proberen."),
        ({"option": []}, "Kies eerst wat je zou zeggen. Je mag het daarna nog eens proberen."),
        ({"other": ["open"]}, "Kies eerst wat je zou zeggen. Je mag het daarna nog eens proberen."),
        ({"option": ["open", "half"]}, "Kies één zin. Meer kan hier niet."),
        ({"option": [""]}, "Er ging iets mis met je keuze. Kies opnieuw."),
        ({"option": ["<script>"]}, "Er ging iets mis met je keuze. Kies opnieuw."),
        ({"option": ["a" * 65]}, "Er ging iets mis met je keuze. Kies opnieuw."),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(data: dict[str, list[str]], message: str) -> None:
    with pytest.raises(Refusal) as caught:
        EXERCISE.read_answer(data, None)
    assert (str(caught.value), caught.value.field) == (message, "option")


KEYS = st.sampled_from(["open", "half", "dicht"]) | st.text(max_size=70)


@given(st.dictionaries(st.just("option") | st.text(max_size=9), st.lists(KEYS, max_size=3)))
def test_whatever_is_posted_gives_an_answer_that_can_be_graded_or_a_refusal(
    data: dict[str, list[str]],
) -> None:
    try:
        kept = EXERCISE.read_answer(data, None)
    except Refusal:
        return
    score = grade(kept)
    assert (score.out_of, score.points in (0, 1, 2)) == (2, True)


# --- Grading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "effect", "points"),
    [("open", "opens", 2), ("half", "mixed", 1), ("dicht", "closes", 0)],
)
def test_points_are_for_what_the_sentence_does(key: str, effect: str, points: int) -> None:
    score = grade({"option": key})
    assert (score.points, score.out_of, score.finished) == (points, 2, True)
    assert score.feedback["outcome"] == effect
    assert score.feedback["chosen"] == told(key, effect)


def test_the_other_sentences_are_told_in_the_trainers_order() -> None:
    others = grade({"option": "open"}).feedback["others"]
    assert others == [told("dicht", "closes"), told("half", "mixed")]


def test_a_kept_answer_still_fits_after_the_sentences_are_reordered() -> None:
    reordered = {**STORED, "options": STORED["options"][::-1]}
    assert grade({"option": "half"}, reordered).feedback["chosen"] == told("half", "mixed")


def test_a_sentence_that_is_gone_asks_for_a_new_choice() -> None:
    score = grade({"option": "weg"})
    assert (score.points, score.out_of, score.finished) == (0, 2, False)
    assert score.feedback == {"outcome": "changed", "chosen": None, "others": []}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["option", "x"]), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(JSON)
def test_no_kept_answer_makes_grading_or_showing_it_fail(kept: Json) -> None:
    score = grade(kept)
    assert score == Score(
        0, 2, finished=False, feedback={"outcome": "changed", "chosen": None, "others": []}
    )
    assert "Deze oefening is veranderd" in render(kept, score)


# --- Showing ----------------------------------------------------------------------------------


def render(kept: Json = None, score: Score | None = None) -> str:
    ctx = context()
    values = {
        "exercise": ctx,
        "config": ctx.config,
        "answer": kept,
        "score": score,
        "field_prefix": "opdracht-1",
    }
    return render_to_string(EXERCISE.template_name, values)


def answered(key: str) -> str:
    return render({"option": key}, grade({"option": key}))


def attributes(html: str, tag: str) -> list[dict[str, str]]:
    """The attributes of every element of this kind; one without a value has an empty string."""
    return [
        dict(re.findall(r'([\w-]+)(?:="([^"]*)")?', inside))
        for inside in re.findall(rf"<{tag}\b([^>]*)>", html)
    ]


def checked(html: str) -> list[str]:
    return [found["value"] for found in attributes(html, "input") if "checked" in found]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_it_asks_with_radio_buttons_that_each_have_a_label() -> None:
    html = render()
    inputs = attributes(html, "input")
    assert [(one["type"], one["name"], one["value"]) for one in inputs] == [
        ("radio", "opdracht-1-option", "dicht"),
        ("radio", "opdracht-1-option", "open"),
        ("radio", "opdracht-1-option", "half"),
    ]
    assert [one["for"] for one in attributes(html, "label")] == [one["id"] for one in inputs]
    assert len({one["id"] for one in inputs}) == 3
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert checked(html) == []


def test_it_shows_the_situation_and_escapes_what_people_wrote() -> None:
    html = render()
    assert "<p>Je ziet mevrouw Smit.</p>" in html
    assert "Hij veegde altijd &lt;zo&gt; netjes." in html


def test_it_gives_nothing_away_before_an_answer() -> None:
    html = render()
    secrets = ("Antwoord op", "Reden bij", "Noem de naam.", "Dit opent", 'id="opdracht-1-result"')
    assert [secret for secret in secrets if secret in html] == []


@pytest.mark.parametrize(
    ("key", "verdict", "comforted"),
    [
        ("open", "Dit opent het gesprek", False),
        ("half", "Dit helpt een beetje", False),
        ("dicht", "Dit sluit het gesprek", True),
    ],
)
def test_after_an_answer_the_conversation_goes_on(key: str, verdict: str, comforted: bool) -> None:
    html = answered(key)
    own, _others = words(html).split("En als je iets anders had gezegd?")
    assert f"Jij Ik zeg {key}. Mevrouw Smit Antwoord op {key}. {verdict} Reden bij {key}." in own
    assert ("Bijna iedereen zegt zoiets weleens." in own) is comforted
    assert "Om mee te nemen: Noem de naam." in own
    assert checked(html) == [key]


def test_the_other_sentences_can_be_opened() -> None:
    html = answered("open")
    summaries = [words(found) for found in re.findall(r"<summary>(.*?)</summary>", html, re.S)]
    assert summaries == ["‘Ik zeg dicht.’", "‘Ik zeg half.’"]
    assert html.count("<details") == 2
    for text in ("Antwoord op dicht.", "Reden bij half.", "Dit sluit het gesprek"):
        assert text in html


def test_sentences_in_a_summary_are_escaped() -> None:
    stored = deepcopy(STORED)
    stored["options"][0]["value"]["say"] = "<b>Ach</b>"
    ctx = context(stored)
    html = render_to_string(
        EXERCISE.template_name,
        {
            "config": ctx.config,
            "answer": {"option": "open"},
            "score": EXERCISE.grade({"option": "open"}, ctx),
            "field_prefix": "opdracht-1",
        },
    )
    assert "‘&lt;b&gt;Ach&lt;/b&gt;’" in html
    assert "<b>" not in html


def test_the_result_can_have_focus_and_has_a_name() -> None:
    html = answered("half")
    (result,) = attributes(html, "section")
    assert (result["id"], result["tabindex"]) == ("opdracht-1-result", "-1")
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert result["aria-labelledby"] in ids


def test_a_kept_sentence_that_is_gone_is_told_and_can_be_chosen_anew() -> None:
    html = render({"option": "weg"}, grade({"option": "weg"}))
    assert "Kies een nieuwe zin." in html
    assert checked(html) == []
    assert len(attributes(html, "input")) == 3


# --- Writing one ------------------------------------------------------------------------------


def faults(stored: dict[str, Any]) -> list[str]:
    with pytest.raises(StructBlockValidationError) as caught:
        BLOCK.clean(BLOCK.to_python(stored))
    assert list(caught.value.block_errors) == ["options"]
    errors = caught.value.block_errors["options"].non_block_errors.as_data()
    return [str(message) for error in errors for message in error]


def with_effects(*effects: str) -> dict[str, Any]:
    options = [stored_option(f"zin-{number}", effect) for number, effect in enumerate(effects)]
    return {**STORED, "options": options}


def test_a_complete_exercise_is_accepted_and_keeps_its_ids() -> None:
    value = BLOCK.clean(BLOCK.to_python(deepcopy(STORED)))
    assert BLOCK.get_prep_value(value) == STORED


def test_a_sentence_must_open_the_conversation() -> None:
    assert faults(with_effects("mixed", "closes")) == [
        "Kies bij minstens één zin ‘Opent het gesprek’."
    ]


def test_not_all_sentences_may_do_the_same() -> None:
    assert faults(with_effects("opens", "opens")) == [
        "Alle zinnen openen het gesprek. Geef minstens één zin een ander effect."
    ]


def test_sentences_must_differ() -> None:
    stored = deepcopy(STORED)
    stored["options"][2]["value"]["say"] = " ik zeg OPEN. "
    assert faults(stored) == ["Twee zinnen zijn hetzelfde. Pas er één aan."]


def test_one_sentence_is_no_choice() -> None:
    assert len(faults(with_effects("opens"))) == 1


def test_an_effect_must_be_chosen() -> None:
    with pytest.raises(StructBlockValidationError) as caught:
        BLOCK.clean(BLOCK.to_python(with_effects("opens", "")))
    assert list(caught.value.block_errors) == ["options"]


def test_every_field_tells_a_trainer_what_to_write() -> None:
    options = BLOCK.child_blocks["options"]
    fields = [*BLOCK.child_blocks.values(), *options.child_block.child_blocks.values()]
    helps = {
        one.name: str(one.field.help_text if hasattr(one, "field") else one.meta.help_text)
        for one in fields
    }
    assert [name for name, text in helps.items() if not text] == []
    assert [one.name for one in fields if not one.label] == []
