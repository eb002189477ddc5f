"""Which pieces of a text are to go, and the text without them.

Until a text is released it stays as it was written, with a list of its redactions beside it: so
everything can be undone. At the release the text is written anew, with `INSTEAD` for each piece,
however long it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict, cast

from courses.evaluation.enums import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.plugin_api.contributions.base import Json

INSTEAD = "[weggelaten]"
"""What stands where something was taken out. It is content, so it is Dutch for everybody."""


class _Kept(TypedDict):
    start: int
    end: int
    why: str
    on: bool


@dataclass(frozen=True)
class Redaction:
    """The characters from `start` to before `end`, and why they may have to go.

    `is_on` says that they will; somebody who reviews takes that away where it is not needed.
    """

    start: int
    end: int
    why: Finding
    is_on: bool = True


@dataclass(frozen=True)
class Piece:
    """A part of a text as a page shows it; `number` is that of its redaction, None for none."""

    text: str
    number: int | None = None
    redaction: Redaction | None = None


def kept(redactions: Iterable[Redaction]) -> Json:
    """As they are kept beside the text."""
    return [
        {"start": one.start, "end": one.end, "why": one.why.value, "on": one.is_on}
        for one in redactions
    ]


def read(found: Json) -> list[Redaction]:
    """What was kept beside a text; nothing for None."""
    return [
        Redaction(one["start"], one["end"], Finding(one["why"]), one["on"])
        for one in cast("list[_Kept]", found or [])
    ]


REACHES = frozenset({Finding.TELEPHONE, Finding.EMAIL})
"""With what somebody can be reached, who wrote it down to be called or answered."""


def has_contact_details(redactions: Iterable[Redaction]) -> bool:
    """Whether a text has something to reach somebody with, which a release takes away for good."""
    return any(one.why in REACHES for one in redactions)


def without_overlap(redactions: Iterable[Redaction]) -> list[Redaction]:
    """In order, those that overlap or touch as one: what was found first says why.

    Somebody's choice is never overruled by the screening: one that is on makes the whole on.
    """
    joined: list[Redaction] = []
    for one in sorted(redactions, key=lambda one: (one.start, -one.end)):
        last = joined[-1] if joined else None
        if last is not None and one.start < last.end:
            joined[-1] = replace(last, end=max(last.end, one.end), is_on=last.is_on or one.is_on)
        else:
            joined.append(one)
    return joined


def pieces(text: str, redactions: Iterable[Redaction]) -> list[Piece]:
    """The whole text in parts, in order."""
    parts: list[Piece] = []
    place = 0
    for number, one in enumerate(redactions):
        if place < one.start:
            parts.append(Piece(text[place : one.start]))
        parts.append(Piece(text[one.start : one.end], number, one))
        place = one.end
    if place < len(text):
        parts.append(Piece(text[place:]))
    return parts


def redacted(text: str, redactions: Iterable[Redaction]) -> str:
    """The text without what goes."""
    return "".join(
        INSTEAD if one.redaction is not None and one.redaction.is_on else one.text
        for one in pieces(text, redactions)
    )


def places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Where these words stand in the text, whatever their capitals and the space between them;
    only whole words where they begin or end with a letter or a digit."""
    parts = [re.escape(one) for one in words.split()]
    if not parts:
        return []
    before = r"(?<!\w)" if words.strip()[0].isalnum() else ""
    after = r"(?!\w)" if words.strip()[-1].isalnum() else ""
    pattern = before + r"\s+".join(parts) + after
    return [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)]
