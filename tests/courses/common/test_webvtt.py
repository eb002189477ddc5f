"""Captions are read as browsers read them, and what is wrong is said with its line."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.common.errors import Refusal
from courses.common.webvtt import MOST_BYTES, Cue, cues_in, file_of, text_of, typed_cues

GOOD = """\ufeffWEBVTT - Een voorbeeld
Kind: captions

NOTE Gemaakt voor de academie.

1
00:01.000 --> 00:04.000 line:90%
<v Samira>Hoe gaat het</v>
met u?

01:00:05.500 --> 01:00:06.000
Goed &amp; wel.
"""
ONE = "WEBVTT\n\n00:01.000 --> 00:04.000\nHallo\n"


def test_texts_come_out_in_their_order_without_marks() -> None:
    cues = cues_in(GOOD.replace("\n", "\r\n").encode())
    assert cues == [
        Cue(1_000, 4_000, "Hoe gaat het met u?"),
        Cue(3_605_500, 3_606_000, "Goed & wel."),
    ]
    assert text_of([*cues, cues[-1]]) == "Hoe gaat het met u? Goed & wel."


TIME_WRONG = "Regel 3 van de ondertitels: deze tijd klopt niet."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"1\n00:00:01,000 --> 00:00:04,000\nHallo", "Heb je een .srt?"),
        (b"", "Op de eerste regel staat dan WEBVTT."),
        ("WEBVTT\n\nHé".encode("cp1252"), "Bewaar het bestand opnieuw, als UTF-8."),
        (b"WEBVTT" + b" " * MOST_BYTES, "te groot"),
        (b"WEBVTT\n\nNOTE niets", "staan geen ondertitels"),
        (ONE.replace(".000", ",000").encode(), TIME_WRONG),
        (ONE.replace("01.000", "71.000").encode(), TIME_WRONG),
        (ONE.replace("04.000", "01.000").encode(), "het einde is niet later dan het begin"),
        (ONE.replace("Hallo", " ").encode(), "onder deze tijd staat geen tekst"),
        (b"WEBVTT\n\nHallo\nallemaal\n", "Regel 3 van de ondertitels: hier hoort een tijd"),
        (f"{ONE}\n00:00.500 --> 00:02.000\nEerder".encode(), "Regel 6 van de ondertitels"),
    ],
)
def test_what_a_browser_would_not_show_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(Refusal) as refusal:
        cues_in(content)
    assert says in str(refusal.value)


TYPED = """0:00 Hallo, ik ben <Henk> & dit
is een test.

[0:04] Hoe gaat het?
0:06
1:00
Dat is 2:1, zei ze.
1:00:05 - Dag.
"""


def test_lines_with_times_become_captions() -> None:
    cues = typed_cues(TYPED.replace("\n", "\r\n"))
    assert cues == [
        Cue(0, 4_000, "Hallo, ik ben <Henk> & dit is een test."),
        Cue(4_000, 6_000, "Hoe gaat het?"),
        # Nothing follows for an hour: it does not stay all that time.
        Cue(60_000, 70_000, "Dat is 2:1, zei ze."),
        Cue(3_605_000, 3_615_000, "Dag."),
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Hier staan nog geen ondertitels."),
        ("0:00\n0:05", "Hier staan nog geen ondertitels."),
        ("Hallo", "Regel 1 van de ondertitels: zet de tijd ervoor"),
        ("0:05 Hallo\n\n0:05 Dag", "Regel 3 van de ondertitels: deze tijd is niet later"),
        ("0:01,000 --> 0:02,000\nHallo", "typ alleen het begin, zoals 0:04"),
        ("0:00 Kort\n0:02 " + "woord " * 30, "Regel 2 van de ondertitels: deze tekst is te lang"),
    ],
)
def test_lines_that_make_no_captions_are_refused(typed: str, says: str) -> None:
    with pytest.raises(Refusal) as refusal:
        typed_cues(typed)
    assert says in str(refusal.value)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 4000), st.text(max_size=40)),
        min_size=1,
        unique_by=lambda one: one[0],
    )
)
def test_a_browser_reads_back_what_was_typed(said: list[tuple[int, str]]) -> None:
    typed = "\n".join(f"{at // 60}:{at % 60:02} {words}" for at, words in sorted(said))
    try:
        cues = typed_cues(typed)
    except Refusal:
        return
    assert cues_in(file_of(cues).encode()) == cues


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(), st.text().map(lambda text: f"WEBVTT\n\n{text}".encode())))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(Refusal):
        assert all(cue.end > cue.start and cue.text for cue in cues_in(content))
