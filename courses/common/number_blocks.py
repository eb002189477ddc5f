"""Numbers in blocks of lessons."""

from __future__ import annotations

from wagtail import blocks


class WholeNumberBlock(blocks.IntegerBlock):
    """A whole number that a form gives back as it is kept.

    Wagtail's own gives back text, so a lesson with such a block counts as changed each time that
    its form is sent: whoever approves it would save a newer version, which nobody has approved.
    """

    def value_from_form(self, value: str | int | None) -> str | int | None:
        """The number; nothing for an empty field. What is none is for `clean` to refuse."""
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        digits = text.removeprefix("-")
        return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else value


def stored_number(value: object) -> int | None:
    """The whole number, zero or more, that a block has stored, such as the key that somebody chose;
    None when it is none that a database can look for."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
