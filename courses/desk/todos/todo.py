"""What waits of one kind, and who sees to it that it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from courses.editions import queries as editions

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.editions.models import Edition
    from courses.people.models import User

SOON = timedelta(hours=24)
"""How soon an offer ends of which the person is better reminded."""

PERSON = ("person__first_name", "person__last_name")
EDITION = tuple(f"edition__{name}" for name in editions.NAMED)
"""What a line reads of whom or what it names: whole rows have a hundred columns."""


@dataclass(frozen=True)
class Line:
    """One of what waits: in words, and where it is."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Todo:
    """What waits of one kind. `url` is where all of it is; `lines` are the first few."""

    sentence: str
    count: int
    url: str = ""
    lines: Sequence[Line] = ()
    urgent: bool = False

    @property
    def number_more(self) -> int:
        """How many are not named."""
        return self.count - len(self.lines) if self.lines else 0


Kind = Callable[["User"], Todo | None]
"""Given who looks, it says what waits."""

LOOKED_FOR: dict[Kind, Callable[..., QuerySet[Any, Any]]] = {}
"""What kinds look for, in whatever edition: where that is nothing, nobody need ask them. The kinds
that are not here nearly always find something."""


def looks_for(found: Callable[..., QuerySet[Any, Any]]) -> Callable[[Kind], Kind]:
    """Say of a kind what it looks for."""

    def note(kind: Kind) -> Kind:
        LOOKED_FOR[kind] = found
        return kind

    return note


def edition_line(edition: Edition, url: str, more: str = "") -> Line:
    """An edition by its name, and `more` about it."""
    name = str(edition)
    return Line(f"{name}: {more}" if more else name, url)
