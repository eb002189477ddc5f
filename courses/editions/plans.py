"""How an edition was planned, as a text beside what is told of a change: no row has it any more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.editions.models import Edition, Session


PLAN_BEFORE = "plan_before"
"""The fact of a notice that holds how an edition was planned, as the person knew it."""


@dataclass(frozen=True)
class Planned:
    """When and where a session is or was; never its link, which is for who takes part.

    `where` has the room too, if there is one.
    """

    key: int
    starts_at: datetime
    ends_at: datetime
    where: str
    room: str = ""

    @property
    def building(self) -> str:
        """Where it is but for the room."""
        return self.where.removesuffix(self.room).removesuffix(", ") if self.room else self.where


def plan_of(edition: Edition) -> list[Planned]:
    """The sessions of an edition, in order."""
    sessions = list(edition.sessions.all())
    for one in sessions:
        # Each asks this very edition where it is.
        one.edition = edition
    return sorted(
        (_planned(one) for one in sessions), key=lambda planned: (planned.starts_at, planned.key)
    )


def _planned(session: Session) -> Planned:
    where = session.where
    room = "" if where.is_online else where.room
    return Planned(session.pk, session.starts_at, session.ends_at, where.in_words, room)


def as_text(plan: list[Planned]) -> str:
    """A plan as it is kept."""
    rows = [
        (one.key, one.starts_at.isoformat(), one.ends_at.isoformat(), one.where, one.room)
        for one in plan
    ]
    return json.dumps(rows, ensure_ascii=False)


def read_plan(text: str) -> list[Planned]:
    """A plan that was kept; none of an empty text. The room stands apart only in newer ones."""
    return [
        Planned(key, datetime.fromisoformat(begins), datetime.fromisoformat(ends), *place)
        for key, begins, ends, *place in json.loads(text or "[]")
    ]
