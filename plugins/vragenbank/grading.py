"""What an answer to a question is worth."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from plugins.vragenbank.formats.model import (
    RIGHT,
    WRONG,
    Essay,
    Matching,
    Numerical,
    OneChoice,
    Ordering,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
    rights_of,
)
from plugins.vragenbank.formats.numbers import typed

if TYPE_CHECKING:
    from courses.plugin_api.api import Json
    from plugins.vragenbank.formats.model import Question

ALL = Decimal(1)
NONE = Decimal(0)
NEARLY = Decimal("0.9999")
"""Three times 33,33333 percent is all of it."""

MOST_TYPED = 2000

JOKER = re.compile(r"(?<!\\)\*")
"""A star without a stroke before it."""


def given_in(question: Question, fields: dict[str, list[str]]) -> Json:
    """What somebody answered, in the fields of one question: "" is the field without more.

    A text for one choice, words and numbers; a list for several choices; for matching and ordering
    what was chosen by the number of the item. None when nothing was filled in.
    """
    plain = [value.strip()[:MOST_TYPED] for value in fields.get("", []) if value.strip()]
    match question.task:
        case SeveralChoices():
            return sorted(set(plain))[:100] or None
        case Matching() | Ordering():
            chosen = {
                key: values[0].strip()[:10]
                for key, values in fields.items()
                if key.isdigit() and len(key) < 4 and values and values[0].strip()
            }
            return chosen or None
        case _:
            return plain[0] if plain else None


def is_answered(question: Question, given: Json) -> bool:
    """Whether all of a question is filled in."""
    match question.task:
        case Matching(pairs=pairs):
            return _chosen(given).keys() >= {str(place) for place in range(len(pairs))}
        case Ordering(items=items):
            return _chosen(given).keys() >= {str(place) for place in range(len(items))}
        case _:
            return bool(given)


def part_right(question: Question, given: Json) -> Decimal | None:
    """How much of a question is right, from 0 to 1; None for one that nobody judges.

    Whatever was ever kept may come here.
    """
    match question.task:
        case Essay():
            return None
        case OneChoice() | SeveralChoices() | TrueFalse() as task:
            return _choice(task, given)
        case ShortAnswer() | Numerical() as task:
            return _part(_typed_weight(task, given))
        case Matching() | Ordering() as task:
            right = _right_places(task)
            places = _chosen(given)
            hits = sum(places.get(str(one)) == place for one, place in enumerate(right))
            return Decimal(hits) / len(right)


def place_of_answer(task: ShortAnswer | Numerical, given: Json) -> int | None:
    """Which of the answers fits what was typed, the first; None when none does."""
    words = _words(given)
    if isinstance(task, Numerical):
        value = typed(words)
        if value is None:
            return None
        fits = (abs(value - one.value) <= one.tolerance for one in task.answers)
    else:
        fits = (
            fits_pattern(one.text, words, case_sensitive=task.case_sensitive)
            for one in task.answers
        )
    return next((place for place, one in enumerate(fits) if one), None)


def _part(weight: Decimal) -> Decimal:
    part = max(NONE, min(ALL, weight / RIGHT))
    return ALL if part >= NEARLY else part


def _choice(task: OneChoice | SeveralChoices | TrueFalse, given: Json) -> Decimal:
    if isinstance(task, TrueFalse):
        return ALL if _words(given) == ("true" if task.is_true else "false") else NONE
    if isinstance(task, SeveralChoices):
        return _several(task, given)
    weights = {str(place): option.weight for place, option in enumerate(task.options)}
    return _part(weights.get(_words(given), WRONG))


def _several(task: SeveralChoices, given: Json) -> Decimal:
    chosen = {one for one in given if isinstance(one, str)} if isinstance(given, list) else set()
    if task.all_or_nothing:
        right = {str(place) for place, one in enumerate(task.options) if one.weight > WRONG}
        return ALL if chosen == right else NONE
    weights = (one.weight for place, one in enumerate(task.options) if str(place) in chosen)
    return _part(sum(weights, NONE))


def _typed_weight(task: ShortAnswer | Numerical, given: Json) -> Decimal:
    place = place_of_answer(task, given)
    return WRONG if place is None else task.answers[place].weight


def _right_places(task: Matching | Ordering) -> list[str]:
    """What is to be chosen with each item."""
    if isinstance(task, Ordering):
        return [str(place) for place in range(1, len(task.items) + 1)]
    rights = rights_of(task)
    return [str(rights.index(pair.right)) for pair in task.pairs]


def fits_pattern(pattern: str, words: str, *, case_sensitive: bool) -> bool:
    """Whether words fit an answer with jokers: `*` is anything, `\\*` a star.

    Each piece between jokers is taken where it first fits, so this takes no longer for more jokers:
    a regular expression tries all ways to part the words.
    """
    pattern, words = _spaced(pattern), _spaced(words)
    if not case_sensitive:
        pattern, words = pattern.casefold(), words.casefold()
    first, *between = _pieces(pattern)
    if not between:
        return words == first
    last = between.pop()
    place, end = len(first), len(words) - len(last)
    if place > end or not words.startswith(first) or not words.endswith(last):
        return False
    for piece in between:
        found = words.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def _pieces(pattern: str) -> list[str]:
    """What stands between jokers, with stars that mean themselves."""
    return [piece.replace("\\*", "*") for piece in JOKER.split(pattern)]


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _words(given: Json) -> str:
    return given if isinstance(given, str) else ""


def _chosen(given: Json) -> dict[str, Json]:
    return given if isinstance(given, dict) else {}
