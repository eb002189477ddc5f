"""The exercise "Welke vraag zit hieronder?"."""

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
from plugins.zingeving.exercises import LifeQuestion, LifeQuestionBlock

EXERCISE = LifeQuestion()
BLOCK = LifeQuestionBlock()

# As the database has it: every item of a list with the id that the editor gave it.
STORED: dict[str, Any] = {
    "title": "Welke vraag zit hieronder?",
    "context": "Je drinkt koffie bij mevrouw Smit.",
    "quote": "Ik zit hier maar <stil>.",
    "who": "Mevrouw Smit",
    "face": "older-woman-bun",
    "questions": [
        {
            "type": "item",
            "id": "q-good",
            "value": {"text": "Doe ik er nog toe?", "fit": "good", "feedback": "Goed gehoord."},
        },
        {
            "type": "item",
            "id": "q-possible",
            "value": {
                "text": "Waar hoor ik bij?",
                "fit": "possible",
                "feedback": "Dat speelt mee.",
            },
        },
        {
            "type": "item",
            "id": "q-less",
            "value": {
                "text": "Was het goed zo?",
                "fit": "less",
                "feedback": "Ze kijkt niet terug.",
            },
        },
    ],
    "helpers": [
        {
            "type": "item",
            "id": "h-friend",
            "value": {"name": "Een vriendin", "fits": True, "feedback": "Vraag wie ze mist."},
        },
        {
            "type": "item",
            "id": "h-talk",
            "value": {"name": "Zin in Utrecht", "fits": True, "feedback": "Ze is ouder dan 50."},
        },
        {
            "type": "item",
            "id": "h-doctor",
            "value": {"name": "De huisarts", "fits": False, "feedback": "Ze is niet ziek."},
        },
    ],
    "open_question": "Voor wie was u er vroeger?",
    "explanation": "Zo hoor je waar ze trots op is.",
}


def context(stored: dict[str, Any] = STORED) -> ExerciseContext:
    return ExerciseContext("oefening", BLOCK.to_python(deepcopy(stored)), 1, 2)


def answer(question: str, *helpers: str) -> Json:
    return {"question": question, "helpers": list(helpers)}


def grade(kept: Json, stored: dict[str, Any] = STORED) -> Score:
    return EXERCISE.grade(kept, context(stored))


# --- Reading ----------------------------------------------------------------------------------


def test_an_answer_has_the_question_and_the_helpers() -> None:
    data = {"question": ["q-good"], "helper": ["h-friend", "h-talk"]}
    assert EXERCISE.read_answer(data, None) == answer("q-good", "h-friend", "h-talk")


def test_a_helper_that_is_sent_twice_counts_once() -> None:
    data = {"question": ["q-good"], "helper": ["h-friend", "h-friend"]}
    assert EXERCISE.read_answer(data, answer("q-less")) == answer("q-good", "h-friend")


@pytest.mark.parametrize(
    ("data", "kept", "outcome", "sentence"),
    [
        (
            {"helper": ["h-talk"]},
            {"question": None, "helpers": ["h-talk"]},
            "no_question",
            "Je bent er bijna. Kies ook welke levensvraag je hoort.",
        ),
        (
            {"question": ["q-good"]},
            {"question": "q-good", "helpers": []},
            "no_helpers",
            "Je bent er bijna. Kies ook wie er verder kan helpen.",
        ),
    ],
)
def test_half_an_answer_is_kept_but_not_finished_and_tells_what_is_missing(
    data: dict[str, list[str]], kept: Json, outcome: str, sentence: str
) -> None:
    assert EXERCISE.read_answer(data, None) == kept
    score = grade(kept)
    assert (score.points, score.finished, score.feedback) == (0, False, {"outcome": outcome})
    html = render(kept, score)
    assert sentence in html
    assert checked(html) == [key for keys in data.values() for key in keys]
    assert "Goed gehoord." not in html


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({}, "question", "Kies eerst welke levensvraag je hoort."),
        ({"x": ["h-talk"]}, "question", "Kies eerst welke levensvraag je hoort."),
        (
            {"question": ["q-good", "q-less"], "helper": ["h-talk"]},
            "question",
            "Kies één levensvraag. Meer kan hier niet.",
        ),
        (
            {"question": ["<script>"], "helper": ["h-talk"]},
            "question",
            "Er ging iets mis met je keuze. Kies opnieuw.",
        ),
        (
            {"question": ["q-good"], "helper": [str(number) for number in range(9)]},
            "helper",
            "Er ging iets mis met je keuze. Kies opnieuw.",
        ),
    ],
)
def test_an_answer_that_is_empty_or_tampered_with_is_refused(
    data: dict[str, list[str]], field: str, message: str
) -> None:
    with pytest.raises(Refusal) as caught:
        EXERCISE.read_answer(data, None)
    assert (caught.value.field, str(caught.value)) == (field, message)


KEYS = st.sampled_from(["q-good", "q-less", "h-friend", "h-doctor"]) | st.text(max_size=70)
NAMES = st.sampled_from(["question", "helper"]) | st.text(max_size=9)


@given(st.dictionaries(NAMES, st.lists(KEYS, max_size=12), max_size=4))
def test_whatever_is_posted_gives_an_answer_that_can_be_graded_or_a_refusal(
    data: dict[str, list[str]],
) -> None:
    try:
        kept = EXERCISE.read_answer(data, None)
    except Refusal:
        return
    score = grade(kept)
    assert score.out_of == 4
    assert 0 <= score.points <= score.out_of


# --- Grading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "points", "outcome"),
    [
        (answer("q-good", "h-friend", "h-talk"), 4, "all"),
        (answer("q-possible", "h-friend", "h-talk"), 3, "some"),
        (answer("q-good", "h-friend"), 3, "some"),
        (answer("q-good", "h-friend", "h-talk", "h-doctor"), 3, "some"),
        (answer("q-good", "h-doctor"), 2, "some"),
        (answer("q-less", "h-talk"), 1, "few"),
        (answer("q-less", "h-doctor"), 0, "none"),
    ],
)
def test_points_for_the_question_and_for_who_can_help(
    kept: Json, points: int, outcome: str
) -> None:
    score = grade(kept)
    assert (score.points, score.out_of, score.finished) == (points, 4, True)
    assert score.feedback["outcome"] == outcome


def test_every_choice_is_explained() -> None:
    assert grade(answer("q-possible", "h-doctor", "h-friend")).feedback == {
        "outcome": "few",
        "question": {
            "key": "q-possible",
            "text": "Waar hoor ik bij?",
            "fit": "possible",
            "feedback": "Dat speelt mee.",
        },
        "helpers": [
            {
                "key": "h-friend",
                "text": "Een vriendin",
                "fits": True,
                "feedback": "Vraag wie ze mist.",
            },
            {
                "key": "h-doctor",
                "text": "De huisarts",
                "fits": False,
                "feedback": "Ze is niet ziek.",
            },
        ],
        "best": ["Doe ik er nog toe?"],
        "missed": [
            {
                "key": "h-talk",
                "text": "Zin in Utrecht",
                "fits": True,
                "feedback": "Ze is ouder dan 50.",
            }
        ],
    }


def test_an_answer_still_fits_after_the_options_are_reordered() -> None:
    turned = deepcopy(STORED)
    turned["questions"].reverse()
    turned["helpers"].reverse()
    kept = answer("q-possible", "h-friend")
    before, after = grade(kept), grade(kept, turned)
    assert (after.points, after.feedback["question"], after.feedback["helpers"]) == (
        before.points,
        before.feedback["question"],
        before.feedback["helpers"],
    )


def test_a_question_that_is_gone_asks_to_choose_again() -> None:
    score = grade(answer("q-removed", "h-friend"))
    assert (score.points, score.finished, score.feedback) == (0, True, {"outcome": "changed"})


def test_a_helper_that_is_gone_is_passed_over() -> None:
    score = grade(answer("q-good", "h-friend", "h-removed"))
    assert score.points == 3
    assert [told["key"] for told in score.feedback["helpers"]] == ["h-friend"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["question", "helpers", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
def test_no_kept_answer_makes_grading_or_showing_it_fail(kept: Json) -> None:
    score = grade(kept)
    assert 0 <= score.points <= score.out_of
    assert render(kept, score)


# --- Showing ----------------------------------------------------------------------------------


def render(kept: Json = None, score: Score | None = None) -> str:
    ctx = context()
    return render_to_string(
        EXERCISE.template_name,
        {
            "exercise": ctx,
            "config": ctx.config,
            "answer": kept,
            "score": score,
            "field_prefix": "oefening-1",
        },
    )


def attributes(html: str, tag: str) -> list[dict[str, str]]:
    return [
        dict(re.findall(r'([\w-]+)="([^"]*)"', inside)) | {"": inside}
        for inside in re.findall(rf"<{tag}\b([^>]*)>", html)
    ]


def checked(html: str) -> list[str]:
    return [
        found["value"]
        for found in attributes(html, "input")
        if re.search(r"\bchecked\b", found[""])
    ]


def test_it_asks_both_parts_in_one_form_with_real_controls() -> None:
    html = render()
    inputs = attributes(html, "input")
    assert [(found["type"], found["name"], found["value"]) for found in inputs] == [
        ("radio", "oefening-1-question", "q-good"),
        ("radio", "oefening-1-question", "q-possible"),
        ("radio", "oefening-1-question", "q-less"),
        ("checkbox", "oefening-1-helper", "h-friend"),
        ("checkbox", "oefening-1-helper", "h-talk"),
        ("checkbox", "oefening-1-helper", "h-doctor"),
    ]
    assert [found["for"] for found in attributes(html, "label")] == [
        found["id"] for found in inputs
    ]
    assert html.count("<fieldset") == html.count("<legend") == 2
    assert checked(html) == []


def test_it_gives_nothing_away_before_an_answer() -> None:
    html = render()
    for secret in ("Goed gehoord.", "Vraag wie ze mist.", "Voor wie was u er vroeger?"):
        assert secret not in html
    assert 'id="oefening-1-result"' not in html


def test_what_was_said_is_escaped() -> None:
    assert "‘Ik zit hier maar &lt;stil&gt;.’" in render()


def test_after_an_answer_it_shows_the_result_the_reasons_and_an_open_question() -> None:
    kept = answer("q-possible", "h-friend", "h-doctor")
    html = render(kept, grade(kept))
    assert checked(html) == ["q-possible", "h-friend", "h-doctor"]
    result = next(
        found for found in attributes(html, "div") if found.get("id") == "oefening-1-result"
    )
    assert (result["role"], result["tabindex"]) == ("group", "-1")
    for text in (
        "Je hebt een begin. Lees wat je nog kunt horen.",
        "Je hebt 1 van de 4 punten.",
        "Kan ook.",
        "Dat speelt mee.",
        "Past nu.",
        "Past nu minder.",
        "Ze is niet ziek.",
        "Bekijk wat hier goed past",
        "Doe ik er nog toe?",
        "Ze is ouder dan 50.",
        "‘Voor wie was u er vroeger?’",
    ):
        assert text in html


def test_after_an_answer_every_reference_points_at_something_and_no_id_is_doubled() -> None:
    kept = answer("q-good", "h-friend", "h-doctor")
    html = render(kept, grade(kept))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    named = re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html)
    assert {name for names in named for name in names.split()} <= set(ids)


def test_a_full_score_has_nothing_left_to_look_up() -> None:
    kept = answer("q-good", "h-friend", "h-talk")
    html = render(kept, grade(kept))
    assert "Mooi geluisterd." in html
    assert "Bekijk wat hier goed past" not in html


def test_a_kept_answer_that_no_longer_fits_is_shown_as_such() -> None:
    kept = answer("q-removed", "h-removed")
    html = render(kept, grade(kept))
    assert "De vragen in deze oefening zijn veranderd. Kies opnieuw." in html
    assert "punten" not in html
    assert checked(html) == []


# --- Writing one ------------------------------------------------------------------------------


def errors_of(stored: dict[str, Any]) -> dict[str, list[str]]:
    with pytest.raises(StructBlockValidationError) as caught:
        BLOCK.clean(BLOCK.to_python(stored))
    return {
        name: [str(message) for error in inner.non_block_errors.as_data() for message in error]
        for name, inner in caught.value.block_errors.items()
    }


def test_a_complete_exercise_is_accepted() -> None:
    value = BLOCK.clean(BLOCK.to_python(deepcopy(STORED)))
    assert BLOCK.get_prep_value(value) == STORED


def test_there_must_be_a_question_and_a_helper_that_fit() -> None:
    stored = deepcopy(STORED)
    for item in stored["questions"]:
        item["value"]["fit"] = "possible"
    for item in stored["helpers"]:
        item["value"]["fits"] = False
    assert errors_of(stored) == {
        "questions": ["Kies bij minstens één levensvraag ‘Past het best’."],
        "helpers": ["Zet bij minstens één hulp een vinkje bij ‘Past nu’."],
    }


def test_options_must_differ() -> None:
    stored = deepcopy(STORED)
    stored["questions"][1]["value"]["text"] = " doe ik er nog toe? "
    stored["helpers"][2]["value"]["name"] = "Een Vriendin"
    assert errors_of(stored) == {
        "questions": ["Twee levensvragen zijn hetzelfde. Pas er één aan."],
        "helpers": ["Dezelfde hulp staat er twee keer. Pas er één aan."],
    }


def test_one_option_is_no_choice() -> None:
    stored = deepcopy(STORED)
    del stored["questions"][1:]
    with pytest.raises(StructBlockValidationError) as caught:
        BLOCK.clean(BLOCK.to_python(stored))
    assert list(caught.value.block_errors) == ["questions"]


def test_every_field_tells_a_trainer_what_to_write() -> None:
    blocks = [BLOCK, BLOCK.child_blocks["questions"].child_block]
    blocks.append(BLOCK.child_blocks["helpers"].child_block)
    fields = [field for block in blocks for field in block.child_blocks.values()]
    assert [field.name for field in fields if not field.label] == []
    helps = [
        field.field.help_text if hasattr(field, "field") else field.meta.help_text
        for field in fields
    ]
    assert all(helps)
