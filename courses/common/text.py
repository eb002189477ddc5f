"""Text that others made, for places that show text."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise


def plain_text(value: Any) -> str:
    """A text in the reader's language, as plain `str`: templates escape it.

    Of a plugin's text this is asked inside the guard, since making the words may fail.

    Raises:
        TypeError, ValueError: it is no text, or no text that can be sent to a browser.
    """
    if not isinstance(value, (str, Promise)):
        raise TypeError(f"{type(value).__name__} for a text")
    # `str()` leaves safe HTML what it is; this makes a plain copy.
    text = str.__str__(str(value))
    text.encode()
    return text
