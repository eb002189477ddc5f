"""Telephone numbers and postcodes, however they are typed."""

import pytest

from courses.common import contact_details as details


@pytest.mark.parametrize(
    ("typed", "kept", "digits"),
    [
        ("06-1234 5678", "06 12345678", "+31612345678"),
        (" 0612345678 ", "06 12345678", "+31612345678"),
        ("+31 (0)6 12 34 56 78", "06 12345678", "+31612345678"),
        ("0031612345678", "06 12345678", "+31612345678"),
        ("030-2861000", "030 286 1000", "+31302861000"),
        ("٠٦١٢٣٤٥٦٧٨", "06 12345678", "+31612345678"),
        ("0032 470123456", "+32 470 12 34 56", "+32470123456"),
        ("+48601234567", "+48 601 234 567", "+48601234567"),
        ("", "", ""),
        # No number: it stays as it was typed.
        ("06 12345678  (dochter)", "06 12345678 (dochter)", ""),
        ("06 1234567", "06 1234567", ""),
        ("112", "112", ""),
    ],
)
def test_a_number_is_kept_in_one_way_of_writing(typed: str, kept: str, digits: str) -> None:
    assert details.tidy_telephone(typed) == kept
    assert details.telephone_digits(typed) == digits
    assert details.is_telephone(typed) == bool(digits)
    # Written so, it is read as the same once more.
    assert details.tidy_telephone(kept) == kept
    assert details.telephone_digits(kept) == digits


@pytest.mark.parametrize(
    ("typed", "kept", "is_one"),
    [
        ("3511ab", "3511 AB", True),
        (" 3511  AB ", "3511 AB", True),
        ("NL-3511 AB", "3511 AB", True),
        ("B-2000", "B-2000", True),
        ("sw1a 1aa", "SW1A 1AA", True),
        ("10115", "10115", True),
        ("3511", "3511", False),
        ("3511 A", "3511 A", False),
        ("3511 SS", "3511 SS", False),
        ("0511 AB", "0511 AB", False),
        ("Utrecht", "UTRECHT", False),
        ("123456789012345", "123456789012345", False),
        ("", "", False),
    ],
)
def test_a_postcode_is_kept_in_one_way_of_writing(typed: str, kept: str, is_one: bool) -> None:
    assert (details.tidy_postcode(typed), details.is_postcode(typed)) == (kept, is_one)
