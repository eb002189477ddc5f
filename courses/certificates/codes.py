"""The codes on certificates."""

import secrets

# No 0/O, 1/I/L: people read these aloud and type them over.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 16


def new_code() -> str:
    """An unguessable code (79 bits) in groups of four, e.g. `K7QM-2RTX-…`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))
