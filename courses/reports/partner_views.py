"""What the contact person of a partner sees of evaluations: figures on the trainings that this
partner offers, and no texts that people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.common import addresses
from courses.common.replica import reads_figures
from courses.evaluation.enums import Occasion
from courses.people.queries import partners_of_contact
from courses.reports import definitions, exports, queries, shown
from courses.reports.forms import PeriodForm
from courses.reports.overview import Dimension
from courses.reports.overview import overview as overview_of
from courses.reports.selections import Selection, seen_by_partner

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import Partner


@login_required
@never_cache
@require_safe
@reads_figures
def overview(request: HttpRequest, partner_id: int) -> HttpResponseBase:
    """All trainings of the organisation together, from year to year and one by one."""
    partner = _own_partner(request, partner_id)
    form = PeriodForm(request.GET)
    editions = Selection(period=form.period).narrow(seen_by_partner(partner))
    kind = request.GET.get("export")
    if kind in ("csv", "xlsx") and form.is_valid():
        return _file(kind, partner.name, editions)
    found = overview_of(editions, Occasion.END, Dimension.TRAINING)
    return render(
        request,
        "reports/partner/overview.html",
        {
            "partner": partner,
            "filter_form": form,
            "period": form.period,
            "found": found,
            "whole": found.whole,
            "drawings": shown.of_overview(found),
            "rows": found.groups,
            "definitions": definitions.ALL,
            "exports": _export_links(request),
            "crumbs": _crumbs(partner),
        },
    )


@login_required
@never_cache
@require_safe
@reads_figures
def training(request: HttpRequest, partner_id: int, training_id: int) -> HttpResponseBase:
    """One training of the organisation, question by question."""
    partner = _own_partner(request, partner_id)
    seen = seen_by_partner(partner)
    one: TrainingPage = get_object_or_404(queries.trainings_with_editions(seen), pk=training_id)
    form = PeriodForm(request.GET)
    editions = Selection(period=form.period, training=one.pk).narrow(seen)
    kind = request.GET.get("export")
    if kind in ("csv", "xlsx") and form.is_valid():
        return _file(kind, one.title, editions)
    found = overview_of(editions)
    return render(
        request,
        "reports/partner/training.html",
        {
            "partner": partner,
            "training": one,
            "filter_form": form,
            "period": form.period,
            "whole": found.whole,
            "drawings": shown.of_overview(found)[1:],
            "questions": shown.of_figures(queries.all_figures(editions)),
            "definitions": definitions.ALL,
            "exports": _export_links(request),
            "crumbs": _crumbs(partner, str(one.title)),
        },
    )


def _own_partner(request: HttpRequest, partner_id: int) -> Partner:
    """The organisation, for its contact person; for everybody else it is not there."""
    partner: Partner = get_object_or_404(partners_of_contact(request.user), pk=partner_id)
    return partner


def _file(kind: str, name: str, editions: QuerySet[Edition]) -> HttpResponseBase:
    table = exports.editions_table(editions, Occasion.END, with_notes=False)
    return exports.response(kind, slugify(f"evaluaties {name}"), table, sheet_name=_("Evaluaties"))


def _export_links(request: HttpRequest) -> list[tuple[str, str]]:
    query = request.GET.copy()
    query.pop("export", None)
    links = []
    for kind in ("csv", "xlsx"):
        query["export"] = kind
        links.append((kind, f"{request.path}?{query.urlencode()}"))
    return links


def _crumbs(partner: Partner, training: str = "") -> list[tuple[str, str | None]]:
    home = f"{addresses.ORGANISATION}{partner.pk}/"
    way: list[tuple[str, str | None]] = [
        (_("Home"), "/"),
        (_("Mijn academie"), addresses.MINE),
        (partner.name, home),
    ]
    if training:
        return [*way, (_("Cijfers"), f"{home}cijfers/"), (training, None)]
    return [*way, (_("Cijfers"), None)]
