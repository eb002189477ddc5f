"""The page of a plugin's report, in the administration."""

from __future__ import annotations

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext

from courses.catalogue.models import TrainingPage
from courses.people.queries import is_coordinator
from courses.plugin_api.contributions.screens import ReportFilters
from courses.reports import exports, plugin_reports
from courses.reports.cells import words
from courses.reports.forms import TrainingFilterForm, with_this_year
from courses.reports.pages import TableView
from courses.reports.plugin_reports import PluginReport, Rows
from courses.reports.plugin_screens import is_for, trainings_for_staff


class ReportView(TableView):
    """A table that a plugin fills, for the trainings in which the plugin is on."""

    header_icon = "table"
    template_name = "reports/plugin_report.html"

    @cached_property
    def report(self) -> PluginReport:
        report = plugin_reports.find_report(self.kwargs["plugin"], self.kwargs["name"])
        if report is None:
            raise Http404
        return report

    def may_see(self) -> bool:
        return is_for(self.request.user, self.report.audience)

    def refuse(self) -> HttpResponse:
        return render(self.request, "403.html", status=403)

    def get_page_title(self) -> str:
        return self.report.title

    def get_file_name(self) -> str:
        return slugify(self.report.title) or "-".join(self.report.place)

    def get_sheet_name(self) -> str:
        return gettext("Rapport")

    @cached_property
    def training_ids(self) -> frozenset[int]:
        return frozenset(trainings_for_staff(self.request.user, self.report.entry.plugin.slug))

    @cached_property
    def _asked_and_found(self) -> tuple[TrainingFilterForm, Rows]:
        """What is asked for, and what the plugin gives; it is not asked when it is on in none of
        the trainings. Where nobody chose a period and there is nothing of this year, all years."""
        asked = self.request.GET
        form = self._form(with_this_year(asked))
        found = self._rows(form)
        if form.data is asked or found.rows or found.failed:
            return form, found
        form = self._form(asked)
        return form, self._rows(form)

    @property
    def filter_form(self) -> TrainingFilterForm:
        return self._asked_and_found[0]

    @property
    def found(self) -> Rows:
        """What the plugin gives."""
        return self._asked_and_found[1]

    def _form(self, asked: QueryDict) -> TrainingFilterForm:
        trainings = TrainingPage.objects.filter(pk__in=self.training_ids).order_by("title", "pk")
        return TrainingFilterForm(asked, trainings=trainings)

    def _rows(self, form: TrainingFilterForm) -> Rows:
        if not self.training_ids:
            return Rows([])
        period, chosen = form.period, form.chosen_training
        filters = ReportFilters(
            person_id=self.request.user.pk or 0,
            training_ids=frozenset({chosen.pk}) if chosen else self.training_ids,
            since=period.since,
            until=period.until,
        )
        return plugin_reports.rows_of(self.report, filters)

    def remark(self) -> str:
        """What is to be known of a table that is not complete; else nothing."""
        if self.found.failed:
            return gettext("Hier ging iets mis. Dit overzicht is niet compleet.")
        if self.found.cut:
            return gettext("Dit zijn de eerste %(number)s rijen. Er zijn er meer.") % {
                "number": number_format(len(self.found.rows), force_grouping=True)
            }
        return ""

    def export_links(self) -> list[tuple[str, str]]:
        return super().export_links() if self.training_ids else []

    def get_table(self) -> exports.Table:
        columns, remark = self.report.columns, self.remark()
        rows = [list(row) for row in self.found.rows]
        if remark:
            rows.append([remark, *[None] * (len(columns) - 1)])
        return [str(column.label) for column in columns], rows

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        paging = self.page_of(self.found.rows)
        columns = self.report.columns
        return super().get_context_data(
            report=self.report,
            filter_form=self.filter_form,
            period=self.filter_form.period,
            has_trainings=bool(self.training_ids),
            own_only=not is_coordinator(self.request.user),
            rows=[
                [(words(cell), column.is_number) for cell, column in zip(row, columns, strict=True)]
                for row in paging["page_obj"]
            ],
            remark=self.remark(),
            cut=self.found.cut,
            **paging,
            **kwargs,
        )
