"""Writes GIFT, the text format of Moodle: as `gift_reader` and Moodle read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.vragenbank.formats import categories
from plugins.vragenbank.formats.losses import is_held_by_gift
from plugins.vragenbank.formats.markup import without_pictures
from plugins.vragenbank.formats.model import (
    RIGHT,
    WRONG,
    Essay,
    Matching,
    Numerical,
    OneChoice,
    Option,
    Question,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
)
from plugins.vragenbank.formats.numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from plugins.vragenbank.formats.model import Bank

SPECIAL = re.compile(r"([\\~=#{}:])")


def write_gift(bank: Bank) -> bytes:
    """The questions of a bank that GIFT can hold; see `losses` for what it cannot."""
    lines: list[str] = []
    category: tuple[str, ...] = ()
    for question in bank.questions:
        if not is_held_by_gift(question):
            continue
        if question.category != category:
            category = question.category
            lines += [f"$CATEGORY: {categories.written(category)}", ""]
        lines += [*_written(question), ""]
    return "\n".join(lines).encode()


def _written(question: Question) -> Iterator[str]:
    if question.key:
        yield f"// [id:{question.key}]"
    # Every text below is HTML too: what says no format of its own has that of the question.
    head = f"::{_plain(question.title)}::[html]{_plain(without_pictures(question.text))}"
    match question.task:
        case OneChoice() | SeveralChoices():
            body = list(_options(question.task))
        case TrueFalse():
            body = [_true_false(question.task)]
        case ShortAnswer():
            body = list(_answers(question.task))
        case Numerical():
            body = ["#", *_numbers(question.task)]
        case Matching():
            body = [
                *(f"={_html(pair.left)} -> {_plain(pair.right)}" for pair in question.task.pairs),
                *(f"= -> {_plain(text)}" for text in question.task.extra),
            ]
        case _:
            body = []
    general = [f"####{_html(question.feedback)}"] if question.feedback else []
    if isinstance(question.task, Essay):
        yield f"{head} {{{''.join(general)}}}"
        return
    first = "{#" if isinstance(question.task, Numerical) else "{"
    yield f"{head} {first}"
    yield from (f"\t{one}" for one in [*body, *general] if one != "#")
    yield "}"


def _options(task: OneChoice | SeveralChoices) -> Iterator[str]:
    for option in task.options:
        yield _sign(option, several=isinstance(task, SeveralChoices)) + _with_feedback(
            _option(option.text), option.feedback
        )


def _sign(option: Option, *, several: bool) -> str:
    if option.weight == RIGHT and not several:
        return "="
    return "~" if option.weight == WRONG else f"~%{written(option.weight)}%"


def _option(html: str) -> str:
    # A percentage at the beginning would be read as a weight.
    html = without_pictures(html)
    return _html(f"&#37;{html[1:]}" if html.startswith("%") else html)


def _true_false(task: TrueFalse) -> str:
    right, wrong = (task.if_true, task.if_false) if task.is_true else (task.if_false, task.if_true)
    feedback = f"#{_html(wrong)}#{_html(right)}" if right or wrong else ""
    return ("TRUE" if task.is_true else "FALSE") + feedback


def _answers(task: ShortAnswer) -> Iterator[str]:
    for answer in task.answers:
        yield _weighed(answer.weight, _typed(answer.text), answer.feedback)
    if task.otherwise:
        yield _weighed(WRONG, "*", task.otherwise)


def _typed(text: str) -> str:
    # So that what stands between brackets is not read as a format, or what follows as another kind.
    return f"[plain]{_plain(text)}"


def _numbers(task: Numerical) -> Iterator[str]:
    for answer in task.answers:
        value = f"{written(answer.value)}:{written(answer.tolerance)}"
        yield _weighed(answer.weight, value, answer.feedback)
    if task.otherwise:
        yield f"~#{_html(task.otherwise)}"


def _weighed(weight: Decimal, text: str, feedback: str) -> str:
    return f"=%{written(weight)}%" + _with_feedback(text, feedback)


def _with_feedback(text: str, feedback: str) -> str:
    return f"{text}#{_html(feedback)}" if feedback else text


def _plain(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)


def _html(html: str) -> str:
    html = without_pictures(html)
    # Brackets at the beginning would be read as a format.
    return ("[html]" if html.startswith("[") else "") + _plain(html)
