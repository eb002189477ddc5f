"""What operators see of plugins: which there are, how it stands with each, what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from courses.common import clock, process_cache
from courses.common.text import plain_text
from courses.plugin_api.contributions.jobs import DailyJob
from courses.plugin_api.points import POINTS
from courses.plugin_api.version import ENTRY_POINT_GROUP
from courses.plugin_host import guard, plugin_settings, records, registry, site_settings, standing
from courses.plugin_host.discovery import Reason, RejectedPlugin
from courses.plugin_host.entry import kind_of
from courses.plugin_host.enums import PluginStatus
from courses.plugin_host.models import Delivery, JobRun, PluginFault, PluginUsage
from courses.plugin_host.plugin_settings import ON_SITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from courses.plugin_api.contributions.base import Contribution, Text
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.standing import Standing

TROUBLE_LASTS = timedelta(days=7)
CANNOT_WORK = {
    PluginStatus.FAILED,
    PluginStatus.OLDER,
    PluginStatus.MISSING,
    PluginStatus.LEFT_OUT,
}

OTHER_PLACES: Mapping[str, Text] = {
    "contributions": _("Zeggen wat zij toevoegt"),
    "settings_form": _("Instellingen"),
    "site_settings_form": _("Instellingen van de site"),
    "title": _("Naam"),
    "description": _("Omschrijving"),
    "checks": _("Controle"),
    "hook": _("Aanvulling op het beheer"),
    "receiver": _("Meeluisteren bij het opslaan"),
}

REASONS: Mapping[Reason, Text] = {
    Reason.IMPORT: _("De uitbreiding kan niet worden geladen."),
    Reason.NO_PLUGIN: _("Dit is geen uitbreiding van de academie."),
    Reason.OTHER_API: _("De uitbreiding is voor een andere versie van de academie gemaakt."),
    Reason.TOO_NEW: _("De uitbreiding is nog niet uitgeprobeerd met deze versie van de academie."),
    Reason.NEEDS_OTHER: _("De uitbreiding heeft een andere uitbreiding nodig, die er niet is."),
    Reason.DUPLICATE: _("Een andere uitbreiding heeft dezelfde naam."),
    Reason.SAFE_MODE: _("De instelling ACADEMY_PLUGINS_DISABLED houdt haar tegen."),
}


STATUS_REASONS: Mapping[PluginStatus, Text] = {
    PluginStatus.FAILED: _("De uitbreiding kan niet worden geladen."),
    PluginStatus.OLDER: _(
        "Er is een nieuwere versie geweest, die de gegevens heeft veranderd. "
        "Installeer die versie weer."
    ),
    PluginStatus.NEEDS_OTHER: _(
        "De uitbreiding heeft een andere nodig, en die staat uit of werkt niet."
    ),
    PluginStatus.SAFE_MODE: REASONS[Reason.SAFE_MODE],
    PluginStatus.MISSING: _(
        "Het pakket is weg of kan niet worden geladen. Wat erbij hoort, blijft bewaard tot "
        "je het opruimt."
    ),
}


@dataclass(frozen=True)
class Addition:
    """One thing that a plugin adds; `text` is what it is called on the site, if anything."""

    kind: Text
    name: str
    text: str


@dataclass(frozen=True)
class PluginRow:
    """A plugin as the operator sees it. `detail` is a traceback or another reason, for experts."""

    slug: str
    title: Text
    status: PluginStatus
    description: Text = ""
    version: str = ""
    newest: str = ""
    source: str = ""
    reason: Text = ""
    detail: str = ""
    faults: int = 0
    calls: int = 0
    seconds: float = 0.0
    additions: Sequence[Addition] = field(default=())

    @property
    def is_older(self) -> bool:
        """Whether a newer version was here before."""
        return bool(self.newest) and self.newest != self.version

    @property
    def works(self) -> bool:
        return self.status == PluginStatus.ON

    @property
    def can_be_switched(self) -> bool:
        """Whether switching it on or off for the site means anything."""
        return self.status in (PluginStatus.ON, PluginStatus.OFF)

    @property
    def milliseconds_a_call(self) -> float:
        return self.seconds / self.calls * 1000 if self.calls else 0.0


def plugin_rows() -> list[PluginRow]:
    """All plugins: installed, remembered but gone, and left out; by title."""
    return _rows(standing.everyone(), _faults())


def in_trouble() -> list[PluginRow]:
    """The plugins that an operator should look at: they failed in the last week, or cannot work.

    `faults` are kinds of faults of that week.
    """
    since = clock.now() - TROUBLE_LASTS
    recent = PluginFault.objects.filter(last_at__gte=since).order_by()
    kinds = dict(recent.values("plugin").annotate(n=Count("pk")).values_list("plugin", "n"))
    # First who it is about, mostly nobody: this is asked for the first page of the administration.
    troubled = [
        one for one in standing.everyone() if one.slug in kinds or one.status in CANNOT_WORK
    ]
    return _rows(troubled, kinds) if troubled else []


def plugin_row(slug: str) -> PluginRow | None:
    """One plugin, by slug (of one that is left out: by the name of its entry point)."""
    return next((row for row in plugin_rows() if row.slug == slug), None)


def _rows(standings: Iterable[Standing], faults: Mapping[str, int]) -> list[PluginRow]:
    costs = _costs()
    rows = [_row(one, faults, costs) for one in standings]
    return sorted(rows, key=lambda row: str(row.title).casefold())


def _row(
    one: Standing, faults: Mapping[str, int], costs: Mapping[str, tuple[int, float]]
) -> PluginRow:
    if one.left_out is not None:
        return _left_out_row(one, one.left_out)
    if one.plugin is not None:
        return _installed_row(one, one.plugin, faults, costs)
    row = one.row
    return PluginRow(
        slug=one.slug,
        title=(row and row.title) or one.slug,
        status=one.status,
        version=row.version if row is not None else "",
        reason=STATUS_REASONS[one.status],
        faults=faults.get(one.slug, 0),
    )


def _installed_row(
    one: Standing,
    plugin: CoursePlugin,
    faults: Mapping[str, int],
    costs: Mapping[str, tuple[int, float]],
) -> PluginRow:
    calls, seconds = costs.get(plugin.slug, (0, 0.0))
    newest = one.row.version if one.row is not None and records.is_older(one.row, plugin) else ""
    return PluginRow(
        slug=plugin.slug,
        title=registry.title_of(plugin),
        status=one.status,
        description=registry.text_of(plugin, "description"),
        version=plugin.version,
        newest=newest,
        source=_source_of(plugin),
        reason=STATUS_REASONS.get(one.status, ""),
        detail=plugin.failure,
        faults=faults.get(plugin.slug, 0),
        calls=calls,
        seconds=seconds,
        additions=_additions(plugin),
    )


def _left_out_row(one: Standing, out: RejectedPlugin) -> PluginRow:
    return PluginRow(
        slug=out.name,
        title=(one.row.title if one.row is not None else "") or out.name,
        status=one.status,
        source=out.source,
        reason=REASONS[out.reason],
        detail=out.detail,
    )


def _additions(plugin: CoursePlugin) -> tuple[Addition, ...]:
    found = [entry for entry in registry.everything() if entry.plugin is plugin]
    return tuple(
        Addition(POINTS[kind], entry.contribution.name, _label(plugin, entry.contribution))
        for entry in found
        if (kind := kind_of(entry.contribution)) in POINTS
    )


def _label(plugin: CoursePlugin, contribution: Contribution) -> str:
    # Not the class's docstring: that is English, for who reads the code.
    return guard.run(
        plugin,
        "contributions",
        lambda: plain_text(getattr(contribution, "label", None) or ""),
        default="",
    )


def _source_of(plugin: CoursePlugin) -> str:
    packages = _packages()
    return next(
        (packages[name] for name in packages if name.startswith(f"{plugin.name}.")), plugin.name
    )


@process_cache.for_process
def _packages() -> Mapping[str, str]:
    """By what their entry points name: the packages with plugins, each with its version.

    Kept, since to find them takes a hundredth of a second: each installed package is asked.
    """
    return {
        point.value.replace(":", "."): f"{point.dist.name} {point.dist.version}"
        for point in entry_points(group=ENTRY_POINT_GROUP)
        if point.dist
    }


def _faults() -> dict[str, int]:
    counted = PluginFault.objects.order_by().values("plugin").annotate(number=Sum("count"))
    return dict(counted.values_list("plugin", "number"))


def _costs() -> dict[str, tuple[int, float]]:
    summed = (
        PluginUsage.objects.order_by().values("plugin").annotate(n=Sum("calls"), s=Sum("seconds"))
    )
    return {one["plugin"]: (one["n"], one["s"]) for one in summed}


def place_label(place: str) -> str:
    """`Exercise first_sentence` in words: the kind on the screen, and the maker's name for it."""
    kind, _space, name = place.partition(" ")
    kinds = {point.__name__: label for point, label in POINTS.items()}
    return f"{kinds.get(kind) or OTHER_PLACES.get(kind, kind)} {name}".strip()


def faults_of(slug: str) -> QuerySet[PluginFault]:
    """The faults of a plugin, the latest first."""
    return PluginFault.objects.filter(plugin=slug)


def usage_of(slug: str) -> Sequence[Any]:
    """What each contribution of a plugin cost in the days that are kept, the dearest first."""
    return list(
        PluginUsage.objects.filter(plugin=slug)
        .order_by()
        .values("place")
        .annotate(n=Sum("calls"), wrong=Sum("faults"), total=Sum("seconds"), longest=Max("slowest"))
        .order_by("-total", "place")
    )


@dataclass(frozen=True)
class JobRow:
    """Daily work of a plugin, and how it went the last time; None: never yet."""

    name: str
    title: str
    last: JobRun | None


def jobs_of(slug: str) -> list[JobRow]:
    """The daily work of a plugin, each with its last run."""
    found = [entry for entry in registry.every(DailyJob) if entry.plugin.slug == slug]
    if not found:
        return []
    last: dict[str, JobRun] = {}
    for run in JobRun.objects.filter(plugin=slug).order_by("day"):
        last[run.job] = run
    return [
        JobRow(
            one.contribution.name,
            guard.call_plugin(one, lambda job: plain_text(job.title), default=""),
            last.get(one.contribution.name),
        )
        for one in found
    ]


def site_settings_of(slug: str) -> dict[str, str] | None:
    """A plugin's settings for the site in words; None when it has none to fill in."""
    plugin = registry.find(slug)
    if plugin is None or plugin_settings.form_class(plugin, ON_SITE) is None:
        return None
    return plugin_settings.readable(plugin, site_settings.of(slug), ON_SITE)


def deliveries_of(slug: str) -> dict[str, int]:
    """How many events wait for the plugin, and how many were given up."""
    todo = Delivery.objects.filter(plugin=slug, done_at__isnull=True)
    return todo.aggregate(
        waiting=Count("pk", filter=Q(given_up=False)), given_up=Count("pk", filter=Q(given_up=True))
    )
