"""The test: reading answers, giving points and showing it all."""

from __future__ import annotations

import re
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.plain_markup import exercise_on_paper
from courses.plugin_api.api import Json, Refusal, Score
from plugins.kennistoets.blocks import KnowledgeTestBlock
from plugins.kennistoets.exercises import KnowledgeTest
from plugins.kennistoets.marks import needed
from tests.plugins.kennistoets.written import BLOCK, TWO_QUESTIONS, context, question, whole

EXERCISE = KnowledgeTest()
ALL_RIGHT = {"q1": ["q1-o1"], "q2": ["q2-o1", "q2-o2"]}


def grade(
    picked: dict[str, list[str]], stored: dict[str, Any] = TWO_QUESTIONS, **settings: Json
) -> Score:
    return EXERCISE.grade({"picked": picked}, context(stored, **settings))


# --- Reading ----------------------------------------------------------------------------------


def test_an_answer_is_what_was_picked_for_each_question() -> None:
    data = {"q1": ["q1-o1"], "q2": ["q2-o2", "q2-o1", "q2-o2"]}
    assert EXERCISE.read_answer(data, None) == {"picked": ALL_RIGHT}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Je hebt nog niets gekozen. Beantwoord eerst de vragen."),
        ({"q1": [""]}, "Je hebt nog niets gekozen. Beantwoord eerst de vragen."),
        ({"q1": ["<b>"]}, "Er ging iets mis met je antwoorden. Kies opnieuw."),
        ({"<b>": ["o1"]}, "Er ging iets mis met je antwoorden. Kies opnieuw."),
        ({"q1": list("abcdefg")}, "Er ging iets mis met je antwoorden. Kies opnieuw."),
        (
            {f"q{number}": ["a"] for number in range(21)},
            "Er ging iets mis met je antwoorden. Kies opnieuw.",
        ),
    ],
)
def test_what_is_empty_or_tampered_with_is_refused(
    data: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(Refusal) as caught:
        EXERCISE.read_answer(data, None)
    assert str(caught.value) == message


# --- Grading ----------------------------------------------------------------------------------


def test_a_question_gives_a_point_when_exactly_the_right_options_are_picked() -> None:
    for picked, points in (
        (ALL_RIGHT, 2),
        ({**ALL_RIGHT, "q1": ["q1-o2"]}, 1),
        ({**ALL_RIGHT, "q2": ["q2-o1"]}, 1),
        ({**ALL_RIGHT, "q2": ["q2-o1", "q2-o2", "q2-o3"]}, 1),
        ({"q1": ["q1-o1", "q1-o2"], "q2": ["q2-o3"]}, 0),
    ):
        score = grade(picked)
        assert (score.points, score.out_of, score.finished) == (points, 2, True)


def test_an_incomplete_answer_is_not_finished_and_says_what_is_missing() -> None:
    score = grade({"q1": ["q1-o1"]})
    assert (score.points, score.out_of, score.finished) == (0, 2, False)
    assert score.feedback["missing"] == [{"key": "q2", "number": 2}]
    assert "passed" not in score.feedback


def test_the_feedback_tells_what_was_right_and_why() -> None:
    told = grade({**ALL_RIGHT, "q1": ["q1-o2"]}).feedback
    assert told["questions"][0] == {
        "key": "q1",
        "number": 1,
        "text": "Vraag over onderwerp 1?",
        "multiple": False,
        "explanation": "Uitleg bij onderwerp 1.",
        "options": [
            {"key": "q1-o1", "text": "Antwoord 1 <b>", "correct": True, "picked": False},
            {"key": "q1-o2", "text": "Antwoord 2 <b>", "correct": False, "picked": True},
        ],
        "answered": True,
        "right": False,
    }
    assert [one["right"] for one in told["questions"]] == [False, True]


def test_the_training_says_how_much_must_be_right() -> None:
    half = {**ALL_RIGHT, "q1": ["q1-o2"]}
    expected: tuple[tuple[dict[str, Any], int, bool], ...] = (
        ({}, 2, False),
        ({"pass_mark": 50}, 1, True),
        ({"pass_mark": 51}, 2, False),
        ({"pass_mark": 100}, 2, False),
    )
    for settings, enough, passed in expected:
        feedback = grade(half, **settings).feedback
        assert (feedback["needed"], feedback["passed"]) == (enough, passed)


def test_an_answer_still_fits_after_questions_and_options_changed_places() -> None:
    turned = deepcopy(TWO_QUESTIONS)
    turned["questions"].reverse()
    for item in turned["questions"]:
        item["value"]["options"].reverse()
    assert grade(ALL_RIGHT, turned).points == 2


def test_a_question_that_came_later_is_still_to_answer() -> None:
    longer = whole(*TWO_QUESTIONS["questions"], question(3, [True, False]))
    assert grade(ALL_RIGHT, longer).feedback["missing"] == [{"key": "q3", "number": 3}]


def test_what_is_gone_is_passed_over() -> None:
    assert grade({**ALL_RIGHT, "q1": ["q1-o1", "gone"], "q9": ["gone"]}).points == 2
    assert grade({**ALL_RIGHT, "q1": ["gone"]}).finished is False


PATTERNS = st.lists(
    st.lists(st.booleans(), min_size=2, max_size=6).filter(any), min_size=2, max_size=20
)


@st.composite
def made_up(draw: st.DrawFn) -> tuple[list[list[bool]], list[list[bool]]]:
    """Which options are right, and which somebody picked; often the same."""
    right = draw(PATTERNS)
    picked = [
        draw(
            st.just(options) | st.lists(st.booleans(), min_size=len(options), max_size=len(options))
        )
        for options in right
    ]
    return right, picked


@given(made_up(), st.integers(1, 100))
def test_points_are_the_questions_that_are_right_and_the_mark_decides(
    made: tuple[list[list[bool]], list[list[bool]]], percent: int
) -> None:
    right, picked = made
    stored = whole(*(question(number, options) for number, options in enumerate(right, start=1)))
    keys = {
        f"q{number}": [f"q{number}-o{place}" for place, one in enumerate(options, start=1) if one]
        for number, options in enumerate(picked, start=1)
    }
    score = grade(keys, stored, pass_mark=percent)
    assert score.out_of == len(right)
    assert score.finished == all(map(any, picked))
    if score.finished:
        assert score.points == sum(a == b for a, b in zip(right, picked, strict=True))
        assert score.feedback["passed"] == (
            Fraction(score.points, score.out_of) >= Fraction(percent, 100)
        )
    else:
        assert [one["number"] for one in score.feedback["missing"]] == [
            number for number, options in enumerate(picked, start=1) if not any(options)
        ]


@given(st.integers(1, 20), st.integers(1, 100))
def test_needed_is_the_fewest_points_that_reach_the_mark(out_of: int, percent: int) -> None:
    fewest = needed(out_of, percent)
    assert 1 <= fewest <= out_of
    assert fewest * 100 >= percent * out_of > (fewest - 1) * 100


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["picked", "q1", "q2", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
POSTED = st.dictionaries(
    st.sampled_from(["q1", "q2"]) | st.text(max_size=9),
    st.lists(st.sampled_from(["q1-o1", "q2-o1", "q2-o2", ""]) | st.text(max_size=70), max_size=8),
    max_size=4,
)


@given(JSON)
def test_no_kept_answer_makes_grading_or_showing_it_fail(kept: Json) -> None:
    score = EXERCISE.grade(kept, context(TWO_QUESTIONS))
    assert 0 <= score.points <= score.out_of == 2
    assert render(kept, score)


@given(POSTED)
def test_whatever_is_posted_gives_an_answer_that_can_be_graded_or_a_refusal(
    data: dict[str, list[str]],
) -> None:
    try:
        kept = EXERCISE.read_answer(data, None)
    except Refusal:
        return
    assert EXERCISE.grade(kept, context(TWO_QUESTIONS)).out_of == 2


# --- Showing ----------------------------------------------------------------------------------


def render(kept: Json = None, score: Score | None = None, **settings: Json) -> str:
    ctx = context(TWO_QUESTIONS, **settings)
    return render_to_string(
        EXERCISE.template_name,
        {
            "exercise": ctx,
            "config": ctx.config,
            "answer": kept,
            "score": score,
            "field_prefix": "opdracht-1",
        },
    )


def inputs(html: str) -> list[tuple[str, str, str, bool]]:
    """Kind, name, value and whether it is picked, of each input."""
    return [
        (
            *re.findall(r'(?:type|name|value)="([^"]*)"', inside),
            bool(re.search(r"\bchecked\b", inside)),
        )
        for inside in re.findall(r"<input\b([^>]*)>", html)
    ]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_question_is_a_group_with_real_controls() -> None:
    html = render()
    assert inputs(html) == [
        ("radio", "opdracht-1-q1", "q1-o1", False),
        ("radio", "opdracht-1-q1", "q1-o2", False),
        ("checkbox", "opdracht-1-q2", "q2-o1", False),
        ("checkbox", "opdracht-1-q2", "q2-o2", False),
        ("checkbox", "opdracht-1-q2", "q2-o3", False),
    ]
    assert html.count("<fieldset") == html.count("<legend") == 2
    assert re.findall(r'<label for="([^"]+)"', html) == re.findall(r'id="([^"]+-\d)"', html)


def test_it_gives_nothing_away_before_an_answer_and_says_that_the_best_attempt_counts() -> None:
    text = words(render(pass_mark=80))
    # In the words of what the page of an enrolment asks for the certificate.
    assert "Deze toets hoort bij je certificaat. Je moet 2 van de 2 vragen goed hebben." in text
    assert "Je mag de toets zo vaak doen als je wilt. Je beste poging telt." in text
    assert "Uitleg bij" not in text
    assert "goed antwoord" not in text


def test_paper_says_what_is_needed_and_not_that_one_can_try_again() -> None:
    on_paper = words(exercise_on_paper(render(pass_mark=50), with_links=False).html)
    assert "Je moet 1 van de 2 vragen goed hebben." in on_paper
    assert "zo vaak doen als je wilt" not in on_paper


def test_an_incomplete_answer_keeps_what_was_picked_and_gives_nothing_away() -> None:
    kept = {"picked": {"q1": ["q1-o2"]}}
    html = render(kept, grade(kept["picked"]))
    assert [value for _kind, _name, value, picked in inputs(html) if picked] == ["q1-o2"]
    assert words(html).count("Je hebt vraag 2 nog niet beantwoord.") == 2
    assert 'href="#opdracht-1-q2-question"' in html
    assert "Je hebt vraag 1" not in words(html)
    assert "Uitleg bij" not in html
    assert "Dit klopt niet." not in html


def test_after_the_test_it_tells_the_score_and_what_was_right_and_why() -> None:
    picked = {**ALL_RIGHT, "q1": ["q1-o2"]}
    text = words(render({"picked": picked}, grade(picked)))
    for sentence in (
        "Deze keer haalde je de toets niet. Lees de uitleg en probeer het gerust nog eens.",
        "Je hebt 1 van de 2 vragen goed. Je hebt er minstens 2 nodig. Je beste poging telt.",
        "Antwoord 1 &lt;b&gt; Dit is een goed antwoord.",
        "Antwoord 2 &lt;b&gt; Dit klopt niet.",
        "Deze vraag heb je nog niet goed. Uitleg bij onderwerp 1.",
        "Deze vraag heb je goed. Uitleg bij onderwerp 2.",
    ):
        assert sentence in text


def test_who_passed_reads_that_it_stays_so() -> None:
    text = words(render({"picked": ALL_RIGHT}, grade(ALL_RIGHT)))
    assert "Goed gedaan! Je hebt de toets gehaald." in text
    assert "Je hebt alle vragen goed. Dat blijft zo, ook als je de toets nog eens doet." in text


@pytest.mark.parametrize("picked", [{"q1": ["q1-o1"]}, ALL_RIGHT])
def test_every_reference_points_at_something_and_no_id_is_doubled(
    picked: dict[str, list[str]],
) -> None:
    html = render({"picked": picked}, grade(picked))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    named = re.findall(r'(?:aria-(?:describedby|labelledby)|for|href)="#?([^"]+)"', html)
    assert {name for names in named for name in names.split()} <= set(ids)


# --- Writing one ------------------------------------------------------------------------------


def problems(stored: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        BLOCK.clean(BLOCK.to_python(stored))
    # The blocks of Wagtail raise an error that knows in which block it is.
    error: Any = caught.value
    return str(error.as_json_data())


def test_a_complete_test_is_accepted_and_stays_as_it_is() -> None:
    value = BLOCK.clean(BLOCK.to_python(deepcopy(TWO_QUESTIONS)))
    assert BLOCK.get_prep_value(value) == TWO_QUESTIONS


@pytest.mark.parametrize(
    ("stored", "problem"),
    [
        (whole(question(1, [True, False])), "2"),
        (whole(*(question(n, [True, False]) for n in range(1, 22))), "20"),
        (whole(question(1, [True]), question(2, [True, False])), "2"),
        (whole(question(1, [True, *[False] * 6]), question(2, [True, False])), "6"),
        (whole(question(1, [False, False]), question(2, [True, False])), "welk antwoord goed is"),
        (
            whole(question(1, [True, True], multiple=False), question(2, [True, False])),
            "meerdere goede antwoorden",
        ),
        (whole(question(1, [True, False]), question(1, [True, False])), "Twee vragen"),
    ],
)
def test_what_does_not_fit_is_told_where_it_stands(stored: dict[str, Any], problem: str) -> None:
    assert problem in problems(stored)


def test_no_answer_stands_there_twice() -> None:
    stored = deepcopy(TWO_QUESTIONS)
    stored["questions"][0]["value"]["options"][1]["value"]["text"] = " antwoord 1  <B>"
    assert "Twee antwoorden zijn hetzelfde" in problems(stored)


def test_one_right_answer_may_be_asked_as_several() -> None:
    stored = whole(question(1, [True, False], multiple=True), question(2, [True, False]))
    BLOCK.clean(BLOCK.to_python(stored))


def test_a_draft_may_be_half_finished() -> None:
    block = KnowledgeTestBlock()
    block.clean_deferred(block.to_python(whole(question(1, [False, False]))))
