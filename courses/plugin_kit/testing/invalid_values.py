"""Input as nobody means it, and as it comes all the same."""

from __future__ import annotations

INVALID_TEXTS = ("", " ", "\0", "x" * 200_000, "bestaat-niet", "-1", "9" * 40, "<b>", "é’\u202e")
"""What a browser, a machine or somebody in a hurry may send for a text."""


def short(value: object) -> str:
    """The value for a message that somebody reads."""
    text = repr(value)
    return text if len(text) < 120 else f"{text[:117]}…"
