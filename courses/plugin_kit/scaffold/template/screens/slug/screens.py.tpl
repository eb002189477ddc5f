"""A list in the administration: editions that nobody gives yet."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from courses.common import clock
from courses.editions.models import Edition
from courses.plugin_api.api import Audience, Screens


class NobodyGivesView(IndexView):
    """The list, with words above the columns of its export."""

    export_headings: ClassVar = {"training.title": _("Training"), "starts_at": _("Begin")}


class NobodyGivesViewSet(ModelViewSet):
    """Only the list of Wagtail's views: these rows are changed where editions are."""

    model = Edition
    icon = "user"
    list_display = (
        Column("training", label=_("Training"), accessor="training.title"),
        DateColumn("starts_at", label=_("Begin"), sort_key="starts_at"),
    )
    list_export = ("training.title", "starts_at")
    index_view_class = NobodyGivesView
    search_fields = ("training__title",)
    search_backend_name = None
    copy_view_enabled = False
    exclude_form_fields = ()

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


class NobodyGives(Screens):
    """Editions to come without a trainer, for who runs the academy."""

    name = "nobody_gives"
    label = _("Uitvoeringen zonder trainer")
    icon = "user"
    actions = ()
    given_to = (Audience.COORDINATOR,)

    def viewset(self) -> ViewSet:
        return NobodyGivesViewSet()

    def rows(self, user: object) -> QuerySet[Edition]:
        to_come = Edition.objects.filter(starts_at__gt=clock.now(), trainers=None)
        return to_come.select_related("training")
