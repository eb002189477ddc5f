"""Codes that people read aloud and type over: on certificates, and for taking over an account."""

from __future__ import annotations

import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What codes are made of. No 0 and O, nor 1, I and L: they look alike."""

ACCEPTED = ALPHABET + "L"
"""What is read. Codes to take over an account were once made with an L."""


DISTINCT = "ACDEFGHJKMNPQRTWXY34679"
"""Those of the alphabet that also nobody takes for another in poor print: of 2 and Z, 5 and S, 8
and B, U and V neither is there."""


def new_code(length: int, *, characters: str = ALPHABET) -> str:
    """A code of so many characters that cannot be guessed, in groups of four: `K7QM-2RTX`.

    Each character is worth almost five bits; of `DISTINCT` four and a half.
    """
    return in_groups("".join(secrets.choice(characters) for _one in range(length)))


def code_from(value: bytes, length: int) -> str:
    """The code of so many characters that a value gives, the same each time.

    Of a value that nobody can guess, such as a keyed digest of 32 bytes, nobody can guess the code.
    """
    number, characters = int.from_bytes(value), ""
    for _one in range(length):
        number, at = divmod(number, len(ALPHABET))
        characters += ALPHABET[at]
    return in_groups(characters)


def normalise(text: str, length: int) -> str | None:
    """The code as we write it, however it was typed: small letters, spaces, no dashes.

    None when this cannot be a code of that length.
    """
    characters = "".join(one for one in text.upper() if one.isalnum())
    if len(characters) != length or any(one not in ACCEPTED for one in characters):
        return None
    return in_groups(characters)


def in_groups(characters: str) -> str:
    """A code as it is shown: a dash after every four characters."""
    return "-".join(characters[start : start + 4] for start in range(0, len(characters), 4))
