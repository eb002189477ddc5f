"""Dates, times and durations as meeting programs write them.

They write in the order and language of whoever downloads the report, and do not say which:
`21/10/22` and `7/20/23` both occur. The session that the report is about decides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum
from itertools import product
from typing import TYPE_CHECKING

from courses.common import clock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

AROUND = timedelta(hours=14)
"""How far from its session a moment may be to belong to it: also written elsewhere in the world."""

NOON, HALF_DAY = 12, 12
CENTURY = 2000
SHORT_YEAR = 100
"""Years below it are written with two digits."""


class DateOrder(Enum):
    """In which order a date of three numbers is written."""

    DAY_FIRST = (2, 1, 0)
    MONTH_FIRST = (2, 0, 1)
    YEAR_FIRST = (0, 1, 2)


@dataclass(frozen=True)
class Span:
    """From when to when something is, such as a session; both know their time zone."""

    starts_at: datetime
    ends_at: datetime

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return round((self.ends_at - self.starts_at).total_seconds())

    def distance(self, moment: datetime) -> timedelta:
        """How far a moment is from it; nothing for a moment inside."""
        return max(self.starts_at - moment, moment - self.ends_at, timedelta(0))


@dataclass(frozen=True)
class WrittenMoment:
    """A moment as it was written, before one knows in which order.

    `numbers` are those of a date without words; `day` is a date that is clear by itself. Without
    either only a time was written. `zone` is None where the clock on the wall is meant.
    """

    text: str
    at: time
    numbers: tuple[int, int, int] | None = None
    day: date | None = None
    zone: timezone | None = None

    @property
    def has_date(self) -> bool:
        """Whether it says on which day it was."""
        return self.day is not None or self.numbers is not None

    def day_in(self, order: DateOrder) -> date | None:
        """The day, if its numbers stand in this order; None when that is no day."""
        if self.numbers is None:
            return self.day
        year, month, day = (self.numbers[place] for place in order.value)
        try:
            return date(year + CENTURY if year < SHORT_YEAR else year, month, day)
        except ValueError:
            return None


# --- Reading --------------------------------------------------------------------------------------

_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?!\d)")
_DAY_AND_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})"
)
_MONTH_AND_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2}),?\s+(\d{4})")
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s?:\s?|[.hu])(\d{2})(?:\s?[:.]\s?(\d{2}))?(?![\d ]?m)"
    r"(?:[.,]\d{1,7})?\s*([ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<=\d)T(?=\d)")
_ZONE = re.compile(r"(?:\bUTC|\bGMT)?\s*([+-])(\d{2}):?(\d{2})\)?$|(Z|\bUTC|\bGMT)\)?$")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan", "feb fev", "mrt maa mar maerz", "apr avr abr", "mei may mai", "jun juin giu",
            "jul juil lug", "aug aou ago", "sep set", "okt oct ott", "nov", "dec dez dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Months by how they begin, in Dutch and its neighbours' languages."""


def read_moment(text: str) -> WrittenMoment | None:
    """The moment that a cell holds, or the time alone; None where it holds neither."""
    text = _tidy(text)
    rest, numbers, day = _BETWEEN.sub(" ", text), None, None
    if found := _NUMBERS.search(rest):
        first, _sign, second, third = found.groups()
        numbers = (int(first), int(second), int(third))
        if len(first) == 4:
            day, numbers = WrittenMoment("", time(), numbers).day_in(DateOrder.YEAR_FIRST), None
            if day is None:
                return None
        rest = rest.replace(found[0], " ", 1)
    elif found := _DAY_AND_MONTH.search(rest):
        day, rest = _named_day(found[1], found[2], found[3]), rest.replace(found[0], " ", 1)
    elif found := _MONTH_AND_DAY.search(rest):
        day, rest = _named_day(found[2], found[1], found[3]), rest.replace(found[0], " ", 1)
    found = _TIME.search(rest)
    at = _time(found) if found else None
    if found is None or at is None:
        return None
    return WrittenMoment(text, at, numbers, day, _zone(rest[found.end() :].strip()))


def _tidy(text: str) -> str:
    # Newer programs put a narrow space before AM, and marks for the direction of the text.
    text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return " ".join(text.split())


def _named_day(day: str, month: str, year: str) -> date | None:
    plain = unicodedata.normalize("NFKD", month.casefold().replace("ä", "ae"))
    letters = "".join(one for one in plain if one.isalpha() and one.isascii())
    number = next(
        (MONTHS[letters[:length]] for length in (5, 4, 3) if letters[:length] in MONTHS), 0
    )
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _time(found: re.Match[str]) -> time | None:
    hour, half = int(found[1]), (found[4] or "").lower()[:1]
    if half and hour <= NOON:
        hour = hour % HALF_DAY + (HALF_DAY if half == "p" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def _zone(text: str) -> timezone | None:
    found = _ZONE.search(text)
    if found is None:
        return None
    if found[4]:
        return UTC
    minutes = int(found[2]) * 60 + int(found[3])
    if minutes >= timedelta(days=1) / timedelta(minutes=1):
        return None
    return timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes))


# --- What is meant --------------------------------------------------------------------------------


def order_for(moments: Collection[WrittenMoment], span: Span) -> DateOrder | None:
    """The order in which most moments are at the session; None where no order brings any there."""
    dated = [one for one in moments if one.has_date]
    best: tuple[int, float, DateOrder] | None = None
    for order in DateOrder:
        near = [
            span.distance(possible[0])
            for one in dated
            if (possible := moments_of(one, order, span)) and span.distance(possible[0]) <= AROUND
        ]
        how_far = sum(one.total_seconds() for one in near)
        if near and (best is None or (len(near), -how_far) > (best[0], -best[1])):
            best = (len(near), how_far, order)
    return best[2] if best else None


def moments_of(written: WrittenMoment, order: DateOrder, span: Span) -> list[datetime]:
    """The moments that may be meant: none where the date is impossible, the nearest to the session
    where only a time was written, two where the clock shows a time twice."""
    if not written.has_date:
        return _of_time(written, span)
    day = written.day_in(order)
    return [] if day is None else _on(day, written)


def _on(day: date, written: WrittenMoment) -> list[datetime]:
    try:
        if written.zone is not None:
            return [datetime.combine(day, written.at, written.zone).astimezone(UTC)]
        naive = datetime.combine(day, written.at, clock.zone())
        return sorted({naive.replace(fold=fold).astimezone(UTC) for fold in (0, 1)})
    except (ValueError, OverflowError):
        # The first and last days that there are.
        return []


def _of_time(written: WrittenMoment, span: Span) -> list[datetime]:
    first, last = clock.local_day(span.starts_at), clock.local_day(span.ends_at)
    days = [first + timedelta(days=number) for number in range(-1, (last - first).days + 2)]
    possible = [_on(day, written) for day in days]
    return min(filter(None, possible), key=lambda one: span.distance(one[0]), default=[])


@dataclass(frozen=True)
class Join:
    """From when to when somebody was in the meeting, once."""

    starts_at: datetime
    ends_at: datetime


def join_of(
    joined: Sequence[datetime], left: Sequence[datetime], seconds: int | None
) -> Join | None:
    """The join that is meant, of the moments that may be: the one that lasts as long as was said,
    else the shortest. None when somebody would have left before joining."""
    possible = [Join(start, end) for start, end in product(joined, left) if start <= end]
    wanted = seconds or 0
    return min(
        possible,
        key=lambda one: abs((one.ends_at - one.starts_at).total_seconds() - wanted),
        default=None,
    )


# --- Durations ------------------------------------------------------------------------------------

_PIECES = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")

SECONDS_IN = {"d": 86_400, "h": 3600, "u": 3600, "o": 3600, "g": 3600, "m": 60, "s": 1}
"""Seconds in a unit, by its first letter in the languages that occur."""

LONGEST = 7 * 86_400
"""More than this is no time in a meeting."""


def read_duration(text: str, *, unit: int, session: int) -> int | None:
    """The seconds that a cell holds; None where it holds no duration.

    `unit` is what a bare number counts in seconds. Of two numbers with a colon the first counts
    hours where that fits in a session of `session` seconds (with an hour to spare), else minutes.
    """
    text = _tidy(text).casefold()
    seconds: int | None
    if found := _CLOCK.fullmatch(text):
        seconds = _clock(found, session)
    elif _NUMBER.fullmatch(text):
        seconds = round(_number(text) * unit)
    else:
        seconds = _in_words(text)
    return seconds if seconds is not None and 0 <= seconds <= LONGEST else None


def _clock(found: re.Match[str], session: int) -> int:
    hours, middle, last = int(found[1] or 0), int(found[2]), int(found[3])
    if found[1] is not None:
        return hours * 3600 + middle * 60 + last
    as_hours = middle * 3600 + last * 60
    return as_hours if as_hours <= session + 3600 else middle * 60 + last


def _in_words(text: str) -> int | None:
    pieces = [(_number(number), _unit(word)) for number, word in _PIECES.findall(text)]
    # Nothing but numbers with their units: a name with a number in it is no duration.
    left = re.sub(r"[\s.,&]|\b(?:en|and|und|et|e|y)\b", "", _PIECES.sub(" ", text))
    if not pieces or left or not all(unit for _number_, unit in pieces):
        return None
    return round(sum(number * unit for number, unit in pieces))


def _unit(word: str) -> int:
    if word.startswith(("std", "stund")):
        return SECONDS_IN["h"]
    return SECONDS_IN.get(word[0], 0)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def written_in(cells: Iterable[str]) -> list[WrittenMoment]:
    """The moments in these cells."""
    return [moment for cell in cells if (moment := read_moment(cell)) is not None]
