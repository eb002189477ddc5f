"""Where the figures join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from courses.reports.panels import Panel, panels_for_staff
from courses.reports.plugin_reports import reports_for
from courses.reports.plugin_views import ReportView
from courses.reports.text_views import AnswersView
from courses.reports.views import may_see_figures

if TYPE_CHECKING:
    from django.http import HttpRequest


class EvaluationsMenuItem(MenuItem):
    """Only for who may see figures."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_figures(request.user)


class PanelComponent(Component):
    """A plugin's panel, in the frame that Wagtail's own have; it stands above "recent edits"."""

    template_name = "reports/panel.html"
    order = 240

    class Media:
        css: ClassVar = {"all": ["reports/figures.css"]}

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    def get_context_data(
        self, parent_context: dict[str, object] | None = None
    ) -> dict[str, object]:
        return {"panel": self.panel}


@hooks.register("register_admin_urls")
def register_urls() -> list[object]:
    return [
        path("evaluaties/", include("courses.reports.urls")),
        path("open-antwoorden/", AnswersView.as_view(), name="open_answers"),
        path("rapporten/<slug:plugin>/<slug:name>/", ReportView.as_view(), name="plugin_report"),
    ]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return EvaluationsMenuItem(
        _("Evaluaties"),
        reverse_lazy("evaluation_reports:index"),
        name="evaluations",
        icon_name="form",
        order=260,
    )


@hooks.register("register_admin_menu_item")
def register_answers_menu_item() -> MenuItem:
    return EvaluationsMenuItem(
        _("Open antwoorden"),
        reverse_lazy("open_answers"),
        name="open-answers",
        icon_name="openquote",
        order=260,
    )


@hooks.register("construct_reports_menu")
def add_reports_of_plugins(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """At each request: which plugins there are, and for whom, changes while the site runs."""
    menu_items += [
        MenuItem(
            report.title,
            report.url,
            name="-".join(("plugin-report", *report.place)),
            icon_name="table",
            order=2000,
        )
        for report in reports_for(request.user)
    ]


@hooks.register("construct_homepage_panels")
def add_panels_of_plugins(request: HttpRequest, panels: list[object]) -> None:
    panels += [PanelComponent(panel) for panel in panels_for_staff(request.user)]
