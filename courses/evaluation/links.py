"""Personal links and codes: who has one fills in the form of one person, without an account.

Made from the row of the invitation and the academy's secret, so nothing is stored, and to open a
link changes nothing: programs that look through mail for viruses open every link. Who has one can
answer for that person, once, and learns nothing but the name of the training and the first name.

A code is for a letter: it is read aloud and typed, so it has digits only. It begins with the number
of the invitation; eight digits follow that nobody can guess beside the limit on tries (`limits`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from courses.evaluation.models import Participation

CODE_DIGITS = 8
"""How many digits of a code are the academy's signature."""

LONGEST_NUMBER = 15
"""How many digits a key may have, so that every database can look for it."""

LONGEST = 40
"""How many characters of what was typed are looked at."""


def _signer() -> Signer:
    # Made each time: which academy a process is of may be known only after this is loaded.
    return Signer(salt="courses.evaluation.links", sep=".")


def token_of(participation: Participation) -> str:
    """What stands in the address for this invitation."""
    return _signer().sign(f"{participation.pk}.{participation.form_id}")


def invitation_in(token: str) -> tuple[int, int] | None:
    """The keys of the invitation and of its form; None where the academy did not sign it."""
    try:
        participation, form = _signer().unsign(token).split(".")
    except (BadSignature, ValueError):
        return None
    return int(participation), int(form)


def code_of(participation: Participation) -> str:
    """The code of this invitation: its number and `CODE_DIGITS` digits."""
    return f"{participation.pk}{digits_of('code', participation.pk, CODE_DIGITS)}"


def number_in(code: str) -> int | None:
    """The key of the invitation whose code this is; None when it is nobody's."""
    return number_of(tidy(code), "code", CODE_DIGITS)


def readable(code: str) -> str:
    """`4821 3905 7716`: how it is printed and read aloud, in fours from the end."""
    first = len(code) % 4
    parts = [code[:first], *(code[place : place + 4] for place in range(first, len(code), 4))]
    return " ".join(part for part in parts if part)


def tidy(text: str) -> str:
    """What somebody typed, with the digits alone."""
    return "".join(
        character for character in text[:LONGEST] if character.isascii() and character.isdigit()
    )


def digits_of(what: str, number: int, digits: int) -> str:
    """So many digits that only the academy can make for a number of this kind."""
    made = salted_hmac(f"courses.evaluation.{what}", str(number), algorithm="sha256")
    return f"{int(made.hexdigest(), 16) % 10**digits:0{digits}}"


def number_of(code: str, what: str, digits: int) -> int | None:
    """The number before the academy's digits; None where those are not right."""
    number = code[:-digits]
    if not number or number.startswith("0") or len(number) > LONGEST_NUMBER:
        return None
    ours = digits_of(what, int(number), digits)
    return int(number) if constant_time_compare(ours, code[-digits:]) else None
