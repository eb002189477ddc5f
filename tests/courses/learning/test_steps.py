"""Where a lesson is cut: nothing is lost, nothing comes twice, and one thing is on a screen."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning import steps
from courses.learning.steps import FEW_WORDS, MOST_WORDS, Kind, Piece

PIECES = st.lists(st.builds(Piece, st.sampled_from(Kind), st.integers(0, 3 * MOST_WORDS)))


def lesson(text: str) -> list[Piece]:
    """`h` is a heading, `x` an exercise, `a` a block that stands alone, `|` a mark; a number is a
    text of so many words."""
    kinds = {"h": Kind.HEADING, "x": Kind.EXERCISE, "a": Kind.ALONE, "|": Kind.MARK}
    return [
        Piece(kinds[one], 3 if one == "h" else 0) if one in kinds else Piece(Kind.TEXT, int(one))
        for one in text.split()
    ]


def in_words(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[place] for place in step) for step in steps.cut(lesson(text))]


@given(PIECES)
def test_the_steps_together_are_the_lesson(pieces: list[Piece]) -> None:
    cut = steps.cut(pieces)
    shown = [n for n, one in enumerate(pieces) if one.kind is not Kind.MARK]
    assert list(chain.from_iterable(cut)) == shown
    assert all(cut)


@given(PIECES)
def test_the_rule_keeps_its_word(pieces: list[Piece]) -> None:
    plain = [one for one in pieces if one.kind is not Kind.MARK]
    cut = [[plain[place] for place in step] for step in steps.cut(plain)]
    for step in cut:
        kinds = [one.kind for one in step]
        # Nothing comes behind an exercise, and two things that stand alone are two steps.
        alone = [n for n, kind in enumerate(kinds) if kind in {Kind.EXERCISE, Kind.ALONE}]
        assert len(alone) <= 1
        if Kind.EXERCISE in kinds:
            behind = kinds[kinds.index(Kind.EXERCISE) + 1 :]
            assert all(kind is Kind.HEADING for kind in behind)
        texts = [one.words for one in step if one.kind is Kind.TEXT]
        if texts:
            assert sum(texts) <= max(MOST_WORDS, texts[0]) + FEW_WORDS
    for step in cut[:-1]:
        assert step[-1].kind is not Kind.HEADING


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ("", []),
        ("60 h 113 30 h 111 61", ["60", "h 113 30", "h 111", "61"]),
        ("80 50 20 90", ["80 50 20", "90"]),
        ("h a 60 x 20", ["h a", "60", "x", "20"]),
        ("h 26 x", ["h 26 x"]),
        ("h 26 a 20", ["h 26 a 20"]),
        ("h 90 x", ["h 90", "x"]),
        ("26 x", ["26", "x"]),
        ("a a x x", ["a", "a", "x", "x"]),
        ("h h 40", ["h h 40"]),
        ("120 h", ["120 h"]),
        ("400 20", ["400 20"]),
        ("h 400", ["h 400"]),
        # Who puts marks decides alone, also about what the rule would cut.
        ("h 100 x | 20 | | h 100 h 100 |", ["h 100 x", "20", "h 100 h 100"]),
        ("| 20", ["20"]),
        ("| |", []),
    ],
)
def test_what_becomes_of_a_lesson(blocks: str, expected: list[str]) -> None:
    assert in_words(blocks) == expected


def test_words_are_those_that_people_read() -> None:
    tips = {"title": "Twee tips", "items": [{"type": "item", "id": "a-b-c", "value": "Zet thee."}]}
    raw: list[dict[str, object]] = [
        {"type": "paragraph", "value": "<p>Een twee<br>drie.</p><p>Vier</p>"},
        {"type": "tips", "value": tips},
        {"type": "callout", "value": {"kind": "mind", "text": "<p>Let op</p>"}},
        {"type": "heading", "value": "Kop"},
        {"type": "case", "value": {}},
        {"type": "knowledge_check", "value": {}},
        {"type": "new_step", "value": None},
        {"type": "van_een_uitbreiding_die_weg_is", "value": "tekst"},
    ]
    assert steps.pieces_of(raw) == [
        Piece(Kind.TEXT, 4),
        Piece(Kind.TEXT, 4),
        Piece(Kind.TEXT, 2),
        Piece(Kind.HEADING, 1),
        Piece(Kind.ALONE),
        Piece(Kind.EXERCISE),
        Piece(Kind.MARK),
        Piece(Kind.ALONE),
    ]
