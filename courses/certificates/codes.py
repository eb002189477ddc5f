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


def new_code() -> str:
    """An unguessable code (72 bits) in groups of four, e.g. `K7QM-3RTX-…`.

    Older ones also have characters that look alike; they stay good.
    """
    return codes.new_code(LENGTH, characters=codes.DISTINCT)


def normalise(text: str) -> str | None:
    """The code as we write it, however it was typed; None when this cannot be a code."""
    return codes.normalise(text, LENGTH)


def spoken(code: str) -> str:
    """The code as it is read aloud: `Karel, zeven, Quirinus, Maria – …`."""
    return " – ".join(
        ", ".join(SPELLED.get(character, character) for character in group)
        for group in code.split("-")
    )
