"""The codes on certificates."""

from __future__ import annotations

from courses.common import codes

LENGTH = 16


def new_code() -> str:
    """An unguessable code (79 bits) in groups of four, e.g. `K7QM-2RTX-…`."""
    return codes.new_code(LENGTH)


def normalise(text: str) -> str | None:
    """The code as we write it, however it was typed; None when this cannot be a code."""
    return codes.normalise(text, LENGTH)
