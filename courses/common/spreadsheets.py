"""Lists for spreadsheets, as Dutch Excel opens them at a double click."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from courses.common import clock

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
NEGATIVE = re.compile(r"-\d+([.,]\d+)?")


def safe_cell(value: Any) -> str:
    """The value as text that a spreadsheet never runs as a formula; a number stays one."""
    text = "" if value is None else str(value)
    if not text.startswith(FORMULA_SIGNS) or NEGATIVE.fullmatch(text):
        return text
    return f"'{text}"


def show_local_time_in_wagtails_exports() -> None:
    """Let what Wagtail itself exports (its reports) have moments as the academy's clock shows them.

    By itself it writes them in UTC, an hour or two early, and does not say so.
    """
    mixin = SpreadsheetExportMixin
    mixin.custom_value_preprocess = {
        **mixin.custom_value_preprocess,
        datetime: {
            mixin.FORMAT_XLSX: lambda moment: _on_the_wall(moment),
            mixin.FORMAT_CSV: lambda moment: f"{_on_the_wall(moment):%d-%m-%Y %H:%M}",
        },
    }


def _on_the_wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def csv_bytes(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table with `;` between the columns, in UTF-8 with the mark that Excel looks for."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";")
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def csv_response(name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The table as a download called `name`; browsers keep no copy."""
    response = HttpResponse(csv_bytes(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
