"""The codes on certificates."""

import secrets

# No 0/O, 1/I/L: people read these aloud and type them over.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 16


def new_code() -> str:
    """An unguessable code (79 bits) in groups of four, e.g. `K7QM-2RTX-…`."""
    return _in_groups("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def normalise(text: str) -> str | None:
    """The code as we write it, however it was typed: small letters, spaces, no dashes.

    None when this cannot be a code.
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return _in_groups(signs)


def _in_groups(signs: str) -> str:
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))
