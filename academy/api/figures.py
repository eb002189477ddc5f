"""Figures for staff and for contact persons of partners: the same that the site shows them, by the
same functions, so that what is not disclosed there is not disclosed here."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema
from pydantic import Field

from academy.api import schemas
from academy.api.auth import Token, person_of, staff_of
from academy.api.catalogue import Key, Slug, training_name
from academy.api.paging import Paging, paged
from academy.api.problems import Problem
from courses.common.mail import absolute_url
from courses.common.replica import reads_figures
from courses.evaluation import queries as evaluation
from courses.people.models import User
from courses.people.queries import partners_of_contact
from courses.plugin_api.contributions.screens import ReportFilters
from courses.reports import plugin_reports, queries
from courses.reports.plugin_screens import is_for, trainings_for_staff
from courses.reports.selections import Period, Selection, seen_by_partner, seen_by_staff

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.editions.models import Edition

router = Router(tags=["figures"], auth=Token())
reports = Router(tags=["reports"], auth=Token())

DECIMALS = 4


class Choice(Schema):
    """Of which editions. `partner` is for the contact person of that organisation: its trainings.
    Without it staff get their own editions, and coordinators all."""

    since: schemas.Day | None = None
    until: schemas.Day | None = None
    training: Annotated[int, Field(ge=1, le=schemas.HIGHEST_KEY)] | None = None
    partner: Annotated[int, Field(ge=1, le=schemas.HIGHEST_KEY)] | None = None


class PagedChoice(Choice, Paging):
    """The same, of a list in parts."""


def _seen(request: HttpRequest, partner: int | None) -> "QuerySet[Edition]":
    """All editions that may be seen."""
    if partner is None:
        return seen_by_staff(staff_of(request))
    own = partners_of_contact(person_of(request)).filter(pk=partner).first()
    if own is None:
        raise Problem("not-found")
    return seen_by_partner(own)


def _chosen(request: HttpRequest, choice: Choice) -> "QuerySet[Edition]":
    period = Period(choice.since, choice.until)
    selection = Selection(period=period, training=choice.training)
    return selection.narrow(_seen(request, choice.partner))


@router.get(
    "/editions",
    response=schemas.Page[schemas.EditionFigures],
    summary=_("Evaluaties per uitvoering"),
)
@reads_figures
def list_editions(request: HttpRequest, choice: Query[PagedChoice]) -> dict[str, object]:
    """Held editions with the mean of their overall mark, the newest first."""
    found = _chosen(request, choice).select_related("training").order_by("-ends_at", "-pk")
    return paged(
        request, found, choice, lambda rows: [_row(one) for one in queries.edition_rows(rows)]
    )


def _row(row: queries.EditionRow) -> dict[str, object]:
    return {
        "edition": row.edition.pk,
        "training": training_name(row.edition.training),
        "ended_at": row.edition.ends_at,
        "invited": row.invited,
        "asked": row.asked,
        "answered": row.answered,
        "mean": _number(row.mean),
        "reported_by_others": row.is_reported,
        "withheld": row.reason or None,
    }


@router.get(
    "/editions/{key}", response=schemas.Figures, summary=_("De evaluatie van één uitvoering")
)
@reads_figures
def show_edition(
    request: HttpRequest,
    key: Key,
    partner: Annotated[int, Field(ge=1, le=schemas.HIGHEST_KEY)] | None = None,
) -> dict[str, object]:
    """Everything that may be shown of one edition, question by question, without texts."""
    editions = _seen(request, partner).filter(pk=key)
    if not editions.exists():
        raise Problem("not-found")
    return _figures(queries.all_figures(editions))


@router.get("", response=schemas.Figures, summary=_("Evaluaties samen"))
@reads_figures
def show_all(request: HttpRequest, choice: Query[Choice]) -> dict[str, object]:
    """Everything that may be shown of these editions together, question by question."""
    return _figures(queries.all_figures(_chosen(request, choice)))


def _figures(found: evaluation.Figures) -> dict[str, object]:
    return {
        "forms": found.forms,
        "invited": found.invited,
        "asked": found.asked,
        "answered": found.answered,
        "withheld": len(found.withheld),
        "mean": _number(found.mean),
        "questions": [
            {
                "key": one.key,
                "kind": one.kind.value,
                "wording": one.wording,
                "text": one.label,
                "answers": one.n,
                "mean": _number(one.mean),
                "bars": [
                    {"value": bar.value, "label": str(bar.label), "count": bar.count}
                    for bar in one.bars
                ],
            }
            for one in found.questions
        ],
    }


def _number(value: object) -> float | None:
    return None if value is None else round(float(str(value)), DECIMALS)


# --- Reports of plugins ---------------------------------------------------------------------------


@reports.get("", response=list[schemas.Report], summary=_("Rapporten, zoals bereik"))
def list_reports(request: HttpRequest) -> list[dict[str, object]]:
    """The reports that have something to tell this person, such as those on reach."""
    return [
        {
            "plugin": one.place[0],
            "name": one.place[1],
            "title": one.title,
            "description": one.description,
            "url": absolute_url("/api/v1/reports/{}/{}".format(*one.place)),
        }
        for one in plugin_reports.reports_for(staff_of(request))
    ]


class PeriodChoice(Schema):
    """From and until which day; a report may count whole quarters."""

    since: schemas.Day | None = None
    until: schemas.Day | None = None


@reports.get("/{plugin}/{name}", response=schemas.ReportRows, summary=_("Eén rapport"))
def show_report(
    request: HttpRequest, plugin: Slug, name: Slug, period: Query[PeriodChoice]
) -> dict[str, object]:
    """A report with its rows, of the trainings that this person gives or oversees."""
    person = staff_of(request)
    report = plugin_reports.find_report(plugin, name)
    if report is None or not is_for(person, report.audience):
        raise Problem("not-found")
    found = _rows(person, report, period)
    return {
        "title": report.title,
        "columns": [
            {"label": str(one.label), "is_number": one.is_number} for one in report.columns
        ],
        "rows": [[_cell(cell) for cell in row] for row in found.rows],
        "complete": not (found.failed or found.cut),
    }


def _rows(
    person: User, report: plugin_reports.PluginReport, period: PeriodChoice
) -> plugin_reports.Rows:
    trainings = frozenset(trainings_for_staff(person, report.entry.plugin.slug))
    if not trainings:
        return plugin_reports.Rows([])
    filters = ReportFilters(
        person_id=person.pk, training_ids=trainings, since=period.since, until=period.until
    )
    return plugin_reports.rows_of(report, filters)


def _cell(value: object) -> object:
    """As JSON has it: a number or a text, dates as `2026-03-01`."""
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if isinstance(value, date) else _number(value)
