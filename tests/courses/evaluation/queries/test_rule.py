"""What may be shown of what people answered to one question."""

from __future__ import annotations

import pytest

from courses.evaluation.enums import OTHER, Kind
from courses.evaluation.queries.disclosure.rule import Atom, may_be_shown

SCORE, CHOICE, MULTIPLE, OPEN = Kind.SCORE, Kind.CHOICE, Kind.MULTIPLE, Kind.OPEN


@pytest.mark.parametrize(
    ("atom", "shown"),
    [
        (Atom(SCORE, True, 6, 6, {"8": 5, "9": 1}), True),
        (Atom(SCORE, False, 6, 6, {"8": 5, "9": 1}), False),
        # All gave the same, and everybody answered: that is what each one said.
        (Atom(SCORE, True, 5, 5, {"8": 5}), False),
        (Atom(SCORE, True, 6, 5, {"8": 5}), True),
        (Atom(CHOICE, True, 5, 5, {"Ja": 5}), False),
        (Atom(CHOICE, True, 5, 5, {OTHER: 5}), False),
        (Atom(CHOICE, True, 5, 5, {"Ja": 4, "Nee": 1}), True),
        # Of several choices, one that everybody made.
        (Atom(MULTIPLE, True, 5, 5, {"Tempo": 5, "Oefenen": 2}), False),
        (Atom(MULTIPLE, True, 5, 5, {"Tempo": 4, "Oefenen": 4}), True),
        (Atom(MULTIPLE, True, 6, 5, {"Tempo": 5}), True),
        # It was not kept how many answered: all may have.
        (Atom(MULTIPLE, True, 5, None, {"Tempo": 5, "Oefenen": 2}), False),
        (Atom(MULTIPLE, True, 6, None, {"Tempo": 5}), True),
        (Atom(OPEN, True, 5, 5, {}, ["Ja", "ja ", "JA", " ja", "ja"]), False),
        (Atom(OPEN, True, 5, 5, {}, ["Ja", "Nee", "ja", "ja", "ja"]), True),
        (Atom(OPEN, True, 6, 5, {}, ["ja"] * 5), True),
        (Atom(Kind.INTRO, True, 5, 5, {}), False),
    ],
)
def test_what_may_be_shown(atom: Atom, shown: bool) -> None:
    assert may_be_shown(atom) is shown
