"""What stands in a cell of a table, and how it is written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from courses.common import clock
from courses.common.text import plain_text

Plain = str | int | float | Decimal | date | None

LONGEST_NUMBER = 40
"""Characters of a number; what is longer is no figure for people, and can be too much to write
out."""


LONGEST_TEXT = 32_767
"""Characters of a text: a cell of a spreadsheet takes no more."""


def plain(value: object) -> Plain:
    """What a plugin gave for a cell, as a value behind which nothing is hidden.

    Text that was marked as safe HTML becomes ordinary text, which templates escape. A moment
    becomes one in local time without a zone, as spreadsheets know it.

    Raises:
        TypeError, ValueError: it is no `Cell`, or nothing can show it.
    """
    if value is None:
        return None
    if isinstance(value, (str, Promise)):
        # A NUL shows nothing and no spreadsheet knows it: no reason to lose a row.
        return plain_text(str.__str__(str(value)).replace("\0", ""), limit=LONGEST_TEXT)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, (int, float, Decimal)):
        return _plain_number(value)
    if isinstance(value, datetime):
        return timezone.make_naive(value, clock.zone()) if timezone.is_aware(value) else value
    if isinstance(value, date):
        return value
    raise TypeError(f"a cell with {type(value).__name__}")


def heading(value: object) -> str:
    """A text of a plugin that may not be empty.

    Raises:
        TypeError, ValueError: it is no text, or an empty one.
    """
    text = plain_text(value)
    if not text.strip():
        raise ValueError("an empty text")
    return text


def _plain_number(value: float | Decimal) -> float | Decimal:
    if not isfinite(value) or len(number(value)) > LONGEST_NUMBER:
        raise ValueError("a number that cannot be shown")
    return value


def number(value: float | Decimal) -> str:
    """A number with all its decimals, after a comma (`8,50`) or a point in English."""
    return number_format(value)


def words(value: Plain) -> str:
    """A cell as people read it on a page; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return date_format(value, "j F Y H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return value if isinstance(value, str) else number(value)


class CsvCells:
    """How the cells of one text file are written, as Dutch Excel reads them. Days and numbers that
    come again are not written out again: of thousands of means there are less than a hundred."""

    def __init__(self) -> None:
        # Not by their value alone: 8 and 8.0 are equal, and written differently.
        self._known: dict[tuple[type, object], str] = {}

    def cell(self, value: object) -> object:
        """A cell as text, or as what is written like that by itself."""
        if isinstance(value, datetime):
            return f"{value:%d-%m-%Y %H:%M}"
        if isinstance(value, date):
            return self._known.get((date, value)) or self._keep(date, value, f"{value:%d-%m-%Y}")
        if isinstance(value, (float, Decimal)):
            text, kind = str(value), type(value)
            return self._known.get((kind, text)) or self._keep(kind, text, number(value))
        return value

    def _keep(self, kind: type, value: object, written: str) -> str:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[kind, value] = written
        return written


MOST_KNOWN = 2000
"""Days and numbers that are remembered of one file."""
