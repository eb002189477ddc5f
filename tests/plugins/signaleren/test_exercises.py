"""The exercise “Huisbezoek”: writing one, answering, grading and showing it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StructBlockValidationError

from courses.plugin_api.api import ExerciseContext, Refusal, Score, options_of
from plugins.signaleren.exercises import MAX_FRAGMENTS, Visit, VisitBlock

BLOCK = VisitBlock()
PREFIX = "opdracht-abc"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=8,
)


def fragment(text: str, *, signal: bool, ask: str = "") -> dict[str, Any]:
    return {"text": text, "signal": signal, "why": f"Uitleg bij {text}", "ask": ask}


def visit(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Bij Noor",
        "scene": "<p>Het is <b>elf</b> uur.</p>",
        "question": "Wat kan een signaal zijn?",
        "fragments": [
            fragment("Schorre stem", signal=True, ask="Hoe was uw ochtend?"),
            fragment("Een rollator", signal=False),
            fragment("Dichte gordijnen", signal=True),
            fragment("Een puzzelboek", signal=False),
        ],
        "closing": "Vraag het haar.",
        **changes,
    }


def kept(value: dict[str, Any], ids: list[str]) -> Any:
    """The value as it comes back from the database, its fragments with these ids."""
    fragments = [
        {"type": "item", "value": one, "id": key}
        for one, key in zip(value["fragments"], ids, strict=True)
    ]
    return BLOCK.to_python({**value, "fragments": fragments})


def context(config: Any) -> ExerciseContext:
    return ExerciseContext(exercise_id="abc", config=config, training_id=1, lesson_id=2)


CONFIG = kept(visit(), ["a", "b", "c", "d"])


def grade(*marks: str, config: Any = CONFIG) -> Score:
    return Visit().grade({"marks": list(marks)}, context(config))


# --- Writing one -----------------------------------------------------------------------------


def clean(**changes: Any) -> Any:
    return BLOCK.clean(BLOCK.normalize(visit(**changes)))


def refused_fragments(fragments: list[dict[str, Any]]) -> list[str]:
    with pytest.raises(StructBlockValidationError) as refusal:
        clean(fragments=fragments)
    return list(refusal.value.block_errors["fragments"].non_block_errors)


def test_a_complete_visit_is_accepted() -> None:
    assert [one["text"] for one in clean()["fragments"]] == [
        "Schorre stem",
        "Een rollator",
        "Dichte gordijnen",
        "Een puzzelboek",
    ]


def test_a_visit_needs_a_signal() -> None:
    assert refused_fragments([fragment("A", signal=False), fragment("B", signal=False)]) == [
        "Geef bij minstens één fragment aan dat het een signaal kan zijn."
    ]


def test_a_visit_needs_something_that_says_little() -> None:
    assert refused_fragments([fragment("A", signal=True), fragment("B", signal=True)]) == [
        "Neem ook minstens één fragment op dat weinig zegt."
    ]


def test_a_visit_has_no_fragment_twice() -> None:
    assert refused_fragments([fragment("Stil", signal=True), fragment(" stil ", signal=False)]) == [
        "Twee fragmenten hebben dezelfde tekst. Pas er een aan of haal er een weg."
    ]


def test_a_fragment_needs_an_explanation() -> None:
    unexplained = {**fragment("A", signal=True), "why": ""}
    with pytest.raises(StructBlockValidationError) as refusal:
        clean(fragments=[unexplained, fragment("B", signal=False)])
    inner = refusal.value.block_errors["fragments"].block_errors
    assert list(inner) == [0]
    assert list(inner[0].block_errors) == ["why"]


@pytest.mark.parametrize("count", [1, MAX_FRAGMENTS + 1])
def test_a_visit_has_a_sensible_number_of_fragments(count: int) -> None:
    with pytest.raises(StructBlockValidationError):
        clean(fragments=[fragment(f"Deel {n}", signal=n == 0) for n in range(count)])


def test_every_field_tells_the_trainer_what_to_write() -> None:
    fragment_block = BLOCK.child_blocks["fragments"].child_block
    fields = {**BLOCK.child_blocks, **fragment_block.child_blocks}
    unlabelled = [name for name, block in fields.items() if not block.meta.label]
    unhelped = [
        name
        for name, block in fields.items()
        if not (getattr(block.meta, "help_text", None) or block.field.help_text)
    ]
    assert (unlabelled, unhelped) == ([], [])


# --- Reading an answer -----------------------------------------------------------------------


def test_an_answer_is_the_marked_fragments_each_once() -> None:
    data = {"mark": ["c", "a", "c"], "csrfmiddlewaretoken": ["x"]}
    assert Visit().read_answer(data, None) == {"marks": ["c", "a"]}


@pytest.mark.parametrize("data", [{}, {"mark": []}, {"other": ["a"]}])
def test_marking_nothing_is_refused(data: dict[str, list[str]]) -> None:
    with pytest.raises(Refusal) as refusal:
        Visit().read_answer(data, None)
    assert str(refusal.value) == "Kruis minstens één ding aan dat een signaal kan zijn."


@pytest.mark.parametrize(
    "marks",
    [
        ["<script>"],
        ["a", "b c"],
        [""],
        ["a\n"],
        ["x" * 65],
        [f"nr-{n}" for n in range(MAX_FRAGMENTS + 1)],
    ],
)
def test_a_tampered_answer_is_refused(marks: list[str]) -> None:
    with pytest.raises(Refusal) as refusal:
        Visit().read_answer({"mark": marks}, None)
    assert str(refusal.value) == "Er ging iets mis met je keuze. Kies opnieuw."


@given(
    data=st.dictionaries(
        st.sampled_from(["mark", "option", ""]), st.lists(st.text(max_size=70), max_size=20)
    ),
    previous=JSON,
)
def test_whatever_is_posted_is_an_answer_or_a_refusal(
    data: dict[str, list[str]], previous: Any
) -> None:
    try:
        answer = Visit().read_answer(data, previous)
    except Refusal:
        return
    assert json.loads(json.dumps(answer)) == {"marks": list(dict.fromkeys(data["mark"]))}
    assert Visit().grade(answer, context(CONFIG)).out_of == 4


# --- Grading ---------------------------------------------------------------------------------


def test_marking_exactly_the_signals_gives_every_point() -> None:
    assert grade("a", "c") == Score(
        points=4,
        out_of=4,
        feedback={
            "verdicts": {"a": "found", "b": "passed", "c": "found", "d": "passed"},
            "found": 2,
            "signals": 2,
            "extra": 0,
        },
    )


def test_a_missed_signal_and_a_mark_too_many_both_cost_a_point() -> None:
    assert grade("a", "b") == Score(
        points=2,
        out_of=4,
        feedback={
            "verdicts": {"a": "found", "b": "extra", "c": "missed", "d": "passed"},
            "found": 1,
            "signals": 2,
            "extra": 1,
        },
    )


def test_marking_only_what_says_little_gives_nothing() -> None:
    assert grade("b", "d") == Score(
        points=0,
        out_of=4,
        feedback={
            "verdicts": {"a": "missed", "b": "extra", "c": "missed", "d": "extra"},
            "found": 0,
            "signals": 2,
            "extra": 2,
        },
    )


def test_marking_everything_does_not_pay() -> None:
    assert grade("a", "b", "c", "d").points == 2


def test_an_answer_follows_its_fragments_when_a_trainer_reorders_them() -> None:
    turned = visit(fragments=list(reversed(visit()["fragments"])))
    moved = kept(turned, ["d", "c", "b", "a"])
    assert grade("a", "c", config=moved).points == 4
    assert [(one.number, one.key) for one in options_of(moved["fragments"])] == [
        (1, "d"),
        (2, "c"),
        (3, "b"),
        (4, "a"),
    ]


def test_a_mark_on_a_fragment_that_is_gone_counts_for_nothing() -> None:
    shorter = kept(visit(fragments=visit()["fragments"][:2]), ["a", "b"])
    assert grade("a", "c", config=shorter) == Score(
        points=2,
        out_of=2,
        feedback={
            "verdicts": {"a": "found", "b": "passed"},
            "found": 1,
            "signals": 1,
            "extra": 0,
        },
    )


def test_a_visit_that_was_stored_without_keys_is_graded_by_place() -> None:
    fresh = BLOCK.to_python(visit())
    assert [one.key for one in options_of(fresh["fragments"])] == ["nr-1", "nr-2", "nr-3", "nr-4"]
    assert grade("nr-1", "nr-3", config=fresh).points == 4


@given(answer=JSON)
def test_any_kept_answer_can_be_graded_and_shown(answer: Any) -> None:
    score = Visit().grade(answer, context(CONFIG))
    assert json.loads(json.dumps(score.feedback)) == score.feedback
    assert 0 <= score.points <= score.out_of == 4
    assert "Bij Noor" in show(answer, score)


@given(answer=st.fixed_dictionaries({"marks": JSON}))
def test_marks_of_any_kind_can_be_graded(answer: Any) -> None:
    assert Visit().grade(answer, context(CONFIG)).out_of == 4


@pytest.mark.parametrize("config", [None, {}, {"fragments": None}, {"fragments": []}])
def test_an_empty_visit_does_no_harm(config: Any) -> None:
    assert grade("a", config=config) == Score(
        points=0, out_of=0, feedback={"verdicts": {}, "found": 0, "signals": 0, "extra": 0}
    )


# --- Showing it ------------------------------------------------------------------------------


def show(answer: Any = None, score: Score | None = None, config: Any = CONFIG) -> str:
    return render_to_string(
        Visit.template_name,
        {
            "exercise": context(config),
            "config": config,
            "answer": answer,
            "score": score,
            "field_prefix": PREFIX,
        },
    )


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_before_answering_there_are_only_the_visit_and_its_boxes() -> None:
    html = show()
    assert re.findall(r"<legend[^>]*>([^<]*)</legend>", html) == ["Wat kan een signaal zijn?"]
    assert "<b>elf</b>" in html
    assert re.findall(r'value="(\w+)"', html) == ["a", "b", "c", "d"]
    assert (html.count("checked"), html.count("va-option__verdict")) == (0, 0)
    assert "va-feedback" not in html
    assert "Uitleg bij" not in html


def test_every_box_has_a_name_and_a_label_of_its_own() -> None:
    html = show()
    ids = [f"{PREFIX}-{key}" for key in "abcd"]
    boxes = re.findall(r"<input[^>]*>", html)
    assert [re.search(r'id="([^"]*)"', box)[1] for box in boxes] == ids  # type: ignore[index]
    assert re.findall(r'for="([^"]*)"', html) == ids
    assert {re.search(r'name="([^"]*)"', box)[1] for box in boxes} == {  # type: ignore[index]
        f"{PREFIX}-mark"
    }


def test_after_answering_every_fragment_says_what_became_of_it() -> None:
    html = show({"marks": ["a", "b"]}, grade("a", "b"))
    verdicts = re.findall(r'<span class="va-option__verdict">(.*?)</span>', html, re.S)
    assert [plain(one) for one in verdicts] == [
        "Goed gezien. Dit kan een signaal zijn.",
        "Aangekruist. Maar dit zegt weinig.",
        "Niet aangekruist. Dit kan wel een signaal zijn.",
        "Niet aangekruist, en dat klopt. Dit zegt weinig.",
    ]
    assert [one.count("<svg") for one in verdicts] == [1, 1, 1, 1]
    assert re.findall(r"Uitleg bij [\w ]+", html) == [
        "Uitleg bij Schorre stem",
        "Uitleg bij Een rollator",
        "Uitleg bij Dichte gordijnen",
        "Uitleg bij Een puzzelboek",
    ]
    assert html.count("Hoe was uw ochtend?") == 1
    described = re.findall(r'aria-describedby="([^"]*)"', html)
    assert described == [f"{PREFIX}-{key}-why" for key in "abcd"]
    assert [html.count(f'id="{one}"') for one in described] == [1, 1, 1, 1]


def test_the_marks_stay_so_that_one_can_try_again() -> None:
    html = show({"marks": ["a", "b"]}, grade("a", "b"))
    checked = [box for box in re.findall(r"<input[^>]*>", html) if "checked" in box]
    assert [re.search(r'value="(\w)"', box)[1] for box in checked] == [  # type: ignore[index]
        "a",
        "b",
    ]


def result_of(html: str) -> str:
    found = re.search(r"<section[^>]*>.*?</section>", html, re.S)
    assert found is not None
    return found[0]


def test_the_result_can_be_focused_and_has_a_name() -> None:
    result = result_of(show({"marks": ["a"]}, grade("a")))
    assert re.findall(r' (id|tabindex|aria-labelledby)="([^"]*)"', result.split(">")[0]) == [
        ("id", f"{PREFIX}-result"),
        ("tabindex", "-1"),
        ("aria-labelledby", f"{PREFIX}-result-title"),
    ]
    assert result.count(f'id="{PREFIX}-result-title"') == 1


ENDING = (
    "Vraag het haar. Een signaal is geen bewijs. Vraag ernaar en oordeel niet. "
    "Blijf je met een zorg zitten? Kijk dan bij ‘Waar breng ik mijn signaal?’"
)

POINTS = (
    "Je krijgt een punt voor elk signaal dat je aankruist. "
    "En een punt voor elk ander ding dat je leeg laat."
)


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("ac", "Je hebt alles goed bekeken. Je zag alle 2 signalen. Dat is 4 van de 4 punten."),
        (
            "ab",
            "Je bent goed op weg. Lees de uitleg en probeer het gerust opnieuw. "
            "Je zag 1 van de 2 signalen. Je kruiste 1 ding aan dat op zichzelf weinig zegt. "
            "Dat is 2 van de 4 punten.",
        ),
        (
            "bd",
            "Kijk nog eens rustig. Lees de uitleg en probeer het opnieuw. "
            "Je zag nog geen van de 2 signalen. "
            "Je kruiste 2 dingen aan die op zichzelf weinig zeggen. "
            "Dat is nog geen van de 4 punten.",
        ),
    ],
)
def test_the_result_says_in_words_how_it_went_and_what_a_signal_is_worth(
    marks: str, words: str
) -> None:
    html = show({"marks": list(marks)}, grade(*marks))
    assert plain(result_of(html)) == f"{words} {POINTS} {ENDING}"


@pytest.mark.parametrize(
    ("signals", "marks", "words"),
    [
        (5, "a", "Je hebt een begin. … Je zag 1 van de 5 signalen."),
        (5, "abc", "Je bent goed op weg. … Je zag 3 van de 5 signalen."),
        (5, "abcdez", "Je zag elk signaal. … Je zag alle 5 signalen."),
        (5, "z", "Kijk nog eens rustig. … Je zag nog geen van de 5 signalen."),
        (1, "a", "Je hebt alles goed bekeken. … Je zag het ene signaal dat er was."),
        (1, "z", "Kijk nog eens rustig. … Je zag het ene signaal nog niet."),
    ],
)
def test_the_words_fit_how_many_signals_were_seen(signals: int, marks: str, words: str) -> None:
    fragments = [fragment(key, signal=True) for key in "abcde"[:signals]]
    fragments.append(fragment("z", signal=False))
    config = kept(visit(fragments=fragments), [*"abcde"[:signals], "z"])
    html = show({"marks": list(marks)}, grade(*marks, config=config), config=config)
    start, end = words.split(" … ")
    text = plain(result_of(html))
    assert text.startswith(start)
    assert end in text


def test_a_kept_answer_without_a_score_shows_the_marks_alone() -> None:
    html = show({"marks": ["c"]}, None)
    assert (html.count("checked"), html.count("va-feedback")) == (1, 0)


def test_a_trainers_text_is_escaped() -> None:
    config = kept(
        visit(
            title="<i>Noor</i>",
            fragments=[
                fragment("<script>a</script>", signal=True),
                fragment("B", signal=False),
            ],
        ),
        ["a", "b"],
    )
    html = show({"marks": ["a"]}, grade("a", config=config), config)
    assert (html.count("<script>"), html.count("<i>Noor")) == (0, 0)


def test_the_page_says_that_nothing_about_real_people_is_kept() -> None:
    said = "Dit bezoek is niet echt gebeurd. Over echte mensen bewaren we hier niets."
    assert said in plain(show())
