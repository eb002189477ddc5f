from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.common import names, pdf
from courses.common.names import in_list, refused_characters, sort_key, split_surname, tidy

TEXTS = st.text(max_size=40)
SURNAMES = st.sampled_from(
    ["Vries", "Özdemir", "ijzer", "IJsbrand", "d'Hont", "El Amrani", "Al-Hassan", "Berg", "李"]
)
PREFIXES = st.sampled_from(["de", "van den", "’t", "Van 't", "van der", "in 't", "de la"])


@pytest.mark.parametrize(
    ("last_name", "prefixes", "main"),
    [
        ("de Vries", "de", "Vries"),
        ("’t Hart", "’t", "Hart"),
        ("'tHart", "'t", "Hart"),
        ("'s-Gravesande", "'s", "Gravesande"),
        ("VAN DEN BERG", "VAN DEN", "BERG"),
        ("van 't Hof", "van 't", "Hof"),
        ("in 't Veld", "in 't", "Veld"),
        ("uit den Bogaard", "uit den", "Bogaard"),
        ("ten Have", "ten", "Have"),
        ("de la Cruz", "de la", "Cruz"),
        ("de Vries-van den Berg", "de", "Vries-van den Berg"),
        ("d'Hont", "", "d'Hont"),
        ("d' Hont", "d'", "Hont"),
        ("D’ Hont", "D’", "Hont"),
        ("D'Angelo", "", "D'Angelo"),
        ("Al-Hassan", "", "Al-Hassan"),
        ("El Amrani", "", "El Amrani"),
        ("Le Thi", "", "Le Thi"),
        ("Vandenberg", "", "Vandenberg"),
        ("van", "", "van"),
        ("van -", "", "van -"),
        ("", "", ""),
    ],
)
def test_prefixes_that_stand_apart_do_not_belong_to_the_main_part(
    last_name: str, prefixes: str, main: str
) -> None:
    assert split_surname(last_name) == (prefixes, main)


def test_a_list_is_in_dutch_order() -> None:
    in_order = [
        ("Fatma", "Al-Hassan"),
        ("Anna", "Berg"),
        ("Bob", "van den Berg"),
        ("Cees", "BERG"),
        ("Anna", "Bergen"),
        ("Jan", "d'Hont"),
        ("Nadia", "El Amrani"),
        ("Piet", "’t Hart"),
        ("Roos", "'tHart"),
        ("Els", "Hollander"),
        ("Jan", "d' Hont"),
        ("Ada", "IJsbrand"),
        ("Bea", "ĳsbrand"),
        ("Jan", "Özdemir"),
        ("Jan", "Ozon"),
        ("Siti", ""),
        ("Tim", "-"),
        ("Anna", "de Vries"),
        ("Bob", "Vries-Bos"),
        ("Xi", "李"),
    ]
    backwards = in_order[::-1]
    assert sorted(backwards, key=lambda name: sort_key(*name)) == in_order


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (("Jan", "de Vries"), "Vries, Jan de"),
        (("Piet", "’t Hart"), "Hart, Piet ’t"),
        (("Ada", "Özdemir"), "Özdemir, Ada"),
        (("Siti", ""), "Siti"),
        (("Siti", "-"), "Siti"),
    ],
)
def test_a_name_in_a_list_begins_with_the_main_part(name: tuple[str, str], shown: str) -> None:
    assert in_list(*name) == shown


@given(TEXTS, TEXTS)
@example("a\u00ad\u0301", "ß")
@example("İ", "ŉ")
def test_a_place_in_the_list_is_the_same_for_every_spelling(first: str, last: str) -> None:
    key = sort_key(first, last)
    assert len(key) <= names.LENGTH_OF_KEY
    assert sort_key(unicodedata.normalize("NFD", first), unicodedata.normalize("NFC", last)) == key
    assert sort_key(f" {first}\u200b", f"\u00ad{last} ") == key
    assert sort_key(tidy(first), tidy(last)) == key


@given(PREFIXES, SURNAMES)
def test_a_prefix_and_capitals_do_not_change_the_place(prefix: str, main: str) -> None:
    place, bare = sort_key("Jan", f"{prefix} {main}"), sort_key("jan", main.upper())
    assert place.split("\t")[:2] == bare.split("\t")[:2]


@given(TEXTS)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidy(text)
    assert (tidy(once), unicodedata.normalize("NFC", once)) == (once, once)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Jan \t Piet\n", "Jan Piet"),
        ("Jose\u0301", "José"),
        ("van\u00adden", "vanden"),
        ("Jan\u200b\ufeff\u2060", "Jan"),
        ("\u2067דוד\u2069\u200f", "דוד"),
        ("Ja\u200dn", "Jan"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("علی\u200c", "علی"),
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("\u2800 \u2800", ""),
        ("\u0301\u0302", ""),
        ("Jan \u0301Piet", "Jan Piet"),
        ("\ufb01lip \ufefb\ufdf2", "filip لاالله"),
    ],
)
def test_what_nobody_sees_is_left_out_and_what_joins_letters_stays(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    ("heap", "refused"),
    [
        ("J" + "\u0301\u0316" * 30, "\u0301"),
        ("ก" + "\u0e47" * 30, "\u0e47"),
        ("A" + "\u20dd" * 5, "\u20dd"),
        ("a\U0001d173b", "\U0001d173"),
        ("\ufdfd", "\ufdfd"),
        ("ကြွေးမှုး", ""),
        ("སྒྲུབ་རྒྱལ", ""),
        ("Nguyễn Ṓ̱ká", ""),
        ("Cursus\u00adboek – luisteren → doen ™", ""),
    ],
)
def test_a_heap_of_marks_that_covers_what_is_around_is_no_name(heap: str, refused: str) -> None:
    assert set(refused_characters(tidy(heap))) & set(refused) == set(refused)
    assert bool(refused_characters(heap)) == bool(refused)


def test_what_turns_a_text_around_or_is_no_character_is_refused() -> None:
    bad = "\u202e\u202a\x07\ue000\ufffd\ud800\u0378"
    assert refused_characters(f"Jan{bad}Jan{bad}") == bad
    assert refused_characters("Jan-Willem d'Özdemir 李 محمد علی\u200cرضا 👋") == ""


CALLED = (
    *("Nguyễn Đỗ", "李小龙", "さくら", "김민수", "አበበ", "குமார்", "محمد العلي", "דוד", "Ольга"),
    *("ნინო", "Արամ", "क्षितिज", "ශ්\u200dරී", "สมชาย", "ⵎⴰⵙⵉⵏ", "ߒߞߏ", "😀"),
)


@pytest.mark.parametrize("name", CALLED)
def test_what_volunteers_are_called_can_be_printed(name: str) -> None:
    assert pdf.characters_without_font(name) == ""


def test_a_character_that_no_font_has_is_found_and_no_pdf_is_made_with_a_box() -> None:
    assert pdf.characters_without_font("Siti \U00013460 \U0002fffd") == "\U00013460\U0002fffd"
    with pytest.raises(pdf.MissingGlyphs, match=r"U\+13460"):
        pdf.render("<html lang=nl><title>x</title><p>Siti \U00013460")


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=12))
@example("  De  Vries 2 ")
@example("O'Brien-Smit")
def test_plain_letters_are_put_down_at_once_as_all_others_are(text: str) -> None:
    # What nobody sees is left out, and keeps it from being plain.
    assert names.plain(text) == names.plain(text + "\u200b")
