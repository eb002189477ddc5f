"""The list of submissions in the administration, on Wagtail's own views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from courses.catalogue.models import TrainingPage
from plugins.praktijkopdracht.assignments import address_of
from plugins.praktijkopdracht.enums import State
from plugins.praktijkopdracht.models import Submission

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SubmissionFilters(WagtailFilterSet):
    """What one looks for; only trainings in which something was handed in."""

    state = django_filters.ChoiceFilter(label=_("Status"), choices=State.choices)
    training = django_filters.ModelChoiceFilter(
        label=_("Training"),
        queryset=lambda request: TrainingPage.objects.filter(
            pk__in=Submission.objects.values("training")
        ).order_by("title"),
    )

    class Meta:
        model = Submission
        fields = ("state", "training")


class SubmissionIndexView(IndexView):
    """The oldest first: who waits longest is next."""

    default_ordering = ("handed_in_at", "pk")

    def get_base_queryset(self) -> QuerySet[Submission]:
        found: QuerySet[Submission] = super().get_base_queryset()
        return found.select_related("person", "training").defer("text", "remark")


def _page_of(submission: Submission) -> str:
    """Where it is judged: the page that trainers know, with the assignment beside it."""
    return address_of(submission.training.slug, f"nakijken/{submission.pk}/")


class SubmissionViewSet(ModelViewSet):
    """A list to search, filter and export; nothing is changed here."""

    model = Submission
    icon = "doc-full-inverse"
    index_view_class = SubmissionIndexView
    filterset_class = SubmissionFilters
    search_fields = ("title", "person__first_name", "person__last_name", "training__title")
    search_backend_name = None
    copy_view_enabled = False
    list_display = (
        TitleColumn("person", label=_("Deelnemer"), accessor="person.name", get_url=_page_of),
        Column("title", label=_("Opdracht"), sort_key="title"),
        Column("training", label=_("Training"), accessor="training.title"),
        Column("get_state_display", label=_("Status")),
        DateColumn("handed_in_at", label=_("Ingeleverd op"), sort_key="handed_in_at"),
    )
    list_export = ("person.name", "title", "training.title", "get_state_display", "handed_in_at")
    export_filename = "praktijkopdrachten"
    exclude_form_fields = ()

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
