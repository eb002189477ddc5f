"""When the Infopunt can be called: now, or when again; true over the clock change too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Collection

LOOK_AHEAD = 400
"""Days; who is closed for longer says so in words."""


@dataclass(frozen=True)
class Hours:
    """From `opens` to `closes` in our own time, but for weekends and days that are off."""

    opens: time
    closes: time
    in_weekends: bool = True
    closed: Collection[date] = ()

    def on(self, day: date) -> tuple[datetime, datetime] | None:
        """The moments of opening and closing on a day, in UTC; None when closed."""
        if day in self.closed or (day.isoweekday() > 5 and not self.in_weekends):
            return None
        zone = timezone.get_default_timezone()
        opens, closes = (
            datetime.combine(day, moment, tzinfo=zone).astimezone(UTC)
            for moment in (self.opens, self.closes)
        )
        return opens, closes


@dataclass(frozen=True)
class Reach:
    """Whether one can call, in a sentence, and the moment (UTC) until which that is true."""

    is_open: bool
    sentence: str
    until: datetime


def reach(hours: Hours, now: datetime) -> Reach | None:
    """Whether one can call at `now`, or when again; None when that is not to be said."""
    zone = timezone.get_default_timezone()
    now = now.astimezone(UTC)
    today = now.astimezone(zone).date()
    # "Today" and "tomorrow" are true until midnight.
    midnight = datetime.combine(today + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    for ahead in range(LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        opening = hours.on(day)
        if opening is None or now >= opening[1]:
            continue
        opens, closes = opening
        if opens <= now:
            sentence = gettext("Nu bereikbaar tot %(time)s uur") % {"time": clock(hours.closes)}
            return Reach(True, sentence, closes)
        values = {"time": clock(hours.opens), "day": date_format(day, "l j F")}
        if ahead == 0:
            sentence = gettext("Vandaag bereikbaar vanaf %(time)s uur") % values
        elif ahead == 1:
            sentence = gettext("Weer bereikbaar morgen om %(time)s uur") % values
        else:
            sentence = gettext("Weer bereikbaar op %(day)s om %(time)s uur") % values
        return Reach(False, sentence, min(opens, midnight))
    return None


def clock(moment: time) -> str:
    """`9.00`: a time of day as Dutch people write it."""
    return f"{moment.hour}.{moment:%M}"
