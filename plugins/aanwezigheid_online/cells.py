"""The rows of a report, whoever wrote it: Zoom, Teams, or a spreadsheet after that."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common.uploaded_tables import Size, cells_of_file, tidy_cell
from courses.plugin_api.api import Refusal

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 3000
MOST_COLUMNS = 40
MOST_IN_A_CELL = 200

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = Size(rows=MOST_ROWS, columns=MOST_COLUMNS)
DELIMITERS = ("\t", ",", ";")

ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"

Rows = list[list[str]]


def possible_rows(data: bytes) -> Iterator[Rows]:
    """The rows of a file, once for each way in which it may be cut, the likeliest first; it is for
    who reads them to say which makes sense.

    Raises:
        Refusal: it is empty, too big, or nothing with rows.
    """
    if not data.strip(b"\x00\xff\xfe\xef\xbb\xbf \r\n\t"):
        raise _refusal(_("Dit bestand is leeg. Kies een ander bestand."))
    if len(data) > MOST_BYTES:
        raise _refusal(_("Dit bestand is te groot. Het mag hoogstens 2 MB zijn."))
    if data.startswith(PDF):
        raise _refusal(
            _("Dit is een pdf. Download het rapport in Zoom of Teams als CSV, en kies dat bestand.")
        )
    if data.startswith((ZIP, OLD_EXCEL)):
        yield _tidy(cells_of_file(data, SIZE))
        return
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    cuts = [_cut(text, one) for one in DELIMITERS]
    # As they stand first: what was cut right needs no second knife.
    cuts += [_cut_once_more(rows) for rows in cuts]
    yield from (_tidy(rows) for place, rows in enumerate(cuts) if rows not in cuts[:place])


def _refusal(message: object) -> Refusal:
    return Refusal(message, field="file")  # type: ignore[arg-type]


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 as Teams writes it (also without its mark), or what
    Windows made before."""
    for mark, name in (
        (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            return data.decode(name, errors="replace").lstrip("\ufeff")
    sample = data[:4000]
    if b"\x00" in sample:
        # Of two bytes for one letter of ours, one is nothing.
        little = sample[1::2].count(0) >= sample[::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _cut(text: str, delimiter: str) -> Rows:
    # A NUL is refused by older versions of Python.
    source = io.StringIO(text.replace("\x00", ""), newline="")
    try:
        return list(islice(csv.reader(source, delimiter=delimiter), MOST_ROWS))
    except csv.Error:
        # A cell without end; cut in another way it may be a report after all.
        return []


def _cut_once_more(rows: Rows) -> Rows:
    """Some programs put the whole line of another one in quotes."""
    return [_cut_again(row[0]) if len(row) == 1 else row for row in rows]


def _cut_again(line: str) -> list[str]:
    delimiter = next((one for one in DELIMITERS if one in line), "")
    try:
        return next(csv.reader([line], delimiter=delimiter)) if delimiter else [line]
    except csv.Error:
        return [line]


def _tidy(rows: Rows) -> Rows:
    return [[tidy_cell(cell, MOST_IN_A_CELL) for cell in row[:MOST_COLUMNS]] for row in rows]
