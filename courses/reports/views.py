"""Figures on evaluations, in the administration."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.catalogue.models import TrainingPage
from courses.editions.models import Edition
from courses.evaluation.queries import ENOUGH
from courses.people.queries import is_coordinator, is_trainer
from courses.reports import exports, queries
from courses.reports.forms import EvaluationFilterForm, PeriodForm

PAGE_SIZE = 20


def may_see_figures(user: Any) -> bool:
    """Whether there can be figures for this user: of own editions or of all."""
    return is_coordinator(user) or is_trainer(user)


class FiguresView(ABC, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """What the pages with figures share: who may see them, the export, no copies in caches."""

    header_icon = "form"
    http_method_names = ["get", "head", "options"]
    export_kinds = ("csv", "xlsx")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_figures(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("export")
        if kind in self.export_kinds:
            return exports.response(kind, self.get_file_name(), self.get_table())
        page: HttpResponse = super().get(request, *args, **kwargs)
        return page

    def get_file_name(self) -> str:
        """The name of the export, without extension."""
        return slugify(f"evaluaties {self.get_page_title()}")

    @abstractmethod
    def get_table(self) -> exports.Table:
        """What the export contains."""

    def trail(self) -> list[tuple[str, Any]]:
        """The pages above this one, as `(address, text)`."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": url, "label": label} for url, label in self.trail()]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            enough=ENOUGH,
            own_only=not is_coordinator(self.request.user),
            exports=[(kind, self._address(export=kind)) for kind in self.export_kinds],
            **kwargs,
        )

    def page_of(self, items: Any) -> dict[str, Any]:
        """The part of a long list that is asked for, with what the links below it need."""
        # `get_page` answers a number that is none, or too high, with the nearest page.
        page = Paginator(items, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return {
            "page_obj": page,
            "previous_url": self._address(p=page.number - 1) if page.has_previous() else "",
            "next_url": self._address(p=page.number + 1) if page.has_next() else "",
        }

    def _address(self, **changes: Any) -> str:
        query = self.request.GET.copy()
        for name in ("export", *changes):
            query.pop(name, None)
        query.update({name: str(value) for name, value in changes.items()})
        return f"{self.request.path}?{query.urlencode()}"


class IndexView(FiguresView):
    """All trainings with the overall mark of each, by name."""

    page_title = _("Evaluaties")
    template_name = "reports/index.html"

    @cached_property
    def filter_form(self) -> EvaluationFilterForm:
        trainings = queries.trainings_with_editions(queries.held_editions(self.request.user))
        return EvaluationFilterForm(self.request.GET, trainings=trainings)

    @cached_property
    def editions(self) -> Any:
        editions = queries.held_editions(self.request.user, self.filter_form.period)
        chosen = self.filter_form.chosen_training
        return editions.filter(training=chosen) if chosen else editions

    def get_file_name(self) -> str:
        return "evaluaties"

    def get_table(self) -> exports.Table:
        editions = list(self.editions.order_by("training__title", "starts_at", "pk"))
        return exports.editions_table(queries.edition_rows(editions, keys=queries.SCORES))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paging = self.page_of(queries.trainings_with_editions(self.editions))
        return super().get_context_data(
            filter_form=self.filter_form,
            period=self.filter_form.period,
            total=queries.total(self.editions),
            rows=queries.training_rows(list(paging["page_obj"]), self.editions),
            notes=queries.notes_of(self.editions),
            **paging,
            **kwargs,
        )


class TrainingView(FiguresView):
    """The figures of one training, and its editions."""

    template_name = "reports/training.html"

    @cached_property
    def training(self) -> TrainingPage:
        seen = queries.trainings_with_editions(queries.held_editions(self.request.user))
        training: TrainingPage = get_object_or_404(seen, id=self.kwargs["pk"])
        return training

    @cached_property
    def filter_form(self) -> PeriodForm:
        return PeriodForm(self.request.GET)

    @cached_property
    def editions(self) -> Any:
        return (
            queries.held_editions(self.request.user, self.filter_form.period)
            .filter(training=self.training)
            .order_by("-starts_at", "-pk")
        )

    def get_page_title(self) -> str:
        return str(self.training.title)

    def trail(self) -> list[tuple[str, Any]]:
        return [(reverse("evaluation_reports:index"), gettext("Evaluaties"))]

    def get_table(self) -> exports.Table:
        return exports.editions_table(
            queries.edition_rows(list(self.editions), keys=queries.SCORES)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paging = self.page_of(self.editions)
        return super().get_context_data(
            training=self.training,
            filter_form=self.filter_form,
            period=self.filter_form.period,
            figures=queries.all_figures(self.editions),
            rows=queries.edition_rows(list(paging["page_obj"])),
            **paging,
            **kwargs,
        )


class EditionView(FiguresView):
    """The figures of one edition, or why they are not shown."""

    template_name = "reports/edition.html"

    @cached_property
    def edition(self) -> Edition:
        edition: Edition = get_object_or_404(
            queries.held_editions(self.request.user), pk=self.kwargs["pk"]
        )
        return edition

    @cached_property
    def row(self) -> queries.EditionRow:
        return queries.edition_row(queries.held_editions(self.request.user), self.edition)

    def get_page_title(self) -> str:
        return str(self.edition)

    def trail(self) -> list[tuple[str, Any]]:
        training = self.edition.training
        return [
            (reverse("evaluation_reports:index"), gettext("Evaluaties")),
            (reverse("evaluation_reports:training", args=[training.pk]), training.title),
        ]

    def get_table(self) -> exports.Table:
        return exports.answers_table(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            edition=self.edition, row=self.row, figures=self.row.figures, **kwargs
        )
