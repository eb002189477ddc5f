"""Figures as files for a spreadsheet. They show what the pages show, no more."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, Q
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from courses.common import clock, spreadsheets
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.evaluation.enums import FormStatus
from courses.evaluation.models import ImportedEvaluation
from courses.evaluation.queries import (
    MeanAsReported,
    Reason,
    SuppressedFigures,
    marks_of_forms,
    means_as_reported,
    texts_shown,
)
from courses.evaluation.queries.texts import numbers_in_review
from courses.reports import drawings
from courses.reports.cells import CsvCells
from courses.reports.queries import (
    SCORES,
    EditionRow,
    in_review,
    reason,
    remark,
)
from courses.reports.selections import forms_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from courses.evaluation.models import EvaluationForm, TextAnswer
    from courses.evaluation.queries import Figures
    from courses.reports.comparison import Comparison

Table = tuple[Sequence[str], Iterable[Sequence[object]]]
"""The header and the rows."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

AT_ONCE = 500
"""How many texts are read at once."""

Row = list[object]
Marks = dict[str, tuple[int, int]]


# --- A row for each edition -------------------------------------------------------------------


def editions_table(
    editions: QuerySet[Edition],
    occasion: str,
    *,
    reported: Iterable[Edition] = (),
    with_notes: bool = True,
) -> Table:
    """One row for each edition, and below them what others reported, marked as such.

    `with_notes` says whether it tells what staff wrote beside the figures, and how many took part.
    Five queries, and nothing is read before the rows are asked for.
    """
    header = [
        _("Training"),
        _("Begin"),
        _("Einde"),
        _("Uitgenodigd"),
        _("Gevraagd"),
        _("Antwoorden"),
        _("Cijfer training (gemiddeld, 1–10)"),
        _("Cijfer training (n)"),
        _("Cijfer trainer (gemiddeld, 1–10)"),
        _("Cijfer trainer (n)"),
        _("Cijfer inhoud (gemiddeld, 1–10)"),
        _("Cijfer inhoud (n)"),
        _("Cijfers te zien?"),
    ]
    rows = _edition_rows(editions, occasion, reported)
    if not with_notes:
        return header, (row[:-2] for row in rows)
    return [*header, _("Opmerking"), _("Deelnames")], rows


def _edition_rows(
    editions: QuerySet[Edition], occasion: str, reported: Iterable[Edition]
) -> Iterator[Row]:
    forms = forms_of(editions, occasion)
    marks = marks_of_forms(forms, keys=SCORES)
    shown, none = _("Te zien."), _("Voor deze uitvoering is geen evaluatie gehouden.")
    sources = {
        one.form_id: _("Volgens opgave, niet hier ingevuld. Bron: %(source)s")
        % {"source": one.source}
        for one in ImportedEvaluation.objects.filter(form__in=forms.order_by().values("pk"))
    }
    alone = _means_alone(forms) if sources else {}
    means = _Means()
    other_halves = _other_halves()
    for edition, form in _editions_with_forms(editions, occasion):
        key, title, starts_at, ends_at, place, note, status, taken = edition
        # Of what others held nobody here had a seat.
        seats = taken if status == EditionStatus.OPEN else None
        note = remark(place, other_halves.get(key), note)
        row: Row = [title, _day(starts_at), _day(ends_at)]
        pk, form_status, closes_at, *people = form
        if pk is None:
            yield [*row, None, None, None, *_NO_MEANS, none, note, seats]
            continue
        own, others = marks.get(pk), alone.get(pk)
        verdict = (
            sources.get(pk, shown) if own or others else _verdict(form_status, closes_at, people)
        )
        yield [*row, *_people(*people), *means.of(own or {}, others), verdict, note, seats]
    for one in reported:
        yield _reported_row(one)


def _editions_with_forms(
    editions: QuerySet[Edition], occasion: str
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """What is told of each edition, and of its form: plain values, for thousands of rows. One
    query."""
    asked = Q(evaluation_forms__occasion=occasion)
    about = (
        "pk",
        "training__title",
        "starts_at",
        "ends_at",
        "place",
        "note",
        "status",
        "seats_taken",
    )
    form = ("pk", "status", "closes_at", "invited_count", "asked_count", "answered_count")
    rows = (
        editions.annotate(form=FilteredRelation("evaluation_forms", condition=asked))
        .order_by("training__title", "starts_at", "pk")
        .values_list(*about, *(f"form__{one}" for one in form))
    )
    return ((row[: len(about)], row[len(about) :]) for row in rows)


def _other_halves() -> dict[int, str]:
    """The status of the other half of editions that are hybrid. One query: in that of
    the rows SQLite would look through all editions for each of them."""
    status: dict[int, str] = {}
    halves = Edition.objects.filter(half_of__isnull=False)
    for second, own, first, of_first in halves.order_by().values_list(
        "pk", "status", "half_of", "half_of__status"
    ):
        status |= {first: own, second: of_first}
    return status


def _people(
    invited: int | None, asked: int | None, answered: int | None
) -> tuple[int | None, int | None, int | None]:
    """How many were invited, whom of these it was asked, and how many answered."""
    return invited, invited if asked is None else asked, answered


def _means_alone(forms: QuerySet[EvaluationForm]) -> dict[int, dict[str, MeanAsReported]]:
    found: dict[int, dict[str, MeanAsReported]] = {}
    for one in means_as_reported(forms, keys=SCORES):
        found.setdefault(one.form_id, {})[one.question.key] = one
    return found


_NO_MEANS = (None,) * (2 * len(SCORES))


class _Means:
    """The mean of each mark with how many gave it; a number that comes again is not made again."""

    def __init__(self) -> None:
        self._tenths: dict[int, Decimal] = {}

    def of(
        self, marks: Marks, alone: Mapping[str, MeanAsReported] | None = None
    ) -> Iterator[object]:
        for key in SCORES:
            if alone and key in alone:
                yield rounded(alone[key].mean)
                yield alone[key].n
                continue
            n, total = marks.get(key, (None, 0))
            yield self._mean(n, total) if n else None
            yield n

    def _mean(self, n: int, total: int) -> Decimal:
        # Half up, as `rounded`, in whole numbers.
        tenths = (20 * total + n) // (2 * n)
        if tenths not in self._tenths:
            self._tenths[tenths] = Decimal(tenths).scaleb(-1)
        return self._tenths[tenths]


def _verdict(status: str, closes_at: datetime, people: Sequence[int | None]) -> str:
    """Why no mark of a form is shown."""
    why = {FormStatus.OPEN: Reason.OPEN, FormStatus.LOST: Reason.LOST}
    invited, _asked, answered = people
    return reason(
        SuppressedFigures(
            0,
            None,
            why.get(FormStatus(status), Reason.TOO_FEW),
            invited or 0,
            answered or 0,
            closes_at,
        )
    )


def _reported_row(edition: Edition) -> Row:
    known = edition.reported
    return [
        edition.training.title,
        _day(edition.starts_at),
        _day(edition.ends_at),
        None,
        None,
        known.answers,
        known.shown_mean,
        known.answers if known.shown_mean is not None else None,
        *[None] * 4,
        _("Volgens opgave, niet door de academie geteld."),
        _("%(n)d deelnemers. Bron: %(source)s") % {"n": known.participants, "source": known.source},
        known.participants,
    ]


# --- A row for each answer --------------------------------------------------------------------


def answers_table(row: EditionRow, forms: QuerySet[EvaluationForm]) -> Table:
    """One row for each value and each text of one edition; or one that says why there are none."""
    header = [_("Training"), _("Begin"), *_answers_header()]
    start: Row = [row.edition.training.title, _day(row.edition.starts_at)]
    start += [row.invited, row.asked, row.answered]
    if row.figures is None or row.reason:
        return header, [[*start, row.reason, *[None] * 5]]
    return header, _answers(start, row.figures, forms)


def survey_table(
    survey: EvaluationForm, figures: Figures, forms: QuerySet[EvaluationForm]
) -> Table:
    """One row for each value and each text of a survey; or one that says why there are none."""
    header = [_("Enquête"), *_answers_header()]
    withheld = figures.withheld[0] if figures.withheld else None
    people = withheld or figures
    start: Row = [survey.title, people.invited, people.asked, people.answered]
    if withheld:
        return header, [[*start, reason(withheld), *[None] * 5]]
    return header, _answers(start, figures, forms)


def _answers_header() -> list[str]:
    return [
        _("Uitgenodigd"),
        _("Gevraagd"),
        _("Antwoorden"),
        _("Vraag"),
        _("Soort"),
        _("Beantwoord door (n)"),
        _("Antwoord"),
        _("Aantal"),
        _("Gemiddelde"),
    ]


def _answers(start: Row, figures: Figures, forms: QuerySet[EvaluationForm]) -> Iterator[Row]:
    waiting = numbers_in_review(forms)
    for one in figures.questions:
        kind = str(one.kind.label)
        if one.reported:
            kind = _("%(kind)s, volgens opgave") % {"kind": kind}
        named = [*start, one.label, kind, one.n]
        for bar in one.bars:
            yield [*named, bar.label, bar.count, rounded(one.mean)]
        if one.question.takes_text:
            for text in texts_shown(forms, key=one.key, kind=one.kind):
                yield [*named, text.text, None, None]
            if number := waiting.get((one.key, one.kind)):
                yield [*named, in_review(number), None, None]
    for mean in figures.means:
        kind = _("Gemiddelde volgens opgave, zonder verdeling")
        yield [*start, mean.question.label, kind, mean.n, None, None, rounded(mean.mean)]


# --- A row for each text ----------------------------------------------------------------------


def texts_table(texts: QuerySet[TextAnswer]) -> Table:
    """One row for each text that may be read, in the order of their random ids."""
    header = [
        _("Training of enquête"),
        _("Begin"),
        _("Wanneer gevraagd"),
        _("Vraag"),
        _("Soort"),
        _("Antwoord"),
        _("Onderwerpen"),
        _("Gouden tip"),
    ]
    return header, _text_rows(texts)


def _text_rows(texts: QuerySet[TextAnswer]) -> Iterator[Row]:
    yes = _("ja")
    for one in texts.iterator(chunk_size=AT_ONCE):
        form = one.question.form
        yield [
            form.subject,
            _day(form.edition.starts_at) if form.edition is not None else None,
            form.get_occasion_display(),
            one.question.label,
            one.question.get_kind_display(),
            one.text,
            "; ".join(topic.name for topic in one.topics.all()),
            yes if one.is_golden_tip else None,
        ]


# --- Two selections ---------------------------------------------------------------------------


def comparison_table(found: Comparison, *words: Sequence[str]) -> Table:
    """A row for each of two selections, and one with what their difference says."""
    header = [
        _("Selectie"),
        _("Uitvoeringen"),
        _("Deelnames"),
        _("Uitgenodigd"),
        _("Gevraagd"),
        _("Antwoorden"),
        _("Gemiddeld cijfer"),
        _("Antwoorden (n)"),
        _("Waarvan volgens opgave (n)"),
        _("Ligt meestal tussen"),
        _("Spreiding"),
    ]
    rows: list[Row] = [
        [
            "; ".join(said) or _("Alles"),
            side.held.editions,
            side.held.participants,
            side.response.invited,
            side.response.asked,
            side.response.answered,
            rounded(side.marks.mean),
            side.marks.n,
            side.marks.reported,
            drawings.between(side.interval),
            rounded(side.marks.spread),
        ]
        for side, said in zip(found.sides, words, strict=True)
    ]
    return header, [*rows, [found.sentence, *[None] * 10]]


# --- Files ------------------------------------------------------------------------------------


def _day(moment: datetime | None) -> date | None:
    return clock.local_day(moment) if moment else None


def rounded(mean: Decimal | float | None) -> Decimal | None:
    """A mean with one decimal, as a file has it."""
    if mean is None:
        return None
    return Decimal(str(mean)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def response(
    kind: str, name: str, table: Table, *, sheet_name: str
) -> HttpResponse | StreamingHttpResponse:
    """The table as a download; `kind` is `csv` or `xlsx`, which calls its sheet `sheet_name`.

    A CSV file is sent while it is made: it is in no memory as a whole.
    """
    header, rows = table
    if kind == "xlsx":
        return _xlsx_response(f"{name}.xlsx", header, rows, sheet_name)
    as_text = CsvCells()
    lines = (list(map(as_text.cell, row)) for row in rows)
    return spreadsheets.streamed_csv_response(f"{name}.csv", header, lines)


def _xlsx_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], sheet_name: str
) -> HttpResponse:
    from openpyxl import Workbook  # noqa: PLC0415 - slow, and seldom needed

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
