"""HTML for paper: text and structure stay, the rest goes, and all is closed again."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.plain_markup import LARGEST_PICTURE, LINE, MARK, exercise_on_paper, reduced

TAGS = ("p", "h2", "section", "svg", "form", "br", "ul", "li", "strong", "script", "a", "img")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Dag &amp; <b>welkom</b></p>", "<p>Dag &amp; <b>welkom</b></p>"),
        ("<h2 class='utrecht-heading-2'>Kop</h2>", "<h3>Kop</h3>"),
        (
            '<section class="va-callout x"><h3 class="va-callout__title"><svg><path/></svg>'
            " Tips</h3></section>",
            '<section class="va-callout"><p class="va-callout__title va-title"> Tips</p></section>',
        ),
        ("<form><p>Weg</p><input name=a><textarea>Weg</textarea></form><p>Blijft", "<p>Blijft</p>"),
        ("<script>alert(1)</script><p onclick='x()' style='a'>Ja</p>", "<p>Ja</p>"),
        ("<ul><li>Een<li>Twee</ul></div><p>Na", "<ul><li>Een<li>Twee</li></li></ul><p>Na</p>"),
        ('<a href="javascript:alert(1)">Druk</a>', "Druk"),
        ('<a href="https://example.org/?a=1&amp;b=2">Verder</a>',
         '<a href="https://example.org/?a=1&amp;b=2">Verder</a>'),
        ('<img src="/media/weg.jpg" alt="Een &lt;kop&gt; thee"><img src="x" alt="">',
         "Een &lt;kop&gt; thee"),
        ('<span class="va-visually-hidden">Verborgen</span><p hidden>Ook</p><p lang="en">Hi</p>',
         '<p lang="en">Hi</p>'),
        ('<figure class="va-media"><video src="a"><p>x</p></video></figure>',
         '<figure class="va-media"></figure>'),
    ],
)  # fmt: skip
def test_what_is_left(html: str, expected: str) -> None:
    assert reduced(html) == expected


def test_a_link_leads_to_the_site_from_anywhere_and_never_breaks() -> None:
    made = reduced('<a href="/trainingen/">Kijk<br>hier</a>')
    assert re.fullmatch(r'<a href="https?://[^/"]+/trainingen/">Kijk hier</a>', made)


def test_without_links_their_words_stay() -> None:
    html = '<p>Zie <a href="https://example.org/">de site</a>.</p>'
    assert reduced(html, with_links=False) == "<p>Zie de site.</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<fieldset><legend>Wat?</legend><ul><li><label><input type="radio" value="a">'
         "<span>Dit</span></label></li></ul></fieldset>",
         f'<div class="va-question"><p class="va-title">Wat?</p><ul><li>{MARK}'
         "<span>Dit</span></li></ul></div>"),
        ('<label>Naam <input name="n"></label><input type="hidden" value="x">', f"Naam {LINE}"),
        ('<textarea rows="3">Weg</textarea><textarea rows="90"></textarea>', LINE * (3 + 8)),
        ('<select><option value="">Kies</option><option value="1">Eén</option></select>',
         f"Kies<br>{MARK}Eén"),
        ('<p hidden><input type="checkbox"></p><div class="va-no-print">Kijk na</div>', ""),
    ],
)  # fmt: skip
def test_an_exercise_has_places_to_tick_and_to_write_on(html: str, expected: str) -> None:
    made = exercise_on_paper(html, with_links=False)
    assert (made.html, made.can_be_answered) == (expected, bool(expected))


def test_an_exercise_with_nothing_to_answer_says_so() -> None:
    made = exercise_on_paper("<h3>Kijk</h3><button>Begin</button>")
    assert (made.html, made.can_be_answered) == ('<p class="va-title">Kijk</p>', False)


@given(st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(["<%s>", "</%s>", "<%s/>"]))))
def test_whatever_is_opened_is_closed(pieces: list[tuple[str, str]]) -> None:
    made = reduced("".join(how % tag + "tekst" for tag, how in pieces))
    still_open: list[str] = []
    for closes, tag in re.findall(r"<(/?)(\w+)[^>]*>", made):
        assert tag not in {"svg", "form", "script"}
        if tag == "br":
            continue
        if closes:
            assert still_open.pop() == tag
        else:
            still_open.append(tag)
    assert still_open == []


def test_a_picture_of_ours_goes_along_unless_it_is_large() -> None:
    for size, goes in ((10, True), (LARGEST_PICTURE + 1, False)):
        name = default_storage.save("proef.png", ContentFile(b"x" * size))
        try:
            made = reduced(f'<img src="{default_storage.url(name)}" alt="Thee">')
        finally:
            default_storage.delete(name)
        assert made.startswith('<img src="data:image/png;base64,') is goes
        assert "Thee" in made
    assert reduced('<img src="/media/../../etc/passwd" alt="Thee">') == "Thee"


def question(*answers: str) -> str:
    ticks = "".join(f"<li><label><input type=radio>{one}</label></li>" for one in answers)
    return f"<fieldset><legend>Wat?</legend><ul>{ticks}</ul></fieldset>"


def test_answers_get_letters_that_begin_anew_at_each_question() -> None:
    made = exercise_on_paper(question("Ja", "Nee") + question("Thee", "<b>Koffie</b> graag"))
    assert made.html.count("<b>A.</b> ") == made.html.count("<b>B.</b> ") == 2
    assert made.signs == {"Ja": "A", "Nee": "B", "Thee": "A", "Koffie graag": "B"}


def test_answers_that_have_numbers_keep_these() -> None:
    made = exercise_on_paper(question("1. De gordijnen zijn dicht.", "2. Zij  lacht."))
    assert "<b>" not in made.html
    assert made.signs == {"De gordijnen zijn dicht.": "1", "Zij lacht.": "2"}


def test_a_single_box_needs_none() -> None:
    assert exercise_on_paper(question("Ik heb het gelezen")).signs == {}


def test_an_answer_that_has_another_letter_in_another_question_has_none_to_be_named_by() -> None:
    made = exercise_on_paper(question("Ja", "Nee") + question("Soms", "Ja"))
    assert made.signs == {"Ja": "", "Nee": "B", "Soms": "A"}
