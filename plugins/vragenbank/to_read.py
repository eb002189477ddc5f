"""A question as staff read it: all of it, with what is right."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plugins.vragenbank.formats.markup import without_pictures
from plugins.vragenbank.formats.model import (
    RIGHT,
    WRONG,
    Matching,
    Numerical,
    OneChoice,
    Ordering,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
)
from plugins.vragenbank.formats.numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from plugins.vragenbank.formats.model import Number, Question


@dataclass(frozen=True)
class Line:
    """Something that one can choose or type, as HTML; `part` is the percentage that counts when
    that is neither all nor nothing."""

    html: str
    is_right: bool = False
    part: str = ""


@dataclass(frozen=True)
class Readable:
    """A question, as HTML without pictures."""

    title: str
    text: str
    lines: tuple[Line, ...]
    feedback: str


def readable(question: Question) -> Readable:
    """A question to read; what staff may see, not participants."""
    return Readable(
        question.title,
        without_pictures(question.text),
        tuple(_lines(question)),
        without_pictures(question.feedback),
    )


def _lines(question: Question) -> Iterator[Line]:
    match question.task:
        case OneChoice() | SeveralChoices() | TrueFalse() as task:
            yield from _options(task)
        case ShortAnswer(answers=answers):
            yield from (_weighed(escape(one.text), one.weight) for one in answers)
        case Numerical(answers=numbers):
            yield from (_weighed(_number(one), one.weight) for one in numbers)
        case Matching(pairs=pairs, extra=extra):
            for pair in pairs:
                yield Line(f"{without_pictures(pair.left)} → {escape(pair.right)}", is_right=True)
            yield from (Line(escape(one)) for one in extra)
        case Ordering(items=items):
            for place, item in enumerate(items, start=1):
                yield Line(f"{place}. {without_pictures(item)}")


def _options(task: OneChoice | SeveralChoices | TrueFalse) -> Iterator[Line]:
    if isinstance(task, TrueFalse):
        yield Line(escape(pgettext("antwoord", "Waar")), task.is_true)
        yield Line(escape(_("Niet waar")), not task.is_true)
        return
    for one in task.options:
        html = without_pictures(one.text)
        # Of several each is but a part of what is right.
        several = isinstance(task, SeveralChoices)
        yield Line(html, one.weight > WRONG) if several else _weighed(html, one.weight)


def _number(one: Number) -> str:
    margin = f" ± {written(one.tolerance)}" if one.tolerance else ""
    return f"{written(one.value)}{margin}".replace(".", ",")


def _weighed(html: str, weight: Decimal) -> Line:
    is_part = weight not in {RIGHT, WRONG}
    return Line(html, weight == RIGHT, written(weight).replace(".", ",") if is_part else "")
