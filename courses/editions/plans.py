"""How an edition was planned, as a text beside what is told of a change: no row has it any more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.editions.models import Edition


PLAN_BEFORE = "plan_before"
"""The fact of a notice that holds how an edition was planned, as the person knew it."""


@dataclass(frozen=True)
class Planned:
    """When and where a session is or was; never its link, which is for who takes part."""

    key: int
    starts_at: datetime
    ends_at: datetime
    where: str


def plan_of(edition: Edition) -> list[Planned]:
    """The sessions of an edition, in order."""
    sessions = list(edition.sessions.all())
    for one in sessions:
        # Each asks this very edition where it is.
        one.edition = edition
    return sorted(
        (Planned(one.pk, one.starts_at, one.ends_at, one.where.in_words) for one in sessions),
        key=lambda one: (one.starts_at, one.key),
    )


def as_text(plan: list[Planned]) -> str:
    """A plan as it is kept."""
    rows = [
        (one.key, one.starts_at.isoformat(), one.ends_at.isoformat(), one.where) for one in plan
    ]
    return json.dumps(rows, ensure_ascii=False)


def read_plan(text: str) -> list[Planned]:
    """A plan that was kept; none of an empty text."""
    return [
        Planned(key, datetime.fromisoformat(begins), datetime.fromisoformat(ends), where)
        for key, begins, ends, where in json.loads(text or "[]")
    ]
