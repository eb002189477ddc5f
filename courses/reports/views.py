"""Figures on evaluations, in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.evaluation.queries import ENOUGH
from courses.people.queries import is_coordinator, is_trainer
from courses.reports import exports, queries
from courses.reports.forms import PeriodForm, TrainingFilterForm
from courses.reports.pages import TableView

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User


def may_see_figures(user: User | AnonymousUser) -> bool:
    """Whether there can be figures for this user: of own editions or of all."""
    return is_coordinator(user) or is_trainer(user)


class FiguresView(TableView):
    """What the pages with figures on evaluations share."""

    header_icon = "form"

    def may_see(self) -> bool:
        return may_see_figures(self.request.user)

    def get_file_name(self) -> str:
        return slugify(f"evaluaties {self.get_page_title()}")

    def get_sheet_name(self) -> str:
        return gettext("Evaluaties")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            enough=ENOUGH, own_only=not is_coordinator(self.request.user), **kwargs
        )


class IndexView(FiguresView):
    """All trainings with the overall mark of each, by name."""

    page_title = _("Evaluaties")
    template_name = "reports/index.html"

    @cached_property
    def filter_form(self) -> TrainingFilterForm:
        trainings = queries.trainings_with_editions(queries.held_editions(self.request.user))
        return TrainingFilterForm(self.request.GET, trainings=trainings)

    @cached_property
    def editions(self) -> QuerySet[Edition]:
        editions = queries.held_editions(self.request.user, self.filter_form.period)
        chosen = self.filter_form.chosen_training
        return editions.filter(training=chosen) if chosen else editions

    def get_file_name(self) -> str:
        return "evaluaties"

    def get_table(self) -> exports.Table:
        editions = list(self.editions.order_by("training__title", "starts_at", "pk"))
        rows = queries.edition_rows(editions, keys=queries.SCORES)
        return exports.editions_table(rows, reported=self.reported)

    @cached_property
    def reported(self) -> list[Edition]:
        """What others reported of the same period and training."""
        found = queries.reported(self.request.user, self.filter_form.period)
        chosen = self.filter_form.chosen_training
        return [one for one in found if chosen is None or one.training_id == chosen.pk]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        paging = self.page_of(queries.trainings_with_editions(self.editions))
        return super().get_context_data(
            filter_form=self.filter_form,
            period=self.filter_form.period,
            total=queries.total(self.editions),
            rows=queries.training_rows(list(paging["page_obj"]), self.editions),
            notes=queries.notes_of(self.editions),
            reported=self.reported,
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
    def editions(self) -> QuerySet[Edition]:
        return (
            queries.held_editions(self.request.user, self.filter_form.period)
            .filter(training=self.training)
            .order_by("-starts_at", "-pk")
        )

    def get_page_title(self) -> str:
        return str(self.training.title)

    def trail(self) -> list[tuple[str, object]]:
        return [(reverse("evaluation_reports:index"), gettext("Evaluaties"))]

    def get_table(self) -> exports.Table:
        return exports.editions_table(
            queries.edition_rows(list(self.editions), keys=queries.SCORES)
        )

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
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

    def trail(self) -> list[tuple[str, object]]:
        training = self.edition.training
        return [
            (reverse("evaluation_reports:index"), gettext("Evaluaties")),
            (reverse("evaluation_reports:training", args=[training.pk]), training.title),
        ]

    def get_table(self) -> exports.Table:
        return exports.answers_table(self.row)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            edition=self.edition, row=self.row, figures=self.row.figures, **kwargs
        )
