"""The reports of plugins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.urls import reverse

from courses.common.text import plain_text
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.screens import MOST_ROWS, Column, Report, ReportFilters
from courses.plugin_host import guard
from courses.reports.cells import Plain, heading, plain
from courses.reports.plugin_screens import described, is_for, plugins_for_staff

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.people.models import User
    from courses.plugin_host.entry import Entry


@dataclass(frozen=True)
class PluginReport:
    """A report that works on this site, with its texts in the reader's language."""

    entry: Entry[Report]
    title: str
    description: str
    audience: Audience
    columns: tuple[Column, ...]

    @property
    def url(self) -> str:
        """The address of its page."""
        return reverse("plugin_report", args=self.place)

    @property
    def place(self) -> tuple[str, str]:
        """The plugin's slug and the report's name."""
        return self.entry.plugin.slug, self.entry.contribution.name


@dataclass(frozen=True)
class Rows:
    """The rows that came; `failed`: the plugin could not go on, `cut`: there are more."""

    rows: Sequence[Sequence[Plain]]
    failed: bool = False
    cut: bool = False


def find_report(plugin: str, name: str) -> PluginReport | None:
    """The report, if its plugin works on this site and has it."""
    return next((one for one in _reports() if one.place == (plugin, name)), None)


def reports_for(user: User | AnonymousUser) -> list[PluginReport]:
    """The reports that have something to tell this user, by title.

    Every page of the administration asks it for its menu: one query, however many plugins
    have reports.
    """
    offered = [report for report in _reports() if is_for(user, report.audience)]
    plugins = {report.entry.plugin.slug for report in offered}
    on = plugins_for_staff(user, plugins)
    found = [report for report in offered if report.entry.plugin.slug in on]
    return sorted(found, key=lambda report: report.title.casefold())


def rows_of(report: PluginReport, filters: ReportFilters) -> Rows:
    """The rows as the plugin gives them, until it fails or there are too many."""
    width = len(report.columns)
    found = guard.guarded(
        report.entry,
        # A generator: so each row is checked inside the call, and nonsense counts as a failure.
        lambda one: (_checked_row(row, width) for row in one.rows(filters)),
    )
    rows: list[list[Plain]] = []
    try:
        for row in islice(found, MOST_ROWS + 1):
            rows.append(row)  # noqa: PERF402 - what came before a failure stays
    except guard.PluginFailedError:
        return Rows(rows[:MOST_ROWS], failed=True)
    return Rows(rows[:MOST_ROWS], cut=len(rows) > MOST_ROWS)


def _checked_row(row: object, width: int) -> list[Plain]:
    if isinstance(row, (str, bytes)) or not isinstance(row, Sequence):
        raise TypeError(f"{type(row).__name__} for a row")
    if len(row) != width:
        raise ValueError(f"a row with {len(row)} cells for {width} columns")
    return [plain(cell) for cell in row]


def _reports() -> list[PluginReport]:
    return described(Report, _describe)


def _describe(entry: Entry[Report]) -> PluginReport:
    report = entry.contribution
    audience = Audience(report.audience)
    if audience not in (Audience.COORDINATOR, Audience.TRAINER):
        raise ValueError("a report is for staff")
    columns = tuple(_checked_column(column) for column in report.columns)
    if not columns:
        raise ValueError("a report without columns")
    return PluginReport(
        entry=entry,
        title=heading(report.title),
        description=plain_text(report.description),
        audience=audience,
        columns=columns,
    )


def _checked_column(column: object) -> Column:
    if not isinstance(column, Column):
        raise TypeError(f"{type(column).__name__} for a column")
    return Column(heading(column.label), bool(column.is_number))
