"""Where a lesson is cut into steps: one thing on a screen.

A trainer who puts "Nieuwe stap" between the blocks decides alone. Elsewhere this rule does:

- a heading begins a step, and stays with what comes behind it;
- an exercise is a step of its own, and so is whatever else is no plain text (a case, a
  conversation, a block of a plugin), with the heading and the few words that lead up to it;
- texts that follow each other are one step, up to a length that fits a phone in a few strokes;
- a few words that are left over stay with what they come behind, unless that is an exercise.

A step is the places of its blocks in the lesson. All steps together are the lesson: each block
once, in order. The marks that trainers put are in no step, as they show nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from courses.catalogue.blocks import NEW_STEP
from courses.common.public_version import memory
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_host import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from courses.catalogue.models import LessonPage

MOST_WORDS = 150
"""As many words of text in a row as a step has: some two screens of a phone."""

FEW_WORDS = 40
"""So few are not worth a step."""

TEXTS = frozenset({"paragraph", "quote", "tips", "callout", "reflection", "infopunt", "picture"})
"""The types of blocks that are read in one go with others."""

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


class Kind(Enum):
    """What the rule asks of a block."""

    MARK = "mark"
    HEADING = "heading"
    TEXT = "text"
    ALONE = "alone"
    EXERCISE = "exercise"


@dataclass(frozen=True)
class Piece:
    """A block as the rule sees it."""

    kind: Kind
    words: int = 0


Step = tuple[int, ...]
"""The places in the lesson of the blocks of one step."""


def cut(pieces: Sequence[Piece]) -> list[Step]:
    """The steps of a lesson with these blocks; none for a lesson without any."""
    if any(piece.kind is Kind.MARK for piece in pieces):
        return _cut_at_marks(pieces)
    return [tuple(step) for step in _joined(pieces, _cut_by_rule(pieces))]


def _cut_at_marks(pieces: Sequence[Piece]) -> list[Step]:
    steps: list[list[int]] = [[]]
    for place, piece in enumerate(pieces):
        if piece.kind is Kind.MARK:
            steps.append([])
        else:
            steps[-1].append(place)
    # Two marks in a row, or one at the end, make no empty step.
    return [tuple(step) for step in steps if step]


def _cut_by_rule(pieces: Sequence[Piece]) -> list[list[int]]:
    steps: list[list[int]] = []
    for place, piece in enumerate(pieces):
        if steps and _belongs(piece, [pieces[one] for one in steps[-1]]):
            steps[-1].append(place)
        else:
            steps.append([place])
    return steps


def _belongs(piece: Piece, step: Sequence[Piece]) -> bool:
    """Whether a block goes on with the step before it."""
    if all(one.kind is Kind.HEADING for one in step):
        return True
    if piece.kind is Kind.HEADING or any(_stands_alone(one) for one in step):
        return False
    words = sum(one.words for one in step)
    if _stands_alone(piece):
        return step[0].kind is Kind.HEADING and words <= FEW_WORDS
    return words + piece.words <= MOST_WORDS


def _stands_alone(piece: Piece) -> bool:
    return piece.kind in {Kind.ALONE, Kind.EXERCISE}


def _joined(pieces: Sequence[Piece], steps: Iterable[list[int]]) -> Iterator[list[int]]:
    """The steps, with what is too little for a step behind what comes before it."""
    before: list[int] | None = None
    for step in steps:
        if before is not None and _is_left_over(pieces, step, before):
            before.extend(step)
            continue
        if before is not None:
            yield before
        before = step
    if before is not None:
        yield before


def _is_left_over(pieces: Sequence[Piece], step: list[int], before: list[int]) -> bool:
    own = [pieces[one] for one in step]
    if all(one.kind is Kind.HEADING for one in own):
        # Nothing comes behind it any more.
        return True
    few = all(one.kind is Kind.TEXT for one in own) and sum(one.words for one in own) <= FEW_WORDS
    return few and not any(pieces[one].kind is Kind.EXERCISE for one in before)


def steps_of(lesson: LessonPage, *, is_preview: bool = False) -> list[Step]:
    """The steps of a lesson, at least one; kept, so change nothing in it."""

    def made() -> list[Step]:
        return cut(pieces_of(lesson.body.raw_data)) or [()]

    # A preview shows what is not public yet.
    return made() if is_preview else memory.get(("steps", lesson.pk), made)


def has_exercise(lesson: LessonPage, places: Iterable[int]) -> bool:
    """Whether there is an exercise among these blocks of a lesson."""
    raw = lesson.body.raw_data
    return any(piece.kind is Kind.EXERCISE for piece in pieces_of(raw[place] for place in places))


def pieces_of(raw: Iterable[Mapping[str, object]]) -> list[Piece]:
    """What the rule sees of the blocks of a lesson, as they are stored."""
    providers = registry.block_providers()

    def piece(block: Mapping[str, object]) -> Piece:
        block_type = str(block["type"])
        provider = providers.get(block_type)
        if provider is not None and isinstance(provider.contribution, Exercise):
            return Piece(Kind.EXERCISE)
        if block_type == NEW_STEP:
            return Piece(Kind.MARK)
        if block_type == "heading":
            return Piece(Kind.HEADING, _words_in(block.get("value")))
        if block_type in TEXTS:
            return Piece(Kind.TEXT, _words_in(block.get("value")))
        return Piece(Kind.ALONE)

    return [piece(one) for one in raw]


def _words_in(value: object) -> int:
    """How many words there are in what is stored of a block."""
    if isinstance(value, str):
        return len(_WORD.findall(_TAG.sub(" ", value)))
    if isinstance(value, dict):
        # Names of types and keys of rows are no words.
        own = (one for name, one in value.items() if name not in {"id", "type", "kind"})
        return sum(map(_words_in, own))
    if isinstance(value, list):
        return sum(map(_words_in, value))
    return 0
