"""The code with which people in a room find the form: on a screen, on paper, and in the QR.

It says which form, and opens nothing: who uses it still has to be somebody who is asked. So it is
short, and known before the form is there, since the list that people sign is printed before that.
The code of an edition is its number and three digits that catch a slip of the finger; that of a
survey begins with a nought.
"""

from __future__ import annotations

from courses.evaluation.links import digits_of, number_of

CHECK_DIGITS = 3


def code_of_edition(edition_id: int) -> str:
    """The code for the form after the last session of an edition."""
    return f"{edition_id}{digits_of('room', edition_id, CHECK_DIGITS)}"


def code_of_survey(form_id: int) -> str:
    """The code for a survey."""
    return f"0{form_id}{digits_of('survey', form_id, CHECK_DIGITS)}"


def edition_in(code: str) -> int | None:
    """The key of the edition whose code this is; None when it is none's."""
    return number_of(code, "room", CHECK_DIGITS)


def survey_in(code: str) -> int | None:
    """The key of the survey's form whose code this is; None when it is none's."""
    return number_of(code[1:], "survey", CHECK_DIGITS) if code.startswith("0") else None
