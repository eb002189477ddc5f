"""A word is found in the forms in which people write it."""

import pytest

from courses.glossary.inflection import as_forms, forms_of


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("mantelzorger", "mantelzorgers mantelzorgertje"),
        ("signaal", "signalen signaaltje"),
        ("gesprek", "gesprekken gesprekje"),
        ("levensvraag", "levensvragen"),
        ("drempel", "drempels"),
        ("brief", "brieven"),
        ("huis", "huizen"),
        ("eenzaam", "eenzame"),
        ("kwetsbaar", "kwetsbare"),
        ("eenzaamheid", "eenzaamheden"),
        ("emotie", "emoties"),
        ("taboe", "taboes"),
        ("signaleren", "signaleer signaleert signaleerde gesignaleerd signalerend"),
        ("stoppen", "stop stopt stopte gestopt"),
        ("praten", "praat gepraat"),
        ("open vraag", "open vragen"),
        ("geestelijk verzorger", "geestelijk verzorgers"),
    ],
)
def test_dutch_forms_follow_from_rules(word: str, forms: str) -> None:
    wanted = {forms} if " " in word else set(forms.split())
    assert wanted - forms_of(word) == set()
    assert word in forms_of(word)


def test_english_forms_have_rules_of_their_own() -> None:
    assert {"caregivers", "caregiver's"} <= forms_of("caregiver", "en")
    assert {"memories", "grieving", "grieved"} <= forms_of("memory", "en") | forms_of(
        "grieve", "en"
    )
    assert "caregivere" not in forms_of("caregiver", "en")


@pytest.mark.parametrize(
    ("word", "others"), [("rouw", ("ruw", "ouw")), ("grens", ("gren", "rens"))]
)
def test_no_form_is_another_word(word: str, others: tuple[str, ...]) -> None:
    assert forms_of(word) & set(others) == set()


def test_forms_that_somebody_wrote_are_tidied() -> None:
    assert as_forms(" overleden,, overlijdt ,heeft  afgeleid") == [
        "overleden",
        "overlijdt",
        "heeft afgeleid",
    ]
