"""Pieces of a text that go: as they are kept, as a page shows them, and the text without them."""

from courses.evaluation.enums import Finding
from courses.evaluation.redactions import (
    Piece,
    Redaction,
    kept,
    pieces,
    places_of,
    read,
    redacted,
    without_overlap,
)

TEXT = "Jan en Piet, en jan."
JAN, PIET = Redaction(0, 3, Finding.NAME), Redaction(7, 11, Finding.NAME, is_on=False)


def test_what_is_on_goes_and_the_rest_stays() -> None:
    assert redacted(TEXT, [JAN, PIET]) == "[weggelaten] en Piet, en jan."
    assert pieces(TEXT, [JAN, PIET]) == [
        Piece("Jan", 0, JAN),
        Piece(" en "),
        Piece("Piet", 1, PIET),
        Piece(", en jan."),
    ]
    assert read(kept([JAN, PIET])) == [JAN, PIET]
    assert read(None) == []


def test_what_overlaps_becomes_one_and_goes_when_one_of_both_does() -> None:
    address = Redaction(0, 11, Finding.EMAIL, is_on=False)

    assert without_overlap([PIET, JAN, address]) == [Redaction(0, 11, Finding.EMAIL)]
    assert without_overlap([PIET, JAN]) == [JAN, PIET]


def test_words_are_found_as_whole_words_whatever_their_capitals_and_spaces() -> None:
    assert places_of("jan", TEXT) == [(0, 3), (16, 19)]
    assert places_of("an", TEXT) == []
    assert places_of("EN  piet,", TEXT) == [(4, 12)]
    assert places_of(" ", TEXT) == []
