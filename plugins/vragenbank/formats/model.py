"""A question as we know it, whatever file it came from.

HTML in it is what `markup.cleaned` gives and no other. Weights are percentages: 100 is wholly
right, 0 is wrong, and below 0 takes away from what else was right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RIGHT = Decimal(100)
WRONG = Decimal(0)

KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}", re.ASCII)
"""What the lasting key of a question looks like, in all formats alike."""


@dataclass(frozen=True)
class Option:
    """Something that one can choose: HTML within a line, and HTML for who chose it."""

    text: str
    weight: Decimal = WRONG
    feedback: str = ""


@dataclass(frozen=True)
class OneChoice:
    """Choose one; at least one option has 100. `shuffled`: everybody gets another order."""

    options: tuple[Option, ...]
    shuffled: bool = True


@dataclass(frozen=True)
class SeveralChoices:
    """Choose any number.

    The weights of what was chosen are added up; but with `all_or_nothing` only exactly the right
    ones will do, and options have 100 or 0. `shuffled`: everybody gets another order.
    """

    options: tuple[Option, ...]
    all_or_nothing: bool = False
    shuffled: bool = True


@dataclass(frozen=True)
class TrueFalse:
    """Is it so? With HTML for who says yes and for who says no."""

    is_true: bool
    if_true: str = ""
    if_false: str = ""


@dataclass(frozen=True)
class Answer:
    """Words that count as an answer: plain text, in which `*` is anything and `\\*` a star."""

    text: str
    weight: Decimal = RIGHT
    feedback: str = ""


@dataclass(frozen=True)
class ShortAnswer:
    """Type some words; the first answer that fits counts. `otherwise` is for who typed no such."""

    answers: tuple[Answer, ...]
    case_sensitive: bool = False
    otherwise: str = ""


@dataclass(frozen=True)
class Number:
    """A number that counts as an answer, when it differs by no more than the tolerance."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    weight: Decimal = RIGHT
    feedback: str = ""


@dataclass(frozen=True)
class Numerical:
    """Type a number; the first that fits counts. `otherwise` is for who typed no such."""

    answers: tuple[Number, ...]
    otherwise: str = ""


@dataclass(frozen=True)
class Pair:
    """What belongs together: HTML within a line, and plain text."""

    left: str
    right: str


@dataclass(frozen=True)
class Matching:
    """Find to each left its right; `extra` are texts that belong to none."""

    pairs: tuple[Pair, ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ordering:
    """Put the items in the order in which they stand here."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Essay:
    """Write something; nobody judges it."""


Task = (
    OneChoice | SeveralChoices | TrueFalse | ShortAnswer | Numerical | Matching | Ordering | Essay
)


@dataclass(frozen=True)
class Question:
    """A question. `category` is the way to its category, from the top; `feedback` is for all.

    `key` stays the same when the words change; empty where a file has none. A question that
    `must_answer` may not be left open.
    """

    title: str
    text: str
    task: Task
    feedback: str = ""
    category: tuple[str, ...] = ()
    key: str = ""
    must_answer: bool = True


@dataclass(frozen=True)
class Bank:
    """Questions in order, with the pictures in them by name (see `pictures.name_of`)."""

    questions: tuple[Question, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def rights_of(task: Matching) -> list[str]:
    """All texts on the right, each once: those of the pairs first."""
    return list(dict.fromkeys([*(pair.right for pair in task.pairs), *task.extra]))


def html_of(question: Question) -> list[str]:
    """Each piece of HTML in a question."""
    task = question.task
    found = [question.text, question.feedback]
    match task:
        case OneChoice() | SeveralChoices():
            for option in task.options:
                found += [option.text, option.feedback]
        case TrueFalse():
            found += [task.if_true, task.if_false]
        case ShortAnswer() | Numerical():
            found += [*(answer.feedback for answer in task.answers), task.otherwise]
        case Matching():
            found += [pair.left for pair in task.pairs]
        case Ordering():
            found += task.items
        case Essay():
            pass
    return found
