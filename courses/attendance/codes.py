"""The code with which participants say that they are there: on a screen, on paper, and in the QR.

It does not change during a session, so that one on paper works too, and who types slowly is not
too late. Made from the session and the academy's secret: nothing is stored, and to look at the
screen changes nothing. Six digits are enough beside the limit on tries: a code does something only
for who is on the list of that session, on its day.

A participant can send a photo of it to somebody at home. No code prevents that; a code that
changes each minute stops only who is slow. So the list shows who said so themselves and when, and
the trainer's word counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from courses.editions.models import Session

DIGITS = 6


def code_of(session: Session) -> str:
    """The code of a session: six digits."""
    made = salted_hmac("courses.attendance.codes", str(session.pk), algorithm="sha256")
    return f"{int(made.hexdigest(), 16) % 10**DIGITS:0{DIGITS}}"


def readable(code: str) -> str:
    """`482 193`: how it is shown and read aloud."""
    return f"{code[:3]} {code[3:]}"


def tidy(text: str) -> str:
    """What somebody typed, with the digits alone."""
    return "".join(character for character in text if character.isascii() and character.isdigit())
