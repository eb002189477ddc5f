"""A plugin with one report and one panel, which tests make behave as they like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html

import tests.courses.reports as this_package
from courses.catalogue.services import activate_plugin
from courses.plugin_api.contributions.base import Audience, Contribution
from courses.plugin_api.contributions.screens import (
    Column,
    DashboardPanel,
    PanelContext,
    Report,
    ReportFilters,
    Row,
)
from courses.plugin_api.plugin import CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.utils.safestring import SafeString

    from courses.catalogue.models import TrainingPage

SLUG = "counting"
PAGE = f"/beheer/rapporten/{SLUG}/talks/"


class Talks(Report):
    """Shows `give`: rows, or a function that makes them of the filters.

    What the contract has of the class, tests give to one of them.
    """

    name = "talks"
    title: Any = "Gesprekken"  # type: ignore[misc]
    description: Any = "Hoe vaak er is gebeld, per wijk."  # type: ignore[misc]
    audience: Any = Audience.COORDINATOR  # type: ignore[misc]
    columns: Any = (Column("Wijk"), Column("Aantal", is_number=True))  # type: ignore[misc]

    def __init__(self) -> None:
        self.asked: list[ReportFilters] = []
        self.give: Any = [["Overvecht", 3]]

    def rows(self, filters: ReportFilters) -> Iterable[Row]:
        self.asked.append(filters)
        given: Iterable[Row] = self.give(filters) if callable(self.give) else self.give
        return given


class Counter(DashboardPanel):
    """Shows `give`, or what that makes of the context; else how many trainings it is about."""

    name = "counter"
    title: Any = "Gesprekken tot nu toe"  # type: ignore[misc]
    audience: Any = Audience.PARTICIPANT  # type: ignore[misc]

    def __init__(self) -> None:
        self.asked: list[PanelContext] = []
        self.give: Any = lambda ctx: format_html("<p>Over {} trainingen</p>", len(ctx.settings))

    def render(self, ctx: PanelContext) -> SafeString | None:
        self.asked.append(ctx)
        given: SafeString | None = self.give(ctx) if callable(self.give) else self.give
        return given


class CountingPlugin(CoursePlugin):
    name = "tests.courses.reports"
    label = SLUG
    slug = SLUG
    title = "Tellen"
    offered: list[Contribution]

    def contributions(self) -> list[Contribution]:
        return self.offered


def install(install_plugin: Callable[[Any], Any], *offered: Contribution) -> None:
    """Put a plugin that offers these among the installed ones, for one test."""
    plugin = CountingPlugin(CountingPlugin.name, this_package)
    plugin.offered = list(offered)
    install_plugin(plugin)


def switch_on(training: TrainingPage, **settings: Any) -> TrainingPage:
    """Put the plugin on in a training, with these settings."""
    activation = activate_plugin(training=training, plugin=SLUG)
    activation.settings = settings
    activation.save()
    return training
