"""Where the figures join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from courses.evaluation import staff_menu
from courses.reports import year_views
from courses.reports.panels import Panel, panels_for_staff
from courses.reports.plugin_reports import reports_for
from courses.reports.plugin_views import ReportView
from courses.reports.text_views import AnswersView
from courses.reports.views import may_see_figures

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.log_actions import LogActionRegistry


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
        *year_views.urlpatterns,
        path("rapporten/<slug:plugin>/<slug:name>/", ReportView.as_view(), name="plugin_report"),
    ]


@hooks.register(staff_menu.HOOK)
def register_menu_item() -> MenuItem:
    return EvaluationsMenuItem(
        _("Cijfers"),
        reverse_lazy("evaluation_reports:index"),
        name="evaluation-figures",
        icon_name="table",
        order=staff_menu.FIGURES,
    )


@hooks.register(staff_menu.HOOK)
def register_answers_menu_item() -> MenuItem:
    return EvaluationsMenuItem(
        _("Open antwoorden"),
        reverse_lazy("open_answers"),
        name="open-answers",
        icon_name="openquote",
        order=staff_menu.TEXTS,
    )


@hooks.register("register_reports_menu_item")
def register_year_reports_among_reports() -> MenuItem:
    """Who looks for the year report under "Rapporten" finds it there too."""
    return year_views.YearReportsMenuItem(
        _("Jaarverslag"),
        reverse_lazy("year_reports"),
        name="year-reports-too",
        icon_name="doc-full",
        order=10,
    )


@hooks.register(staff_menu.HOOK)
def register_year_reports() -> MenuItem:
    return year_views.YearReportsMenuItem(
        _("Jaarverslag"),
        reverse_lazy("year_reports"),
        name="year-reports",
        icon_name="doc-full",
        order=staff_menu.YEAR_REPORTS,
    )


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for action, label in (
        ("text", _("Jaarverslag: tekst geschreven")),
        ("targets", _("Jaarverslag: doelen veranderd")),
        ("finalised", _("Jaarverslag vastgesteld")),
        ("reopened", _("Jaarverslag weer geopend")),
    ):
        actions.register_action(f"reports.{action}", label, label)


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
