"""The settings: what a trainer types, and what is told about it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.evaluation.services.opening import _asked
from courses.plugin_api.api import EvaluationQuestions, QuestionsContext
from courses.plugin_host import plugin_settings, registry
from plugins.maatwerkvragen.forms import OwnQuestionsForm
from plugins.maatwerkvragen.slots import SLOTS, filled_in


def typed(*slots: tuple[str, str, str]) -> dict[str, str]:
    """What is posted: for each place the question, its kind and its options."""
    return {
        f"{part}_{number}": value
        for number, slot in enumerate(slots, start=1)
        for part, value in zip(("text", "kind", "options"), slot, strict=True)
    }


def errors(*slots: tuple[str, str, str]) -> dict[str, list[str]]:
    form = OwnQuestionsForm(typed(*slots))
    return {name: [str(one) for one in found] for name, found in form.errors.items()}


def test_there_is_room_for_five_questions() -> None:
    assert list(OwnQuestionsForm().fields) == [
        f"{part}_{number}" for number in SLOTS for part in ("text", "kind", "options")
    ]


@pytest.mark.django_db  # a fault in another plugin would be written down
def test_at_first_nothing_is_asked() -> None:
    first = plugin_settings.defaults("maatwerkvragen")
    assert set(first.values()) == {""}
    assert filled_in(first) == []
    assert errors() == {}


def test_questions_of_every_kind_are_taken_as_they_are() -> None:
    form = OwnQuestionsForm(
        typed(
            (" Hoe was  de zaal? ", "score", ""),
            ("Hoe kwam je?", "choice", "Fiets\r\n\r\n  Bus \r\n"),
            ("", "", ""),
            ("Wat miste je?", "multiple", "Koffie\nTijd"),
            ("Wat was grappig?", "open", ""),
        )
    )
    assert form.is_valid()
    assert [
        (slot.text, slot.kind.value, slot.options) for slot in filled_in(form.cleaned_data)
    ] == [
        ("Hoe was de zaal?", "score", ()),
        ("Hoe kwam je?", "choice", ("Fiets", "Bus")),
        ("Wat miste je?", "multiple", ("Koffie", "Tijd")),
        ("Wat was grappig?", "open", ()),
    ]


@pytest.mark.parametrize(
    ("slot", "name", "message"),
    [
        (("", "score", ""), "text_1", "Schrijf de vraag, of maak de hele plek leeg."),
        (("", "", "Ja\nNee"), "text_1", "Schrijf de vraag, of maak de hele plek leeg."),
        (("?!", "score", ""), "text_1", "Schrijf de vraag in woorden."),
        (("Hoe was het?", "", ""), "kind_1", "Kies hoe mensen deze vraag beantwoorden."),
        (
            ("Hoe was het?", "choice", ""),
            "options_1",
            "Schrijf minstens twee antwoorden, elk op een eigen regel.",
        ),
        (
            ("Hoe was het?", "multiple", "Goed"),
            "options_1",
            "Schrijf minstens twee antwoorden, elk op een eigen regel.",
        ),
        (
            ("Hoe was het?", "choice", "\n".join("abcdefghi")),
            "options_1",
            "Schrijf ten hoogste 8 antwoorden.",
        ),
        (
            ("Hoe was het?", "choice", f"Goed\n{'a' * 201}"),
            "options_1",
            "Een antwoord is te lang. Gebruik ten hoogste 200 tekens.",
        ),
        (
            ("Hoe was het?", "choice", "Goed\nSlecht\n goed."),
            "options_1",
            "Twee antwoorden zijn hetzelfde. Pas er één aan.",
        ),
        (
            ("Hoe was het?", "score", "Goed\nSlecht"),
            "options_1",
            "Bij deze soort vraag horen geen antwoorden. Haal ze weg.",
        ),
        (
            ("Hoe was het?", "open", "Goed"),
            "options_1",
            "Bij deze soort vraag horen geen antwoorden. Haal ze weg.",
        ),
    ],
)
def test_what_does_not_fit_is_told_at_the_right_field(
    slot: tuple[str, str, str], name: str, message: str
) -> None:
    assert errors(slot) == {name: [message]}


def test_a_question_that_is_too_long_or_a_kind_that_is_none_is_refused() -> None:
    assert list(errors(("a" * 301, "score", ""))) == ["text_1"]
    assert errors(("a" * 300, "score", "")) == {}
    assert list(errors(("Hoe was het?", "essay", ""))) == ["kind_1"]


def test_no_question_stands_there_twice() -> None:
    assert errors(("Hoe was het?", "score", ""), ("hoe WAS het", "open", "")) == {
        "text_2": ["Deze vraag staat er al."]
    }


def test_several_problems_are_each_told_at_their_own_place() -> None:
    assert list(errors(("", "score", ""), ("Hoe was het?", "", ""), ("Goed?", "choice", "Ja"))) == [
        "text_1",
        "kind_2",
        "options_3",
    ]


def test_what_the_form_cleaned_can_be_cleaned_again() -> None:
    form = OwnQuestionsForm(typed(("Hoe kwam je?", "choice", "Fiets\r\nBus")))
    assert form.is_valid()
    kept = plugin_settings.cleaned(form)
    again = OwnQuestionsForm(kept)
    assert again.is_valid()
    assert plugin_settings.cleaned(again) == kept


WORDS = st.sampled_from(["Hoe was het?", "hoe was het", "Ja", "", " ", "?"]) | st.text(max_size=310)
KINDS = st.sampled_from(["", "score", "choice", "multiple", "open"]) | st.text(max_size=4)
OPTIONS = (
    st.lists(
        st.sampled_from(["Ja", "ja.", "Nee", "", "\u200b"]) | st.text(max_size=205), max_size=10
    ).map("\n".join)
    | st.text()
)
LIKELY = st.one_of(
    st.tuples(WORDS, st.sampled_from(["score", "open"]), st.just("")),
    st.tuples(WORDS, st.sampled_from(["choice", "multiple"]), OPTIONS),
    st.tuples(st.just(""), st.just(""), st.just("")),
    st.tuples(WORDS, KINDS, OPTIONS),
)


@pytest.fixture(scope="module")
def own() -> Any:
    [entry] = [
        one for one in registry.every(EvaluationQuestions) if one.plugin.slug == "maatwerkvragen"
    ]
    return entry


@given(slots=st.lists(LIKELY, max_size=5))
def test_whatever_is_typed_is_refused_or_gives_questions_that_the_academy_takes(
    own: Any, slots: list[tuple[str, str, str]]
) -> None:
    form = OwnQuestionsForm(typed(*slots))
    if not form.is_valid():
        assert set(form.errors) <= set(form.fields)
        return
    ctx = QuestionsContext(1, plugin_settings.cleaned(form))
    asked = _asked(own.plugin, ctx, own.contribution)
    assert len(asked) == sum(1 for text, _kind, _options in slots if text.strip())
    assert all(one.key.startswith("maatwerkvragen.") and not one.required for one in asked)
