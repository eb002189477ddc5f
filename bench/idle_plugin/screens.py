"""A panel, a report and a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html

from courses.plugin_api.api import (
    Audience,
    Column,
    CourseContext,
    CourseUrls,
    DashboardPanel,
    PanelContext,
    Report,
    ReportFilters,
    Row,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.safestring import SafeString


class Panel(DashboardPanel):
    """How many trainings the person follows with this plugin."""

    name = "panel"
    audience = Audience.PARTICIPANT
    title = "Panel"

    def render(self, ctx: PanelContext) -> SafeString:
        return format_html("<p>{}</p>", len(ctx.training_ids))


class Overview(Report):
    """The trainings in which the plugin is on."""

    name = "overview"
    title = "Overview"
    description = "The trainings in which the plugin is on."
    columns = (Column("Training", is_number=True),)

    def rows(self, filters: ReportFilters) -> Iterable[Row]:
        return ((pk,) for pk in sorted(filters.training_ids))


class Pages(CourseUrls):
    """One page."""

    name = "pages"
    label = "Page"

    def patterns(self) -> Sequence[URLPattern]:
        return (path("", _page, name="page"),)


def _page(_request: HttpRequest, course: CourseContext) -> HttpResponse:
    return HttpResponse(course.training_title)
