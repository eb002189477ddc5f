"""The exercise "Telefoongesprek": following, answering, showing and checking a conversation."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.plugin_api.api import ExerciseContext, Json, Refusal, Score
from plugins.bellen.content.call_bakker import CALL
from plugins.bellen.conversation import problems
from plugins.bellen.exercises import MOST_STEPS, PhoneCall, PhoneCallBlock

EXERCISE = PhoneCall()


def _choice(key: str, following: str) -> dict[str, Any]:
    return {"key": key, "text": f"zin {key}", "next": following, "effect": f"gevolg {key}"}


def _ending(key: str, quality: str) -> dict[str, Any]:
    return {
        "key": key,
        "text": f"dag {key}",
        "quality": quality,
        "title": f"einde {key}",
        "reflection": f"terugblik {key}",
    }


def _call() -> dict[str, Any]:
    """Two turns that can go round, and three endings."""
    return {
        "title": "Een gesprek",
        "situation": "<p>Je belt.</p>",
        "other": "Mevrouw Bakker",
        "turns": [
            {
                "key": "start",
                "text": "hallo",
                "choices": [_choice("a", "more"), _choice("b", "out")],
            },
            {
                "key": "more",
                "text": "vertel",
                "choices": [_choice("a", "well"), _choice("b", "half"), _choice("c", "start")],
            },
        ],
        "endings": [_ending("well", "good"), _ending("half", "mixed"), _ending("out", "poor")],
    }


def _value(config: dict[str, Any] | None = None) -> Any:
    return PhoneCallBlock().normalize(config or _call())


def _context(config: dict[str, Any] | None = None) -> ExerciseContext:
    return ExerciseContext("e1", _value(config), training_id=1, lesson_id=2)


def _grade(answer: Json, config: dict[str, Any] | None = None) -> Score:
    return EXERCISE.grade(answer, _context(config))


def _said(score: Score) -> list[str]:
    return [bubble["text"] for bubble in score.feedback["bubbles"]]


# --- Grading --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "points", "title"),
    [
        (["start.a", "more.a"], 2, "einde well"),
        (["start.a", "more.b"], 1, "einde half"),
        (["start.b"], 0, "einde out"),
    ],
)
def test_each_ending_has_its_own_score_and_reflection(
    path: list[str], points: int, title: str
) -> None:
    score = _grade(path)
    assert (score.points, score.out_of, score.finished) == (points, 2, True)
    assert score.feedback["outcome"]["title"] == title
    assert score.feedback["options"] == []


def test_a_conversation_that_goes_on_is_not_finished() -> None:
    score = _grade(["start.a"])
    assert (score.points, score.out_of, score.finished) == (0, 2, False)
    assert score.feedback["options"] == [
        {"step": "more.a", "text": "zin a"},
        {"step": "more.b", "text": "zin b"},
        {"step": "more.c", "text": "zin c"},
    ]


def test_what_was_said_is_shown_with_the_effect_of_each_own_sentence() -> None:
    assert _grade(["start.a", "more.a"]).feedback["bubbles"] == [
        {"mine": False, "text": "hallo", "effect": ""},
        {"mine": True, "text": "zin a", "effect": "gevolg a"},
        {"mine": False, "text": "vertel", "effect": ""},
        {"mine": True, "text": "zin a", "effect": "gevolg a"},
        {"mine": False, "text": "dag well", "effect": ""},
    ]


def test_a_conversation_may_go_round() -> None:
    score = _grade(["start.a", "more.c", "start.b"])
    assert _said(score) == ["hallo", "zin a", "vertel", "zin c", "hallo", "zin b", "dag out"]


def test_the_feedback_can_be_kept_as_json() -> None:
    feedback = _grade(["start.a", "more.a"]).feedback
    assert json.loads(json.dumps(feedback)) == feedback


def test_the_same_answer_always_gets_the_same_score() -> None:
    context, answer = _context(), ["start.a", "more.b"]
    assert EXERCISE.grade(answer, context) == EXERCISE.grade(answer, context)
    assert answer == ["start.a", "more.b"]


# --- Answers that no longer fit ---------------------------------------------------------------


def test_a_path_is_cut_where_it_stops_fitting() -> None:
    score = _grade(["start.a", "gone.a", "more.a"])
    assert (score.feedback["path"], score.feedback["shortened"]) == (["start.a"], True)
    assert (_said(score), score.finished) == (["hallo", "zin a", "vertel"], False)


def test_a_path_past_an_ending_is_cut_there() -> None:
    score = _grade(["start.b", "more.a"])
    assert (score.feedback["path"], score.feedback["shortened"]) == (["start.b"], True)
    assert score.finished is True


def test_a_path_survives_that_turns_and_choices_are_reordered() -> None:
    config = _call()
    config["turns"][1]["choices"].reverse()
    config["endings"].reverse()
    assert _grade(["start.a", "more.b"], config).feedback["outcome"]["title"] == "einde half"


def test_a_path_does_not_follow_the_same_letter_in_another_turn() -> None:
    config = _call()
    config["turns"][0]["choices"][0]["next"] = "half"
    score = _grade(["start.a", "more.a"], config)
    assert (score.feedback["path"], score.feedback["shortened"]) == (["start.a"], True)


def test_a_choice_that_leads_nowhere_is_not_followed() -> None:
    config = _call()
    config["turns"][0]["choices"][0]["next"] = "gone"
    assert _grade(["start.a"], config).feedback["path"] == []


@pytest.mark.parametrize("answer", [None, "start.a", 3, {}, {"path": ["start.a"]}, [None], [["a"]]])
def test_a_strange_kept_answer_begins_the_conversation_anew(answer: Json) -> None:
    score = _grade(answer)
    assert (_said(score), score.feedback["path"], score.finished) == (["hallo"], [], False)


def test_a_conversation_without_turns_gives_no_score_but_no_fault() -> None:
    score = _grade(["start.a"], {**_call(), "turns": []})
    assert (_said(score), score.feedback["options"], score.finished) == ([], [], False)


# --- Reading what was posted ------------------------------------------------------------------


def test_a_choice_is_added_to_the_path_on_the_page() -> None:
    data = {"path": ["start.a", "more.c"], "choice": ["start.b"]}
    assert EXERCISE.read_answer(data, None) == ["start.a", "more.c", "start.b"]


def test_the_page_that_one_sees_counts_and_not_a_later_answer() -> None:
    assert EXERCISE.read_answer({"choice": ["start.b"]}, ["start.a", "more.a"]) == ["start.b"]


def test_one_step_back_takes_the_last_choice_away() -> None:
    data = {"path": ["start.a", "more.c"], "move": ["back"]}
    assert EXERCISE.read_answer(data, None) == ["start.a"]


def test_a_step_back_counts_more_than_a_choice_that_was_marked() -> None:
    data = {"path": ["start.a"], "choice": ["more.a"], "move": ["back"]}
    assert EXERCISE.read_answer(data, None) == []


def test_a_step_back_at_the_beginning_stays_at_the_beginning() -> None:
    assert EXERCISE.read_answer({"move": ["back"]}, None) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Kies eerst wat je zegt."),
        ({"choice": []}, "Kies eerst wat je zegt."),
        ({"choice": ["start.a", "start.b"]}, "Kies één antwoord tegelijk."),
        (
            {"choice": ["<script>"]},
            "Dit antwoord hoort niet bij dit gesprek. Kies opnieuw wat je zegt.",
        ),
        (
            {"choice": ["start.a\n"]},
            "Dit antwoord hoort niet bij dit gesprek. Kies opnieuw wat je zegt.",
        ),
        (
            {"choice": ["start.a"], "path": ["x" * 500]},
            "Dit antwoord hoort niet bij dit gesprek. Kies opnieuw wat je zegt.",
        ),
        (
            {"choice": ["start.a"], "path": ["start.a"] * MOST_STEPS},
            "Dit gesprek is erg lang geworden. Begin opnieuw.",
        ),
        (
            {"choice": ["start.a"], "move": ["fly"]},
            "Dit kan hier niet. Kies wat je zegt.",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_plain_sentence(
    data: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        EXERCISE.read_answer(data, None)
    assert str(refusal.value) == message


step = st.sampled_from(["start.a", "start.b", "more.a", "more.c", "start.z", "gone.a"])
posted = st.dictionaries(
    st.sampled_from(["choice", "path", "move", "step", ""]),
    st.lists(st.one_of(step, st.sampled_from(["back", "say"]), st.text()), max_size=6),
)


@given(data=posted, previous=st.one_of(st.none(), st.lists(step)))
def test_anything_posted_is_refused_or_can_be_graded(
    data: dict[str, list[str]], previous: Json
) -> None:
    try:
        answer = EXERCISE.read_answer(data, previous)
    except Refusal:
        return
    score = _grade(answer)
    assert score.feedback["path"] == answer[: len(score.feedback["path"])]


# --- Showing ----------------------------------------------------------------------------------


def _html(answer: Json, config: dict[str, Any] | None = None) -> str:
    context = _context(config)
    return render_to_string(
        EXERCISE.template_name,
        {
            "exercise": context,
            "config": context.config,
            "answer": answer,
            "score": None if answer is None else EXERCISE.grade(answer, context),
            "field_prefix": "p1",
        },
    )


def test_the_conversation_begins_with_the_other_and_choices_with_labels() -> None:
    html = _html(None)
    assert html.count("Mevrouw Bakker") == 1
    for number, step_value in enumerate(["start.a", "start.b"], start=1):
        assert html.count(f'for="p1-choice-{number}"') == 1
        assert html.count(f'id="p1-choice-{number}"') == 1
        assert html.count(f'value="{step_value}"') == 1
    assert html.count('type="radio"') == html.count('name="p1-choice"') == 2
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert (html.count('name="p1-path"'), html.count('value="back"')) == (0, 0)


def test_the_first_button_is_the_one_that_speaks() -> None:
    html = _html(["start.a"])
    assert html.index("Zeg dit") < html.index("Eén stap terug")


def test_halfway_the_page_carries_the_path_and_a_step_back() -> None:
    html = _html(["start.a", "more.c"])
    assert html.count('type="hidden" name="p1-path"') == 2
    assert html.count('name="p1-move"') == html.count('value="back"') == 1
    assert html.count("gevolg") == 0


def test_all_that_was_said_is_on_the_page_while_it_goes_on() -> None:
    html = _html(["start.a", "more.c"])
    bubbles = re.findall(r'va-dialogue__text">([^<]+)<', html)
    assert bubbles == ["hallo", "zin a", "vertel", "zin c", "hallo"]


@pytest.mark.parametrize(
    ("path", "words", "icon"),
    [
        (["start.a", "more.a"], "Dit gesprek liep goed.", "va-icon"),
        (["start.a", "more.b"], "Dit gesprek liep deels goed.", "va-icon"),
        (["start.b"], "Dit gesprek liep minder goed. Dat hoort bij oefenen.", "va-icon"),
    ],
)
def test_an_ending_says_in_words_and_a_sign_how_it_went(
    path: list[str], words: str, icon: str
) -> None:
    html = _html(path)
    outcome = html[html.index("va-feedback--") :]
    assert outcome.count(words) == 1
    assert icon in outcome
    assert "Dit gesprek kan op 3 manieren aflopen." in outcome
    assert html.count('type="radio"') == 0


def test_looking_back_shows_the_effect_of_each_sentence() -> None:
    html = _html(["start.a", "more.b"])
    assert [html.count(f">{text}<") for text in ("gevolg a", "gevolg b")] == [1, 1]


def test_a_shortened_conversation_says_so() -> None:
    sentence = "Dit gesprek is veranderd sinds je het deed."
    assert [_html(path).count(sentence) for path in (["start.a"], ["start.a", "gone.a"])] == [0, 1]


def test_what_trainers_write_is_escaped() -> None:
    config = _call()
    config["turns"][0]["text"] = "<script>alert(1)</script>"
    assert "<script>" not in _html(None, config)


# --- Writing one in the editor ----------------------------------------------------------------


def _messages(config: dict[str, Any]) -> list[str]:
    block = PhoneCallBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize(config))
    return list(refused.value.non_block_errors)


def test_a_sound_conversation_is_accepted() -> None:
    block = PhoneCallBlock()
    assert block.clean(block.normalize(_call()))["title"] == "Een gesprek"
    assert problems(CALL) == []


def test_a_choice_that_goes_nowhere_is_named() -> None:
    config = _call()
    config["turns"][0]["choices"][1]["next"] = "gone"
    assert _messages(config) == [
        "Keuze ‘b’ van moment ‘start’ gaat naar ‘gone’, en dat bestaat niet."
    ]


def test_a_name_that_is_used_twice_is_named() -> None:
    config = _call()
    config["endings"][0]["key"] = "more"
    assert _messages(config)[0] == (
        "De naam ‘more’ komt vaker voor. Geef elk moment en elk einde een eigen naam."
    )


def test_a_letter_that_is_used_twice_is_named() -> None:
    config = _call()
    config["turns"][1]["choices"][2]["key"] = "a"
    assert _messages(config) == ["In het moment ‘more’ komt de letter ‘a’ vaker voor."]


def test_a_part_that_nobody_reaches_is_named() -> None:
    config = _call()
    config["turns"][1]["choices"][1]["next"] = "well"
    assert _messages(config) == ["Niemand komt bij ‘half’: geen keuze gaat daarheen."]


def test_a_loop_without_a_way_out_is_named() -> None:
    config = _call()
    config["turns"][1]["choices"][2]["next"] = "loop"
    config["turns"].append(
        {"key": "loop", "text": "ja", "choices": [_choice("a", "loop"), _choice("b", "loop")]}
    )
    assert _messages(config) == ["Wie bij ‘loop’ is, komt nooit bij een einde."]


def test_a_conversation_needs_three_endings_and_two_choices_a_turn() -> None:
    few_endings, few_choices = _call(), _call()
    few_endings["endings"].pop()
    few_choices["turns"][0]["choices"].pop()
    block = PhoneCallBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize(few_endings))
    assert list(refused.value.block_errors) == ["endings"]
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize(few_choices))
    assert list(refused.value.block_errors) == ["turns"]


@pytest.mark.parametrize("key", ["Met Hoofdletter", "a.b", "é", "x" * 41, "a\n"])
def test_a_key_is_short_and_simple(key: str) -> None:
    block = PhoneCallBlock().child_blocks["turns"].child_block.child_blocks["key"]
    with pytest.raises(Exception, match="Gebruik alleen kleine letters") as refused:
        block.clean(key)
    assert type(refused.value).__name__ == "ValidationError"


def test_a_conversation_survives_being_kept_and_read_again() -> None:
    block = PhoneCallBlock()
    kept = json.loads(json.dumps(block.get_prep_value(_value(copy.deepcopy(CALL)))))
    again = block.to_python(kept)
    assert again.opening["bubbles"][0]["text"] == "Met Bakker."
    assert problems(again) == []
