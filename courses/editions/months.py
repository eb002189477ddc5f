"""The agenda as a month: which meetings are on which day, in weeks from Monday to Sunday."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from courses.common import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.editions.models import Session

DAYS_IN_WEEK = 7
MOST_YEARS = 5


@dataclass(frozen=True)
class Day:
    """One square; `is_outside` when it is of the month before or after."""

    day: date
    is_outside: bool
    is_today: bool
    sessions: list[Session] = field(default_factory=list)


class Week(list[Day]):
    """The seven days of a week, from Monday on."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on any of its days."""
        return not any(day.sessions for day in self)


def month_of(text: str, first: datetime | None) -> date:
    """The first day of the month that is meant with `2026-12`; for anything else that of the
    month of `first`, in which the first thing to come is, or of this one."""
    usual = clock.local_day(first) if first else clock.today()
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = usual
    # Far away there is no agenda, and the calendar ends.
    if abs(found.year - clock.today().year) > MOST_YEARS:
        found = usual
    return found.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after this one."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def previous_month(month: date) -> date:
    """The first day of the month before this one."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def weeks(month: date, sessions: Iterable[Session]) -> list[Week]:
    """The month in weeks, with the sessions on their days, in order."""
    by_day: dict[date, list[Session]] = defaultdict(list)
    for session in sessions:
        by_day[clock.local_day(session.starts_at)].append(session)
    today = clock.today()
    return [
        Week(
            Day(
                day,
                is_outside=day.month != month.month,
                is_today=day == today,
                sessions=by_day.get(day, []) if day.month == month.month else [],
            )
            for day in week
        )
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def weekdays() -> list[tuple[str, str]]:
    """What the days of a week are called: in full, and in short."""
    # The first of June 2026 is a Monday.
    days = [date(2026, 6, number) for number in range(1, DAYS_IN_WEEK + 1)]
    return [(date_format(one, "l"), date_format(one, "D")) for one in days]
