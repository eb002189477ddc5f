"""Small numbers are not shown, and cannot be worked out either."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from plugins.bereik.privacy import ENOUGH, RULE, protect

LETTERS = "rvpb"


def shown(*counts: int, whole: bool = True) -> tuple[list[int | None], int | None]:
    result = protect(dict(zip(LETTERS, counts, strict=True)), whole=whole)
    return list(result.numbers.values()), result.together


@pytest.mark.parametrize(
    ("counts", "numbers", "together"),
    [
        # Enough everywhere, or nobody: nothing to hide.
        ((5, 7, 5, 6), [5, 7, 5, 6], None),
        ((0, 12, 0, 0), [0, 12, 0, 0], None),
        ((0, 0, 0, 0), [0, 0, 0, 0], None),
        # The first training on record: 1 resident, 6 volunteers, 3 paid staff, 2 from companies.
        ((1, 6, 3, 2), [None, None, None, None], 12),
        # One more joins, the last in the list and not the smallest.
        ((2, 9, 5, 8), [None, 9, 5, None], 10),
        ((9, 8, 8, 1), [9, 8, None, None], 9),
        # And another one as long as they are too few together.
        ((9, 8, 7, 1), [9, None, None, None], 16),
        # Who has nobody is among the small ones, so that three ones are not three times one.
        ((1, 1, 1, 9), [None, None, None, None], 12),
        ((0, 20, 9, 1), [None, 20, None, None], 10),
        ((0, 0, 1, 0), [None, None, None, None], 1),
    ],
)
def test_small_numbers_are_counted_together(
    counts: tuple[int, ...], numbers: list[int | None], together: int | None
) -> None:
    assert shown(*counts) == (numbers, together)


def test_a_part_of_a_quarter_shows_no_background_at_all() -> None:
    assert shown(10, 20, 30, 40, whole=False) == ([None] * 4, 100)


def test_no_small_number_can_be_worked_out_from_the_others_and_the_total() -> None:
    most = 22
    could_be: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most), repeat=4):
        if sum(counts) < most:
            numbers, together = shown(*counts)
            could_be[(sum(counts), tuple(numbers), together)].append(counts)
    for (_total, numbers, _together), all_counts in could_be.items():  # type: ignore[misc]
        for place, number in enumerate(numbers):
            values = {counts[place] for counts in all_counts}
            assert number is None or (number == 0 or number >= ENOUGH)
            assert number is not None or len(values) > 1
            # Also for who knows that this is a small one.
            small = {value for value in values if value < ENOUGH}
            assert number is not None or len(small) != 1


def test_people_are_told_the_same_number() -> None:
    assert f"minder dan {ENOUGH} mensen" in str(RULE)
