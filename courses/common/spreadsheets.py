"""Lists for spreadsheets, as Dutch Excel opens them at a double click."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from itertools import chain, islice, zip_longest
from typing import IO, TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from wagtail.admin.views.mixins import ExcelDateFormatter, SpreadsheetExportMixin

from courses.common import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet as Worksheet

UNSEEN = "\u200b"
"""A space without width: before a character that begins a formula it makes the cell text, in Excel,
LibreOffice and Google Sheets, and nobody sees it. An apostrophe would stand there to be read, and
spaces and tabs are skipped by some programs."""

BEGINS_FORMULA = "=+\\-@＝＋－＠﹦﹢﹣﹫"

# At the start, or where a program that takes other characters between columns than ours would begin
# a cell: after a comma, semicolon, tab, bar, quote or line end. Then whatever is skipped as blank.
STARTS_FORMULA = re.compile(
    rf"(?:^|(?<=[,;\t\n\r|\"]))([\s\x00-\x1f\x7f-\x9f\ufeff\"']*)(?=[{BEGINS_FORMULA}])"
)
NUMBER = re.compile(r"-[0-9]+([.,][0-9]+)?")


def starts_formula(text: str) -> bool:
    """Whether some program could take the text, or a part that it splits off, for a formula."""
    return STARTS_FORMULA.search(text) is not None and not NUMBER.fullmatch(text)


def safe_cell(value: object) -> str:
    """The value as text for a CSV file that a spreadsheet never runs as a formula.

    It reads as it was written; a number stays a number, a negative one too.
    """
    text = "" if value is None else str(value)
    return STARTS_FORMULA.sub(rf"\1{UNSEEN}", text) if starts_formula(text) else text


def csv_bytes(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """A table with `;` between the columns, in UTF-8 with the mark that Excel looks for."""
    return "".join(csv_parts(header, rows)).encode("utf-8-sig")


def csv_parts(header: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """That table some hundreds of lines at a time, without the mark."""
    # What stands in many rows (the name of a training, a day) is looked at once.
    known: dict[str, str] = {}
    lines = ([_written(cell, known) for cell in row] for row in chain([header], rows))
    part = io.StringIO()
    writer = csv.writer(part, delimiter=";")
    while some := list(islice(lines, LINES_AT_ONCE)):
        writer.writerows(some)
        yield part.getvalue()
        part.seek(0)
        part.truncate()


LINES_AT_ONCE = 500
"""Some 64 kB of most tables."""
TEXTS_REMEMBERED, LONGEST_REMEMBERED = 2000, 100
"""Of one file; how many, and of how many characters at most."""


def _written(cell: object, known: dict[str, str]) -> str | int:
    # A whole number needs no look: it is no formula.
    if type(cell) is int:
        return cell
    if type(cell) is not str or len(cell) > LONGEST_REMEMBERED:
        return safe_cell(cell)
    safe = known.get(cell)
    if safe is None:
        if len(known) >= TEXTS_REMEMBERED:
            known.clear()
        safe = known[cell] = safe_cell(cell)
    return safe


def csv_response(
    name: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """The table as a download called `name`; browsers keep no copy."""
    response = HttpResponse(csv_bytes(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def streamed_csv_response(
    name: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """The table as a download called `name` that is sent while `rows` are made."""
    language = get_language()

    def parts() -> Iterator[bytes]:
        made = csv_parts(header, rows)
        yield b"\xef\xbb\xbf"
        while True:
            # By now the request is over, and with it the language that its reader chose.
            with override(language):
                part = next(made, "")
            if not part:
                return
            yield part.encode()

    response = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def xlsx_cell(sheet: Worksheet, value: object) -> object:
    """A cell of an openpyxl sheet that holds text as text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow, and seldom needed
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 - slow, and seldom needed

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    # So it stays text when somebody edits the cell and presses enter.
    cell.quotePrefix = starts_formula(value)
    return cell


NARROWEST, WIDEST = 10, 60
"""Of a column, in characters. Wider ones are wrapped by whoever reads them."""


def fill_sheet(sheet: Worksheet, rows: Iterable[Sequence[object]]) -> None:
    """Write the rows, the first of which is the header, to a new sheet for Excel.

    Each column is as wide as what stands in it: Excel shows a day that does not fit as `######`.
    The header stays in sight.
    """
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow, and seldom needed

    table = [list(row) for row in rows]
    sheet.freeze_panes = "A2"
    for number, column in enumerate(zip_longest(*table), start=1):
        widest = max(map(_characters, column))
        width = min(max(widest + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in table:
        sheet.append(row)


def _characters(cell: object) -> int:
    """How many characters the longest line of a cell has, about as Excel shows it."""
    value = getattr(cell, "value", cell)
    if isinstance(value, datetime):
        return len("31-12-2026 23:59")
    return max((len(line) for line in str("" if value is None else value).splitlines()), default=0)


def make_wagtails_exports_ours() -> None:
    """Let what Wagtail itself exports (its reports) be as ours: nothing runs as a formula, Dutch
    Excel opens it, and moments are as the academy's clock shows them.

    By itself it writes moments in UTC, an hour or two early, and does not say so; its CSV has
    commas, and runs. One class is behind all of it.
    """
    mixin = SpreadsheetExportMixin
    mixin.custom_value_preprocess = {
        **mixin.custom_value_preprocess,
        datetime: {
            mixin.FORMAT_XLSX: lambda moment: _on_the_wall(moment),
            mixin.FORMAT_CSV: lambda moment: f"{_on_the_wall(moment):%d-%m-%Y %H:%M}",
        },
    }
    mixin.stream_csv = _stream_csv
    mixin.write_xlsx = _write_xlsx


def _stream_csv(view: SpreadsheetExportMixin, queryset: Iterable[object]) -> Iterator[bytes]:
    header = [view.get_heading(queryset, field) for field in view.list_export]
    rows = (
        [
            view.preprocess_field_value(field, value, view.FORMAT_CSV)
            for field, value in view.to_row_dict(item).items()
        ]
        for item in queryset
    )
    yield b"\xef\xbb\xbf"
    for part in csv_parts(header, rows):
        yield part.encode()


def _write_xlsx(
    view: SpreadsheetExportMixin, queryset: Iterable[object], output: IO[bytes]
) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - slow, and seldom needed

    book = Workbook(write_only=True, iso_dates=True)
    sheet = book.create_sheet(title="Sheet1")
    date_format = ExcelDateFormatter().get()
    header = [view.get_heading(queryset, field) for field in view.list_export]
    rows = (
        view.generate_xlsx_row(sheet, view.to_row_dict(item), date_format=date_format)
        for item in queryset
    )
    fill_sheet(sheet, chain([header], rows))
    book.save(output)


def _on_the_wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment
