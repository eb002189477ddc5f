"""The year report in the administration: it writes itself, and a coordinator writes between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Min
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.menu import MenuItem

from courses.common import clock
from courses.common.edit_conflicts import TAKE, Conflict, FormSnapshot, token, with_theirs
from courses.common.errors import Refusal, add_refusal
from courses.common.pdf import MissingGlyphs, PdfUnavailable
from courses.common.replica import reads_figures
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.evaluation.models import EvaluationForm
from courses.people.queries import is_coordinator, signed_in_user
from courses.reports import definitions, services, year_exports, year_shown
from courses.reports.enums import ReportPart
from courses.reports.models import FIRST_YEAR, LAST_YEAR, YearReport
from courses.reports.pages import TableView
from courses.reports.rendering import year_report_pdf
from courses.reports.selections import held_by
from courses.reports.year_figures import figures_of, notes_in, targets_of
from courses.reports.year_forms import TargetsForm, TextForm
from courses.reports.year_texts import report_of, target_facts, text_facts, text_of, texts_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, QueryDict

    from courses.reports.exports import Table
    from courses.reports.year_figures import YearFigures


class YearReportsMenuItem(MenuItem):
    """Only for who runs the academy."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


def _refuse_others(request: HttpRequest) -> None:
    if not is_coordinator(request.user):
        raise PermissionDenied


def _checked_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The years of which there is something to report, and the next, of which one sets targets."""
    _refuse_others(request)
    reports = {one.year: one for one in YearReport.objects.defer("figures")}
    this_year = clock.today().year
    first = held_by(Edition.objects.all()).aggregate(first=Min("ends_at"))["first"]
    first_year = max(clock.local_day(first).year if first else this_year, FIRST_YEAR)
    years = sorted({*range(first_year, this_year + 2), *reports}, reverse=True)
    rows = [(year, reports.get(year) or YearReport(year=year)) for year in years]
    return render(
        request,
        "reports/year/index.html",
        {
            "rows": rows,
            "this_year": this_year,
            "has_held": first is not None,
            **_years_of_evidence(),
        },
    )


def _years_of_evidence() -> dict[str, set[int]]:
    """In which years the academy held or asked something itself, and of which others told figures.
    Of all other years there is nothing to report."""
    held = held_by(Edition.objects.exclude(status=EditionStatus.REPORTED))
    surveys = EvaluationForm.objects.filter(edition=None)
    reported = Edition.objects.filter(status=EditionStatus.REPORTED)
    return {
        "kept_years": _years_in(held, "ends_at") | _years_in(surveys, "closes_at"),
        "reported_years": _years_in(reported, "ends_at"),
    }


def _years_in(rows: QuerySet[Any], moment: str) -> set[int]:
    return {one.year for one in rows.datetimes(moment, "year", tzinfo=clock.zone())}


@method_decorator(reads_figures, name="dispatch")
class YearView(TableView):
    """The report on one year."""

    template_name = "reports/year/report.html"
    header_icon = "doc-full"

    def may_see(self) -> bool:
        return is_coordinator(self.request.user)

    @cached_property
    def report(self) -> YearReport:
        return report_of(_checked_year(self.kwargs["year"]))

    @cached_property
    def figures(self) -> YearFigures:
        return figures_of(self.report)

    def get_page_title(self) -> str:
        return gettext("Jaarverslag %(year)d") % {"year": self.report.year}

    def trail(self) -> list[tuple[str, object]]:
        return [(reverse("year_reports"), gettext("Jaarverslagen"))]

    def get_file_name(self) -> str:
        return f"jaarverslag-{self.report.year}"

    def get_sheet_name(self) -> str:
        return str(self.report.year)

    def get_table(self) -> Table:
        return year_exports.year_table(self.figures)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        this_year = clock.today().year
        return super().get_context_data(
            report=self.report,
            figures=self.figures,
            brief=year_shown.brief(self.figures),
            sections=year_shown.sections(self.figures, texts_of(self.report)),
            notes=[] if self.report.is_final else notes_in(self.report.year),
            definitions=definitions.OF_A_YEAR,
            is_over=self.report.year < this_year,
            is_coming=self.report.year > this_year,
            **kwargs,
        )


@never_cache
@require_safe
@reads_figures
def as_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The same as a PDF, in Dutch: what a coordinator wrote is."""
    _refuse_others(request)
    report = report_of(_checked_year(year))
    try:
        content = year_report_pdf(report, figures_of(report), texts_of(report))
    except (PdfUnavailable, MissingGlyphs) as error:
        sentence = gettext("De pdf kan nu niet gemaakt worden.")
        if isinstance(error, MissingGlyphs):
            sentence = gettext("Dit teken kunnen we niet printen: %(characters)s.") % {
                "characters": " ".join(error.characters)
            }
        messages.error(request, sentence)
        return redirect("year_report", year)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="jaarverslag-{year}.pdf"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, year: int, part: str) -> HttpResponse:
    """Write in one part of the report."""
    _refuse_others(request)
    if part not in ReportPart.values:
        raise Http404
    report, of = report_of(_checked_year(year)), ReportPart(part)
    if report.is_final:
        return _is_final(request, year)
    stored = text_of(report, of)
    form = TextForm(_typed(request, TextForm(initial={"text": stored})), initial={"text": stored})
    conflict: Conflict | None = None
    if form.is_bound and form.is_valid():
        try:
            services.save_text(
                year=year,
                part=of,
                text=form.cleaned_data["text"],
                actor=signed_in_user(request),
                snapshot=FormSnapshot.submitted(request.POST),
            )
        except Conflict as stale:
            conflict = stale
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Bewaard."))
            return redirect(f"{reverse('year_report', args=[year])}#deel-{part}")
    return render(
        request,
        "reports/year/text.html",
        {
            "report": report,
            "part": of,
            "form": form,
            "conflict": conflict,
            "snapshot_token": conflict.token if conflict else token(text_facts(of, stored)),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest, year: int) -> HttpResponse:
    """Say what is aimed at in a year."""
    _refuse_others(request)
    report = report_of(_checked_year(year))
    if report.is_final:
        return _is_final(request, year)
    stored = targets_of(year)
    # Where nothing is aimed at yet, one begins with what was aimed at the year before.
    is_new = all(one.pk is None for one in stored.values())
    shown = targets_of(year - 1) if is_new and request.method != "POST" else stored
    form = TargetsForm(_typed(request, TargetsForm(targets=stored)), targets=shown)
    conflict: Conflict | None = None
    if form.is_bound and form.is_valid():
        try:
            services.save_targets(
                year=year,
                aims=form.aims,
                actor=signed_in_user(request),
                snapshot=FormSnapshot.submitted(request.POST),
            )
        except Conflict as stale:
            conflict = stale
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Bewaard."))
            return redirect("year_report", year)
    return render(
        request,
        "reports/year/targets.html",
        {
            "report": report,
            "form": form,
            "is_from_before": is_new and any(one.pk for one in shown.values()),
            "year_before": year - 1,
            "conflict": conflict,
            "snapshot_token": conflict.token if conflict else token(target_facts(stored)),
        },
    )


def _typed(request: HttpRequest, fresh: TextForm | TargetsForm) -> QueryDict | None:
    """What was typed; with what the other saved, where the button for that was pressed."""
    if request.method != "POST":
        return None
    return with_theirs(request.POST, fresh) if TAKE in request.POST else request.POST


def _is_final(request: HttpRequest, year: int) -> HttpResponse:
    messages.warning(
        request,
        gettext("Dit jaarverslag is vastgesteld. Open het eerst weer, als er iets niet klopt."),
    )
    return redirect("year_report", year)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def final(request: HttpRequest, year: int) -> HttpResponse:
    """Look what is still to come, and make the report final."""
    _refuse_others(request)
    report = report_of(_checked_year(year))
    if report.is_final:
        return redirect("year_report", year)
    if request.method == "POST":
        try:
            services.finalise(year=year, actor=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("Vastgesteld. De cijfers veranderen niet meer."))
        return redirect("year_report", year)
    if year >= clock.today().year:
        messages.error(request, gettext("Het jaar is nog niet voorbij."))
        return redirect("year_report", year)
    figures = figures_of(report)
    return render(
        request,
        "reports/year/final.html",
        {
            "report": report,
            "figures": figures,
            "without_text": [
                one.part.label
                for one in year_shown.sections(figures, texts_of(report))
                if not one.text
            ],
        },
    )


@require_POST
def reopen(request: HttpRequest, year: int) -> HttpResponse:
    """Make a draft of a final report."""
    _refuse_others(request)
    try:
        services.reopen(year=_checked_year(year), actor=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("Het is weer een concept, met de cijfers van nu."))
    return redirect("year_report", year)


HERE = "jaarverslag/"

urlpatterns = [
    path(HERE, index, name="year_reports"),
    path(f"{HERE}<int:year>/", YearView.as_view(), name="year_report"),
    path(f"{HERE}<int:year>/jaarverslag.pdf", as_pdf, name="year_report_pdf"),
    path(f"{HERE}<int:year>/tekst/<slug:part>/", text, name="year_report_text"),
    path(f"{HERE}<int:year>/doelen/", targets, name="year_report_targets"),
    path(f"{HERE}<int:year>/vaststellen/", final, name="year_report_final"),
    path(f"{HERE}<int:year>/heropenen/", reopen, name="year_report_reopen"),
]
