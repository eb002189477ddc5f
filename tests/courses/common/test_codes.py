"""Codes that people read aloud and type over."""

from __future__ import annotations

import re

import pytest

from courses.common import codes


@pytest.mark.parametrize(("length", "groups"), [(8, 2), (16, 4)])
def test_a_code_is_in_groups_of_four_without_characters_that_look_alike(
    length: int, groups: int
) -> None:
    made = {codes.new_code(length) for _one in range(200)}
    shape = "-".join(["[A-HJKMNP-Z2-9]{4}"] * groups)
    assert [one for one in made if not re.fullmatch(shape, one)] == []
    assert len(made) == 200


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("K7QM-2RTX", "K7QM-2RTX"),
        (" k7qm 2rtx. ", "K7QM-2RTX"),
        ("k7qm2rtx", "K7QM-2RTX"),
        ("L7QM-2RTX", "L7QM-2RTX"),
        ("K7QM-2RT", None),
        ("K7QM-2RTXA", None),
        ("K7QM-2RT0", None),
        ("K7QM-2RTO", None),
        ("K7QM-2RTI", None),
        ("K7QM-2RTÉ", None),
        ("", None),
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: str, read: str | None) -> None:
    assert codes.normalise(typed, 8) == read
