"""Tables as others keep them: pasted, or from a spreadsheet, as Excel in Dutch and web forms write
them. What is read is text in rows; nothing is kept."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from django.utils.translation import gettext_lazy as _

from courses.common import time_limit
from courses.common.errors import Refusal
from courses.common.text import made_keepable

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 5 * 1024 * 1024
"""What a workbook may be once unpacked: a small file can be made to be enormous."""

SECONDS = 5.0
"""How long it may take to read one; a thousand rows take less than one second."""

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = ("\t", ";", ",")


@dataclass(frozen=True)
class Size:
    """How large a table may be; what is beyond it is not read."""

    rows: int
    columns: int


def cells_of_file(data: bytes, size: Size) -> list[list[str]]:
    """The cells of an uploaded file as text, row by row, whatever it is called.

    Raises:
        Refusal: with a sentence that says what to do; it is no table, or too large.
    """
    if len(data) > MOST_BYTES:
        raise Refusal(_("Dit bestand is te groot. Het mag ten hoogste 2 MB zijn."), field="file")
    if data.startswith(OLD_EXCEL):
        raise Refusal(
            _("Dit is een oud Excel-bestand. Open het, en bewaar het als .xlsx of als CSV."),
            field="file",
        )
    if data.startswith(ZIP):
        return _cells_of_workbook(data, size)
    return cells_of_text(_decoded(data), size)


def text_of_file(data: bytes) -> str | None:
    """The text in an uploaded file that is no workbook; None for one that is, or is too large."""
    is_other = len(data) > MOST_BYTES or data.startswith((OLD_EXCEL, ZIP))
    return None if is_other else _decoded(data)


def cells_of_text(text: str, size: Size) -> list[list[str]]:
    """The cells of a text with one row on each line.

    Raises:
        Refusal: it cannot be read.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    told = re.match(r'"?sep=(.)"?\n', text, re.IGNORECASE)
    try:
        delimiter = told[1] if told else _delimiter(text)
        source = io.StringIO(text[told.end() :] if told else text, newline="")
        return list(islice(csv.reader(source, delimiter=delimiter), size.rows))
    except (csv.Error, TypeError, ValueError) as error:
        # A cell that is too long, or a delimiter (`sep="`) that is none.
        raise Refusal(
            _("Wij kunnen deze lijst niet lezen. Bewaar haar in Excel als .xlsx."), field="file"
        ) from error


def tidy_cell(cell: str, longest: int) -> str:
    """A cell as it is shown: one line, not too long, without characters that cannot be stored."""
    return " ".join(made_keepable(cell, " ").split())[:longest]


def _decoded(data: bytes) -> str:
    """As Excel writes: UTF-8 with its mark, "Unicode text" (UTF-16), or Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """What most of the first lines have equally often."""

    def how_well(delimiter: str) -> tuple[int, int]:
        source = io.StringIO("\n".join(text.split("\n")[:20]), newline="")
        lengths = Counter(len(row) for row in csv.reader(source, delimiter=delimiter) if any(row))
        (length, often) = lengths.most_common(1)[0] if lengths else (1, 0)
        return (often if length > 1 else 0, length)

    return max(DELIMITERS, key=how_well)


def _cells_of_workbook(data: bytes, size: Size) -> list[list[str]]:
    unreadable = Refusal(
        _("Wij kunnen dit bestand niet lezen. Bewaar het in Excel opnieuw, als .xlsx."),
        field="file",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise Refusal(_("In dit bestand staat te veel."), field="file")
        return time_limit.within(SECONDS, lambda: _first_sheet(data, size))
    except Refusal:
        raise
    except TimeoutError as error:
        raise Refusal(_("In dit bestand staat te veel."), field="file") from error
    except Exception as error:
        # A file of others can be wrong in every way, and openpyxl raises as many errors.
        raise unreadable from error


def _first_sheet(data: bytes, size: Size) -> list[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow, and seldom needed

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(
            max_row=size.rows, max_col=size.columns, values_only=True
        )
        return [[_as_text(value) for value in row] for row in rows]
    finally:
        book.close()


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() != time.min:
        return f"{value:%d-%m-%Y %H:%M:%S}"
    if isinstance(value, datetime | date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
