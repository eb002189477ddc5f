"""How figures, times and periods look in Dutch."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from courses.common import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def one_decimal(value: float | Decimal | None) -> str:
    """A mark or mean with one decimal, rounded half up: `8,5` (`8.5` in English).

    Nothing to show gives an en dash.
    """
    if value is None:
        return "–"
    rounded = Decimal(str(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    text = str(rounded)
    return text if (get_language() or "nl").startswith("en") else text.replace(".", ",")


def duration(minutes: int) -> str:
    """`3 uur`, `1 uur en 30 minuten`, `45 minuten`."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d uur", "%(n)d uur", hours) % {"n": hours})
    if rest or not hours:
        parts.append(ngettext("%(n)d minuut", "%(n)d minuten", rest) % {"n": rest})
    return gettext(" en ").join(parts)


def day(moment: datetime | None) -> str:
    """`3 maart 2026`; nothing for no moment."""
    return date_format(clock.local(moment), "j F Y") if moment else ""


def period(starts_at: datetime, ends_at: datetime) -> str:
    """`dinsdag 3 maart 2026, 19:00–22:00`, or both dates when it lasts over midnight."""
    start, end = clock.local(starts_at), clock.local(ends_at)
    day = date_format(start, "l j F Y")
    if start.date() == end.date():
        return f"{day}, {start:%H:%M}–{end:%H:%M}"
    return f"{day}, {start:%H:%M} – {date_format(end, 'l j F Y')}, {end:%H:%M}"


MOST_DAYS = 3
"""Of more meetings than this only the first and the last day are named."""


def meetings(periods: Sequence[tuple[datetime, datetime]]) -> str:
    """`woensdag 16 en 23 december, 13:00–14:30 (2 bijeenkomsten)`: all days that one keeps free."""
    local = [(clock.local(start), clock.local(end)) for start, end in periods]
    hours = {f"{start:%H:%M}–{end:%H:%M}" for start, end in local}
    # Where they differ, the beginning of the first is what one must know now.
    time = hours.pop() if len(hours) == 1 else f"{local[0][0]:%H:%M}"
    number = ngettext("%(n)d bijeenkomst", "%(n)d bijeenkomsten", len(local)) % {"n": len(local)}
    return f"{_days([start for start, _end in local])}, {time} ({number})"


def _days(days: Sequence[datetime]) -> str:
    if len(days) > MOST_DAYS:
        first, last = (date_format(one, "l j F") for one in (days[0], days[-1]))
        return gettext("%(first)s tot en met %(last)s") % {"first": first, "last": last}
    named = []
    for place, one in enumerate(days):
        before, after = days[place - 1 : place], days[place + 1 : place + 2]
        # What stands in the day before, or comes with the next, is said once.
        weekday = "" if before and before[0].weekday() == one.weekday() else "l "
        month = "" if after and after[0].month == one.month else " F"
        named.append(date_format(one, f"{weekday}j{month}"))
    return gettext(" en ").join([", ".join(named[:-1]), named[-1]] if named[1:] else named)


def deadline(moment: datetime) -> str:
    """`dinsdag 3 maart om 19:00 uur`: when something begins, or until when someone must act."""
    local = clock.local(moment)
    return gettext("%(day)s om %(time)s uur") % {
        "day": date_format(local, "l j F"),
        "time": f"{local:%H:%M}",
    }


def hours(minutes: int) -> Decimal:
    """Minutes as hours with at most one decimal, for certificates."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
