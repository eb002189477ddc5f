"""Dates and times as people write them here.

`strptime` knows numbers only, and general readers of dates guess: they take `12-1` for the first of
December, or today's date for what is missing. Here what is read is what was meant, or nothing.
The day always comes before the month, in Dutch and in English.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_AP, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

HOW_TO_WRITE_A_DAY = _("Vul een datum in, bijvoorbeeld 24-12-2026.")
HOW_TO_WRITE_A_TIME = _("Vul een tijd in, bijvoorbeeld 13:00.")
HOW_TO_WRITE_A_MOMENT = _("Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00.")

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A year outside these is a slip of the keyboard."""

_DAY = r"""
    (?: (?P<weekday> [^\W\d]+ ) \.? ,? \s+ )?
    (?:
        (?P<iso_year> \d{4} ) - (?P<iso_month> \d{1,2} ) - (?P<iso_day> \d{1,2} )
      | (?P<day> \d{1,2} ) \s* (?P<separator> [-/.] ) \s* (?P<month> \d{1,2} ) \s* (?P=separator)
        \s* (?P<year> \d{4} | \d{2} )
      | (?P<day_of> \d{1,2} ) (?: e | de | ste )? [\s-]* (?P<name> [^\W\d_]{3,} ) \.?
        [\s,-]* (?P<named_year> \d{4} )
    )
"""
_TIME = r"""
    (?P<hour> \d{1,2} )
    (?:
        [:.] (?P<minute> \d{2} ) (?: [:.] (?P<second> \d{2} ) (?: \. 0+ )? )?
        (?: \s* (?:uur|u|h) \.? )?
      | \s* (?:uur|u|h) \.? (?P<minute_after> \d{2} )?
    )
"""
_ONLY_DAY = re.compile(_DAY, re.VERBOSE)
_ONLY_TIME = re.compile(_TIME, re.VERBOSE)
_MOMENT = re.compile(
    _DAY + r"(?: \s*,\s* | \s+ | (?<=\d)t(?=\d) ) (?: om \s+ )?" + _TIME, re.VERBOSE
)


class Unreadable(ValueError):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """What was typed is no date or time; `sentence` says what to do about it."""

    def __init__(self, sentence: str | Promise, *, code: str = "invalid") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.code = code


def read_day(typed: str) -> date:
    """The day that was typed: `12-1-2027`, `12/01/2027`, `2027-01-12`, `12 januari 2027`.

    Raises:
        Unreadable: it is none.
    """
    found = _ONLY_DAY.fullmatch(_plain(typed))
    if found is None:
        raise Unreadable(HOW_TO_WRITE_A_DAY)
    return _day(found)


def read_time(typed: str) -> time:
    """The time of day that was typed: `13:00`, `13.00`, `13 uur`, `13u30`.

    Raises:
        Unreadable: it is none.
    """
    found = _ONLY_TIME.fullmatch(_plain(typed))
    if found is None:
        raise Unreadable(HOW_TO_WRITE_A_TIME)
    return _time(found)


def read_moment(typed: str) -> datetime:
    """The day and time that were typed, without a time zone.

    Raises:
        Unreadable: they are none, or the time is missing. No time is ever thought of.
    """
    text = _plain(typed)
    found = _MOMENT.fullmatch(text)
    if found is None:
        if _ONLY_DAY.fullmatch(text):
            raise Unreadable(_("Zet de tijd erbij, bijvoorbeeld 24-12-2026 13:00."))
        raise Unreadable(HOW_TO_WRITE_A_MOMENT)
    return datetime.combine(_day(found), _time(found))


def aware(moment: datetime) -> datetime:
    """The moment at which the academy's clock shows this time.

    Raises:
        Unreadable: the clock is put forward or back just then, so it means none or two.
    """
    first, second = (moment.replace(tzinfo=clock.zone(), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    words = {"day": f"{moment:%d-%m-%Y}", "time": f"{moment:%H:%M}"}
    if first.utcoffset() < second.utcoffset():  # type: ignore[operator]
        sentence = gettext(
            "Op %(day)s gaat de klok vooruit. %(time)s uur is er dan niet. Kies een andere tijd."
        )
    else:
        sentence = gettext(
            "Op %(day)s gaat de klok terug. %(time)s uur is er dan twee keer. Kies een andere tijd."
        )
    raise Unreadable(sentence % words, code="ambiguous_timezone")


def _plain(typed: str) -> str:
    """Without what looks different and means the same."""
    text = unicodedata.normalize("NFKC", typed).strip().lower()
    return re.sub(r"[\u2010-\u2015\u2212]", "-", text)


def _day(found: re.Match[str]) -> date:
    if found["iso_year"]:
        year, month, day = found["iso_year"], int(found["iso_month"]), found["iso_day"]
    elif found["name"]:
        year, month, day = found["named_year"], _month(found["name"]), found["day_of"]
    else:
        year, month, day = found["year"], int(found["month"]), found["day"]
    number = int(year) + (2000 if len(year) == 2 else 0)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Unreadable(HOW_TO_WRITE_A_DAY)
    try:
        result = date(number, month, int(day))
    except ValueError as error:
        raise Unreadable(
            gettext("Deze dag bestaat niet. Vul een datum in, bijvoorbeeld 24-12-2026.")
        ) from error
    _check_weekday(found["weekday"], result)
    return result


def _month(name: str) -> int:
    try:
        return _months()[name]
    except KeyError as error:
        raise Unreadable(HOW_TO_WRITE_A_DAY) from error


def _check_weekday(name: str | None, day: date) -> None:
    if name is None:
        return
    if name not in _weekdays():
        raise Unreadable(HOW_TO_WRITE_A_DAY)
    if _weekdays()[name] != day.weekday():
        raise Unreadable(
            gettext("%(day)s is een %(weekday)s. Kijk de datum na.")
            % {"day": f"{day:%d-%m-%Y}", "weekday": date_format(day, "l")}
        )


def _time(found: re.Match[str]) -> time:
    minute = found["minute"] or found["minute_after"] or 0
    try:
        return time(int(found["hour"]), int(minute), int(found["second"] or 0))
    except ValueError as error:
        raise Unreadable(
            gettext("Deze tijd bestaat niet. Vul een tijd in van 00:00 tot en met 23:59.")
        ) from error


@cache
def _months() -> dict[str, int]:
    return _names(MONTHS, MONTHS_3, MONTHS_AP)


@cache
def _weekdays() -> dict[str, int]:
    return _names(WEEKDAYS, WEEKDAYS_ABBR)


def _names(*lists: Mapping[int, object]) -> dict[str, int]:
    """The names in both languages, as Django has them, without the full stop of what is short."""
    names = {}
    for language in ("nl", "en"):
        with translation.override(language):
            for numbered in lists:
                for number, name in numbered.items():
                    names[str(name).lower().rstrip(".")] = number
    return names
