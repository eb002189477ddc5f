"""Which size of letters a text has room for. By rules, so that a text always looks the same."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROW = frozenset("fijlrtI1 .,:;'’‘-–()|!/")
WIDE = frozenset("mwMW@%—…")
ORDINARY = 0.86
"""How wide ordinary letters are beside bold ones, with what is lost at the end of lines."""
LINE_HEIGHT = 1.15
UNEVEN = 1.12
"""Lines are not filled to the end, since words are not broken."""

POINT = 25.4 / 72
"""In millimetres."""


class Level(NamedTuple):
    """How large the text about the training is, in points, and the white above, in millimetres."""

    name: str
    did: float
    heading: float
    heading_above: float
    goal: float
    goal_line: float
    goal_above: float
    fact: float
    fact_label: float
    facts_above: float
    fact_above: float
    most_goals: int | None = None
    """How many goals stand there at most; None: all."""


LEVELS = (
    Level("airy", 13, 11.5, 6, 11.5, 1.35, 1.2, 11, 9, 5.5, 3),
    Level("roomy", 12.5, 11, 4.5, 11, 1.3, 0.8, 11, 8.5, 4, 2.2),
    Level("usual", 12, 10.5, 3.5, 10, 1.28, 0.5, 10.5, 8.5, 2.8, 1.8),
    Level("snug", 12, 10, 2.5, 9, 1.25, 0.4, 10, 8, 1.8, 1.4),
    Level("close", 11.5, 9.5, 2, 8.5, 1.22, 0.3, 9.5, 8, 1.4, 1.2),
    Level("tight", 11, 9.5, 1.5, 8, 1.2, 0.2, 9, 8, 1, 0.8),
)
"""How much a sheet must hold: the first of these with which all of it fits in its place. Nothing is
smaller than eight points: what is hung on a wall must be read by people with old eyes."""

BARE = Level("bare", 8, 8, 0.5, 8, 1.1, 0, 8, 8, 0, 0.5, most_goals=0)
"""Where long titles and names of places leave no room for goals."""


def levels_for(goals: int) -> Sequence[Level]:
    """The levels for so many goals: where the smallest letters are not enough, fewer goals."""
    tight = LEVELS[-1]
    fewer = [tight._replace(most_goals=number) for number in range(goals - 1, 0, -1)]
    return (*LEVELS, *fewer, BARE)


def lines_of(text: str, size: float, width: float) -> int:
    """About how many lines a text takes, in ordinary letters of `size` points, in `width` mm."""
    return max(1, ceil(width_of(text) * ORDINARY * size * POINT / width))


def size_that_fits(
    text: str, sizes: Sequence[float], *, width: float, height: float, one_line: float
) -> float:
    """The size (in points; `sizes` has the largest first) in which the text fits; else the last.

    Width and height in millimetres. On one line in letters of `one_line` or larger, if it can be.
    """
    points = 72 / 25.4
    long, wide, high = width_of(text), width * points, height * points
    for size in sizes:
        if size >= one_line and long * size <= wide:
            return size
    for size in sizes:
        lines = 1 if long * size <= wide else ceil(long * size * UNEVEN / wide)
        if lines * size * LINE_HEIGHT <= high:
            return size
    return sizes[-1]


def width_of(text: str) -> float:
    """About how wide a text is in bold letters, in times the height of the letters."""
    return sum(_width_of(one) for one in text)


def _width_of(character: str) -> float:
    if character in NARROW:
        return 0.38
    if character in WIDE or east_asian_width(character) in "WF":
        return 1.05
    return 0.72 if character.isupper() else 0.62
