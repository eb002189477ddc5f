"""The codes on certificates."""

from __future__ import annotations

from courses.common import codes

LENGTH = 16

SPELLED = {
    "A": "Anton",
    "B": "Bernard",
    "C": "Cornelis",
    "D": "Dirk",
    "E": "Eduard",
    "F": "Ferdinand",
    "G": "Gerard",
    "H": "Hendrik",
    "I": "Isaak",
    "J": "Johan",
    "K": "Karel",
    "L": "Lodewijk",
    "M": "Maria",
    "N": "Nico",
    "O": "Otto",
    "P": "Pieter",
    "Q": "Quirinus",
    "R": "Richard",
    "S": "Simon",
    "T": "Theodoor",
    "U": "Utrecht",
    "V": "Victor",
    "W": "Willem",
    "X": "Xantippe",
    "Y": "Ypsilon",
    "Z": "Zacharias",
    "2": "twee",
    "3": "drie",
    "4": "vier",
    "5": "vijf",
    "6": "zes",
    "7": "zeven",
    "8": "acht",
    "9": "negen",
}
"""What is said for each character on the telephone: the Dutch spelling alphabet."""

_INTERNATIONAL = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar "
    "Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
)
_DIGITS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
SPELLED_IN_ENGLISH = {
    **{word[0]: word for word in _INTERNATIONAL.split()},
    **{str(digit): word for digit, word in enumerate(_DIGITS, start=2)},
}
"""The same for who reads English: the international alphabet, which our staff know too."""


def new_code() -> str:
    """An unguessable code (72 bits) in groups of four, e.g. `K7QM-3RTX-…`.

    Older ones also have characters that look alike; they stay good.
    """
    return codes.new_code(LENGTH, characters=codes.DISTINCT)


def normalise(text: str) -> str | None:
    """The code as we write it, however it was typed; None when this cannot be a code."""
    return codes.normalise(text, LENGTH)


def spoken(code: str, language: str = "nl") -> str:
    """The code as it is read aloud: `Karel, zeven, Quirinus, Maria – …`."""
    spelled = SPELLED_IN_ENGLISH if language == "en" else SPELLED
    return " – ".join(
        ", ".join(spelled.get(character, character) for character in group)
        for group in code.split("-")
    )
