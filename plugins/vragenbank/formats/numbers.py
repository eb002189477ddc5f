"""Numbers as files and people write them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
WITH_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
LARGEST = Decimal(10) ** 15
MOST_DECIMALS = 15

IN_WORDS = {
    word: value
    for words in (
        "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
        "vijftien zestien zeventien achttien negentien twintig",
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty",
    )
    for value, word in enumerate(words.split())
} | {"één": 1, "éen": 1}
"""What people write as a word: in Dutch and in English."""


class NotANumberError(ValueError):
    """A text is no number that we know. `has_comma` says that it would be one with a point."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text[:40]
        self.has_comma = WITH_COMMA.fullmatch(text.strip()) is not None


def number(text: str) -> Decimal:
    """The number in a file: with a point, never with a comma.

    Raises:
        NotANumberError: it is none, is larger than 10 to the 15th, or has more than 15 decimals.
    """
    text = text.strip()
    if NUMBER.fullmatch(text) is None or len(text) > 40:
        raise NotANumberError(text)
    found = Decimal(text)
    if abs(found) > LARGEST or found != round(found, MOST_DECIMALS):
        raise NotANumberError(text)
    return Decimal(written(found))


def typed(text: str) -> Decimal | None:
    """The number that somebody typed, in digits or as a word; None when it is none."""
    word = unicodedata.normalize("NFC", text).strip(" .").casefold()
    if word in IN_WORDS:
        return Decimal(IN_WORDS[word])
    try:
        return number(text.strip().replace(",", "."))
    except NotANumberError:
        return None


def written(value: Decimal) -> str:
    """A number in one way only: no exponent, no zeros at the end."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
