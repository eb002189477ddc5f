"""Figures as files for a spreadsheet. They show what the pages show, no more."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from courses.common import clock, spreadsheets
from courses.reports.cells import for_csv
from courses.reports.queries import SCORES, EditionRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from courses.editions.models import Edition

Table = tuple[Sequence[str], Sequence[Sequence[object]]]
"""The header and the rows."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def editions_table(rows: Iterable[EditionRow], *, reported: Iterable[Edition] = ()) -> Table:
    """One row for each edition, and below them what others reported, marked as such."""
    header = [
        _("Training"),
        _("Begin"),
        _("Einde"),
        _("Uitgenodigd"),
        _("Antwoorden"),
        _("Cijfer training (gemiddeld, 1–10)"),
        _("Cijfer trainer (gemiddeld, 1–10)"),
        _("Cijfer inhoud (gemiddeld, 1–10)"),
        _("Cijfers te zien?"),
        _("Opmerking"),
    ]
    return header, [
        *(_edition_row(row) for row in rows),
        *(_reported_row(edition) for edition in reported),
    ]


def _reported_row(edition: Edition) -> list[object]:
    known = edition.reported
    return [
        edition.training.title,
        _day(edition.starts_at),
        _day(edition.ends_at),
        None,
        known.answers,
        known.mean,
        None,
        None,
        _("Volgens opgave, niet door de academie geteld."),
        _("%(n)d deelnemers. Bron: %(source)s") % {"n": known.participants, "source": known.source},
    ]


def _edition_row(row: EditionRow) -> list[object]:
    means = {one.key: one.mean for one in row.figures.questions} if row.figures else {}
    return [
        row.edition.training.title,
        _day(row.edition.starts_at),
        _day(row.edition.ends_at),
        row.invited,
        row.answered,
        *(_rounded(means.get(key)) for key in SCORES),
        row.reason or _("Te zien."),
        row.remark,
    ]


def answers_table(row: EditionRow) -> Table:
    """One row for each value and each text of one edition; or one that says why there are none."""
    header = [
        _("Training"),
        _("Begin"),
        _("Uitgenodigd"),
        _("Antwoorden"),
        _("Vraag"),
        _("Soort"),
        _("Antwoord"),
        _("Aantal"),
        _("Gemiddelde"),
    ]
    start = [
        row.edition.training.title,
        _day(row.edition.starts_at),
        row.invited,
        row.answered,
    ]
    if row.figures is None or row.reason:
        return header, [[*start, row.reason, None, None, None, None]]
    rows: list[list[object]] = []
    for one in row.figures.questions:
        named = [*start, one.label, str(one.kind.label)]
        rows += [[*named, bar.label, bar.count, _rounded(one.mean)] for bar in one.bars]
        rows += [[*named, text, None, None] for text in one.texts]
    return header, rows


def _day(moment: datetime | None) -> date | None:
    return clock.local_day(moment) if moment else None


def _rounded(mean: Decimal | None) -> Decimal | None:
    return mean.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if mean is not None else None


def response(kind: str, name: str, table: Table, *, sheet_name: str) -> HttpResponse:
    """The table as a download; `kind` is `csv` or `xlsx`, which calls its sheet `sheet_name`."""
    header, rows = table
    if kind == "xlsx":
        return _xlsx_response(f"{name}.xlsx", header, rows, sheet_name)
    as_text = ([for_csv(cell) for cell in row] for row in rows)
    return spreadsheets.csv_response(f"{name}.csv", header, as_text)


def _xlsx_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], sheet_name: str
) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name)
    spreadsheets.fill_sheet(
        sheet,
        ([spreadsheets.xlsx_cell(sheet, value) for value in row] for row in [header, *rows]),
    )
    content = io.BytesIO()
    book.save(content)
    download = HttpResponse(content.getvalue(), content_type=XLSX)
    download["Content-Disposition"] = f'attachment; filename="{name}"'
    download["Cache-Control"] = "private, no-store"
    return download
