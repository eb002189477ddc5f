"""What has a form of its own: addresses, telephone numbers, links, account numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courses.evaluation.enums import Finding
from courses.evaluation.redactions import Redaction

if TYPE_CHECKING:
    from collections.abc import Iterator

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]]"
    r"|\b[\w-]{2,}\.(?:nl|com|org|net|eu|be|nu|info|io)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]])?"
    r"|(?<![\w.])@\w{3,}",
    re.IGNORECASE,
)
ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d){8,12}\b", re.IGNORECASE)
TELEPHONE = re.compile(r"(?<![\w.,])(?:\+|\(?0)[\d()][\d\s().\-–/]{6,18}\d(?!\w)")
FEWEST_DIGITS, MOST_DIGITS = 9, 15
"""Of a telephone number, with its country or without the zero in front."""
POSTCODE = re.compile(r"\b[1-9]\d{3} ?([A-Za-z]{2})\b")
NO_POSTCODE = re.compile("al|de|en|er|in|is|ja|je|ik|me|na|nu|of|om|op|te|tm|we|ze|zo")
"""Words of two letters that follow a year."""
_STREET = r"(?:straat|laan|weg|plein|gracht|kade|singel|dreef|hof|steeg|pad|dijk|plantsoen|baan)"
ADDRESS = re.compile(
    # With a number; capitals in front belong to it ("Lange Nieuwstraat 12").
    rf"(?:\b[A-Z][\w’'-]*\s+)*\b\w*{_STREET}\s+\d{{1,4}}\s?-?(?:[a-z]\b)?"
    # Or a name that ends so and has a capital.
    rf"|\b[A-Z][\w’'-]+{_STREET}\b"
)
NUMBER = re.compile(r"(?<![\w.,])\d(?:[ .]?\d){7,}(?!\w)")
"""Eight digits or more: a number of a passport, a client, a citizen."""


def find(text: str) -> Iterator[Redaction]:
    """Everything of these kinds in a text; some places may be found twice."""
    for found in TELEPHONE.finditer(text):
        digits = sum(character.isdigit() for character in found.group())
        if FEWEST_DIGITS <= digits <= MOST_DIGITS:
            yield Redaction(found.start(), found.end(), Finding.TELEPHONE)
    yield from _all(EMAIL, text, Finding.EMAIL)
    yield from _all(LINK, text, Finding.LINK)
    yield from _all(ACCOUNT, text, Finding.ACCOUNT)
    yield from _all(ADDRESS, text, Finding.ADDRESS)
    yield from _all(NUMBER, text, Finding.NUMBER)
    for found in POSTCODE.finditer(text):
        if not NO_POSTCODE.fullmatch(found.group(1)):
            yield Redaction(found.start(), found.end(), Finding.ADDRESS)


def _all(pattern: re.Pattern[str], text: str, why: Finding) -> Iterator[Redaction]:
    for found in pattern.finditer(text):
        yield Redaction(found.start(), found.start() + len(found.group().rstrip()), why)
