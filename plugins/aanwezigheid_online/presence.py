"""How long somebody was there, and what that makes of presence."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from courses.attendance.enums import Mark
from plugins.aanwezigheid_online.moments import Join, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from courses.plugin_api.api import Json

FIELDS = ("least_share", "least_minutes", "gap", "late_after")
SHARE, MINUTES, GAP, LATE = 75, 0, 2, 10
WHOLE = 100


@dataclass(frozen=True)
class Rules:
    """What a training asks of who is online; minutes, and of `least_share` percents of a session.

    A `gap` between two joins that is no longer counts as time in the meeting. Who first comes in
    later than `late_after` is late.
    """

    least_share: int = SHARE
    least_minutes: int = MINUTES
    gap: int = GAP
    late_after: int = LATE

    def needed(self, span: Span) -> int:
        """How many minutes somebody must be at this session; at least one."""
        share = -(-span.seconds * self.least_share // (WHOLE * 60))
        return max(share, self.least_minutes, 1)


def rules_of(settings: Mapping[str, Json]) -> Rules:
    """The rules that were chosen in a training; what is missing or no number is as at first."""
    chosen = {name: settings.get(name) for name in FIELDS}
    return Rules(
        **{
            name: value
            for name, value in chosen.items()
            if isinstance(value, int) and not isinstance(value, bool)
        }
    )


def merged(joins: Iterable[Join], gap: timedelta = timedelta(0)) -> list[Join]:
    """The joins in order, those that overlap or have no more than `gap` between them as one."""
    found: list[Join] = []
    for one in sorted(joins, key=lambda join: (join.starts_at, join.ends_at)):
        if found and one.starts_at - found[-1].ends_at <= gap:
            last = found.pop()
            one = Join(last.starts_at, max(last.ends_at, one.ends_at))
        found.append(one)
    return found


def overlap(joins: Iterable[Join]) -> bool:
    """Whether somebody was there twice at one moment: two devices, or two people."""
    ordered = sorted(joins, key=lambda join: (join.starts_at, join.ends_at))
    return any(one.ends_at > later.starts_at for one, later in itertools.pairwise(ordered))


def within(joins: Iterable[Join], span: Span) -> list[Join]:
    """The parts of joins that are inside the session."""
    cut = (
        Join(max(one.starts_at, span.starts_at), min(one.ends_at, span.ends_at)) for one in joins
    )
    return [one for one in cut if one.starts_at < one.ends_at]


@dataclass(frozen=True)
class Stay:
    """How long somebody was at a session, when first, and how often the person came in.

    `first_at` is None where the report has no times; then the minutes are those that it says.
    """

    minutes: int
    first_at: datetime | None = None
    times: int = 0


def stay_of(joins: Iterable[Join], span: Span, rules: Rules, *, seconds: int | None = None) -> Stay:
    """What joins come to: each minute once, and only those of the session itself.

    `seconds` is what a report without times says.
    """
    inside = within(merged(joins), span)
    if not inside:
        return Stay(_minutes(min(seconds or 0, span.seconds)))
    together = merged(inside, timedelta(minutes=rules.gap))
    total = sum((one.ends_at - one.starts_at).total_seconds() for one in together)
    return Stay(_minutes(total), inside[0].starts_at, len(inside))


def _minutes(seconds: float) -> int:
    return int(seconds + 30) // 60


def mark_for(stay: Stay, span: Span, rules: Rules) -> Mark:
    """What the presence list should say of somebody who was there this long."""
    if stay.minutes < rules.needed(span):
        return Mark.ABSENT
    limit = span.starts_at + timedelta(minutes=rules.late_after)
    return Mark.LATE if stay.first_at is not None and stay.first_at > limit else Mark.PRESENT
