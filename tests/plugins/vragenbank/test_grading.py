"""Words that fit an answer with jokers."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.vragenbank.formats.numbers import typed
from plugins.vragenbank.grading import fits_pattern

PATTERNS = st.lists(st.sampled_from(["a", "B", "*", "\\*", "ab", "?", "."]), max_size=6).map(
    "".join
)
WORDS = st.text("abB*.?", max_size=8)


@given(PATTERNS, WORDS, st.booleans())
def test_a_pattern_fits_what_a_regular_expression_fits(
    pattern: str, words: str, case_sensitive: bool
) -> None:
    parts = re.split(r"(\\\*|\*)", pattern)
    same = {"*": ".*", "\\*": r"\*"}
    written = "".join(same.get(part) or re.escape(part) for part in parts)
    expected = re.fullmatch(written, words, 0 if case_sensitive else re.IGNORECASE) is not None
    assert fits_pattern(pattern, words, case_sensitive=case_sensitive) == expected


@pytest.mark.parametrize(
    ("pattern", "words", "fits"),
    [
        ("Utrecht*", "utrecht  centrum", True),
        ("*a*", "a", True),
        ("ab*ba", "aba", False),
        ("5 \\* 3", "5 * 3", True),
        ("5 \\* 3", "5 maal 3", False),
        ("**", "", True),
    ],
)
def test_examples_of_patterns(pattern: str, words: str, fits: bool) -> None:
    assert fits_pattern(pattern, words, case_sensitive=False) is fits


def test_many_jokers_take_no_time() -> None:
    began = time.process_time()
    assert not fits_pattern("*a" * 200 + "*b", "a" * 2000, case_sensitive=True)
    assert time.process_time() - began < 1


DUTCH = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
    "zestien zeventien achttien negentien twintig"
)
ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)


@pytest.mark.parametrize("words", [DUTCH, ENGLISH])
def test_a_number_as_a_word_is_that_number(words: str) -> None:
    assert [typed(word) for word in words.split()] == list(range(21))
    assert [typed(f" {word.upper()}. ") for word in words.split()] == list(range(21))


@pytest.mark.parametrize(
    ("text", "number"), [("Één", 1), ("e\u0301e\u0301n", 1), ("3", 3), ("drieën", None), ("", None)]
)
def test_other_words_are_no_number(text: str, number: int | None) -> None:
    assert typed(text) == number
