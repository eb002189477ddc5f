"""Codes that stand in a file in the place of answers, and what somebody says that they mean.

LimeSurvey writes codes unless it is asked for full answers: `AO01` (`A1` in older versions) or what
somebody chose, of five letters and digits at most, for one answer; `SQ001` or a name in the heading
for each of several; `Y` and `N`; `-oth-` where there are own words. What a code means is not in the
file. So the page asks it, of each code, and nothing is guessed but what `Y` and `N` are.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.evaluation.answer_files import OTHER_ANSWERS, Given, plain
from courses.evaluation.enums import OTHER, Kind, Tool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.evaluation.answer_files import SourceColumn
    from courses.evaluation.models import FormQuestion

MOST_CODES = 30
LONGEST_MEANING = 200

_ANSWER_CODE = re.compile(r"(?=\w*\d)[A-Za-z0-9]{1,5}|[A-Z]")
_OPTION_CODE = re.compile(r"\w{1,20}")
_YES_AND_NO = {"Y": ("ja", "yes"), "N": ("nee", "no")}


@dataclass(frozen=True)
class Code:
    """A code in a column, how often it was given, and what it means as far as anybody said so: the
    value of one of our questions, or words."""

    code: str
    count: int
    meaning: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether it cannot be somebody's own words, or the number of a house."""
        return bool(self.meaning) or not self.code.isdecimal()


def codes_in(column: SourceColumn, given: Sequence[Given], tool: Tool) -> tuple[Code, ...]:
    """The codes of a column, by the alphabet; none where there are words."""
    if tool not in (Tool.LIMESURVEY, Tool.OTHER):
        return ()
    counts: Counter[str] = Counter()
    for one in given:
        counts.update({text for text in one.texts if plain(text) not in OTHER_ANSWERS})
    shape = _ANSWER_CODE
    if column.options:
        shape = _OPTION_CODE
        counts = Counter({option: counts[option] for option in column.options})
    if not counts or len(counts) > MOST_CODES or not all(map(shape.fullmatch, counts)):
        return ()
    # With a number behind it "A10" comes after "A9".
    ordered = sorted(counts, key=lambda one: (len(one), one))
    return tuple(Code(one, counts[one]) for one in ordered)


def with_meanings(
    codes: Sequence[Code], question: FormQuestion | None, said: Mapping[int, str]
) -> tuple[Code, ...]:
    """The codes that have to be explained of a column that is this question (None: of a question of
    its own), with what was said of each by its place; what our question has not is not kept."""
    values = [] if question is None else question.values
    if question is not None:
        known = {plain(one) for one in values}
        if all(plain(one.code) in known for one in codes):
            return ()
    found = []
    for place, one in enumerate(codes):
        meaning = said.get(place)
        if meaning is None:
            meaning = _of_yes_or_no(one.code, question)
        elif question is not None and meaning not in values:
            meaning = ""
        found.append(replace(one, meaning=" ".join(meaning.split())[:LONGEST_MEANING]))
    return tuple(found)


def _of_yes_or_no(code: str, question: FormQuestion | None) -> str:
    words = _YES_AND_NO.get(code, ())
    if question is None:
        return {"Y": gettext("Ja"), "N": gettext("Nee")}.get(code, "")
    return next((one for one in question.values if plain(one) in words), "")


def decoded(
    column: SourceColumn, given: Sequence[Given], codes: Sequence[Code], *, is_ours: bool
) -> tuple[SourceColumn, list[Given]]:
    """The column and its answers with words where codes stood that mean something. What means
    nothing yet is no answer to a question of ours; to a question of its own it is."""
    words = {one.code: _word(one.meaning) for one in codes if one.meaning}
    unexplained = {one.code for one in codes if is_ours and not one.meaning}
    if not words and not unexplained:
        return column, list(given)
    return (
        replace(column, options=tuple(words.get(one, one) for one in column.options)),
        [
            replace(
                one,
                texts=tuple(words.get(text, text) for text in one.texts if text not in unexplained),
                unexplained=tuple(text for text in one.texts if text in unexplained),
            )
            for one in given
        ],
    )


def _word(meaning: str) -> str:
    return "other" if meaning == OTHER else meaning


def may_have_codes(kind: str) -> bool:
    """Whether a question of this kind can be answered in codes."""
    return kind in (Kind.SCORE, Kind.CHOICE, Kind.MULTIPLE)
