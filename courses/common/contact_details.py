"""Telephone numbers and postcodes: how they are kept, and what cannot be one.

Whatever can be read is kept in one way of writing, so that a number is found however it was typed.
What cannot be read stays as it was typed: a form says so, and nothing is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberMatcher

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LONGEST_TELEPHONE = 30
LONGEST_POSTCODE = 12

LEAST_DIGITS = 8
"""Of a number that is looked for in a sentence: 0800-0113 has them."""

NO_BREAK = "\N{NO-BREAK SPACE}"

HOME = "NL"
HOME_CODE = 31

_DUTCH_POSTCODE = re.compile(r"(?:NL[- ]?)?([1-9][0-9]{3})\s*-?\s*([A-Z]{2})", re.IGNORECASE)
_FOREIGN_POSTCODE = re.compile(r"[A-Z]{0,3}[- ]?[A-Z0-9][A-Z0-9 -]{2,9}", re.IGNORECASE)
_AT_HOME_ALONE = ("08", "09")
_NOT_IN_USE = frozenset({"SA", "SD", "SS"})


def tidy_telephone(text: str) -> str:
    """A number in the usual way of writing: `06 12345678`, `030 123 4567`, `+32 470 12 34 56`.

    What is no number keeps its characters, with single spaces.
    """
    text = " ".join(text.split())
    number = _read(text)
    if number is None:
        return text
    at_home = number.country_code == HOME_CODE
    way = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, way)


def telephone_digits(text: str) -> str:
    """The same number in the one way that computers compare: `+31612345678` (E.164).

    Empty when the text is no number.
    """
    number = _read(text)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else ""


def on_one_line(number: str) -> str:
    """A number that is read in one go: no line begins between its parts."""
    return number.replace(" ", NO_BREAK)


def telephone_link(text: str) -> str:
    """The number as a `tel:` address. Numbers such as 0800-0113 and 14 030 are known in their own
    country alone, and are called as they are written."""
    digits = "".join(character for character in text if character.isdecimal())
    if text.strip().startswith("+"):
        return f"tel:+{digits}"
    if digits.startswith("0") and not digits.startswith(_AT_HOME_ALONE):
        return f"tel:+{HOME_CODE}{digits[1:]}"
    return f"tel:{digits}"


def is_telephone(text: str) -> bool:
    """Whether one can ring this number, as far as its characters tell."""
    return _read(text) is not None and len(tidy_telephone(text)) <= LONGEST_TELEPHONE


def telephones_in(text: str) -> list[tuple[int, int]]:
    """Where in a sentence a telephone number begins and ends."""
    if count_digits(text) < LEAST_DIGITS:
        return []
    return [(found.start, found.end) for found in PhoneNumberMatcher(text, HOME)]


def count_digits(text: str) -> int:
    """How many digits are in a text."""
    return sum(character.isdecimal() for character in text)


def tidy_postcode(text: str) -> str:
    """A Dutch postcode as `3511 AB`; another country's in capitals."""
    text = " ".join(text.split())
    dutch = _DUTCH_POSTCODE.fullmatch(text)
    return f"{dutch[1]} {dutch[2].upper()}" if dutch else text.upper()


def is_postcode(text: str) -> bool:
    """Whether this is a postcode, here or abroad.

    Four digits alone are not: more often somebody here forgot the letters than that somebody lives
    in Belgium, whose code can be written `B-2000`.
    """
    text = " ".join(text.split())
    dutch = _DUTCH_POSTCODE.fullmatch(text)
    if dutch:
        return dutch[2].upper() not in _NOT_IN_USE
    looks_dutch = re.fullmatch(r"[0-9]{4}(\s*[A-Z]{0,3})?", text, re.IGNORECASE)
    has_digit = any(character.isdigit() for character in text)
    fits = has_digit and len(text) <= LONGEST_POSTCODE and _FOREIGN_POSTCODE.fullmatch(text)
    return bool(fits and not looks_dutch)


def masked(address: str) -> str:
    """Of an e-mail address the first character, and the part that a provider has for everybody."""
    name, _at, provider = address.rpartition("@")
    return f"{name[:1]}…@{provider}" if name else ""


def _read(text: str) -> PhoneNumber | None:
    # The library takes letters for the keys of a telephone: "werk" would be 9375.
    if not text or re.search(r"[^\W\d_]", text):
        return None
    try:
        number = phonenumbers.parse(text, HOME)
    except NumberParseException:
        return None
    # Of our own country we know which numbers exist, so that a missing digit is seen. What other
    # countries add is in the library later than in use: there the length must do.
    if number.country_code == HOME_CODE:
        return number if phonenumbers.is_valid_number(number) else None
    return number if phonenumbers.is_possible_number(number) else None
