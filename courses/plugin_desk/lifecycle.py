"""The end of a plugin: what it left, in a file if wanted, and its removal.

Nothing but this deletes what belongs to a plugin. It goes by what is remembered of the plugin
(`PluginState`), so it also works when the package is gone. What other parts keep for a plugin they
make known in `plugin_host.traces`.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.errors import Refusal
from courses.plugin_host import records, registry, staff_rights, standing, tables, traces
from courses.plugin_host.models import (
    Delivery,
    JobRun,
    PluginFault,
    PluginState,
    PluginUsage,
    TaskRun,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from courses.plugin_api.contributions.base import Text


@dataclass(frozen=True)
class RowCount:
    """How much there is of something."""

    label: Text
    number: int


@dataclass(frozen=True)
class StoredData:
    """All that is there of a plugin: what a purge removes, and what it leaves."""

    slug: str
    title: str
    tables: tuple[RowCount, ...]
    traces: tuple[RowCount, ...]
    stays: tuple[RowCount, ...]


def remains_of(slug: str) -> StoredData:
    """What is there of a plugin; changes nothing.

    Raises:
        Refusal: no plugin of this name has ever been here.
    """
    row = _known(slug)
    kept = [RowCount(one.label, one.count(slug)) for one in traces.provided() if one.delete]
    kept += [
        RowCount(_("storingen"), PluginFault.objects.filter(plugin=slug).count()),
        RowCount(_("verbruik per dag"), PluginUsage.objects.filter(plugin=slug).count()),
        RowCount(_("bezorgingen"), Delivery.objects.filter(plugin=slug).count()),
        RowCount(_("werk van elke dag"), JobRun.objects.filter(plugin=slug).count()),
        RowCount(_("werk dat lang duurt"), TaskRun.objects.filter(plugin=slug).count()),
        RowCount(_("rechten voor schermen"), _screen_rights(slug).count()),
        RowCount(_("migraties"), len(_migrations(row))),
        RowCount(_("soorten inhoud met hun rechten"), _content_types(row).count()),
    ]
    return StoredData(
        slug=slug,
        title=str(row),
        tables=tuple(RowCount(table, tables.number_of_rows(table)) for table in tables.of(row)),
        traces=tuple(one for one in kept if one.number),
        stays=tuple(
            counted
            for one in traces.provided()
            if not one.delete and (counted := RowCount(one.label, one.count(slug))).number
        ),
    )


def export(slug: str, file: IO[str]) -> None:
    """Write all that a purge would remove to `file`, as JSON.

    Raises:
        Refusal: no plugin of this name has ever been here.
    """
    row = _known(slug)
    content = {
        "plugin": slug,
        "title": str(row),
        "version": row.version,
        "exported_at": clock.now(),
        "site_settings": row.site_settings,
        "tables": {table: list(_rows(table)) for table in tables.of(row)},
        "traces": {str(one.label): one.export(slug) for one in traces.provided() if one.delete},
    }
    json.dump(content, file, cls=_Encoder, ensure_ascii=False, indent=1)


def refuse_if_on(slug: str) -> None:
    """Say no to a purge of a plugin that works.

    Raises:
        Refusal: it is installed and on, or there never was such a plugin.
    """
    if _known(slug).enabled and registry.find(slug) is not None:
        raise Refusal(_("Deze uitbreiding staat nog aan. Zet haar eerst uit op de hele site."))


def purge(slug: str) -> StoredData:
    """Remove all that is there of a plugin: tables, rows of other parts, rights; what it was.

    Raises:
        Refusal: no such plugin, or it is still on.
    """
    refuse_if_on(slug)
    row, plugin = _known(slug), registry.find(slug)
    removed = remains_of(slug)
    # The editor of the schema opens a transaction of its own, in which a table may go whoever
    # points at it; what it began it ends, or undoes as a whole.
    with connection.schema_editor() as editor:
        for trace in traces.provided():
            if trace.delete:
                trace.delete(slug)
        for model in (PluginFault, PluginUsage, Delivery, JobRun, TaskRun):
            model._default_manager.filter(plugin=slug).delete()
        _screen_rights(slug).delete()
        recorder = MigrationRecorder(connection)
        for label, name in _migrations(row):
            recorder.record_unapplied(label, name)
        _content_types(row).delete()
        there = tables.of(row)
        # PostgreSQL drops no table about which it still has something to check.
        connection.check_constraints()
        for table in there:
            cascade = " CASCADE" if connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TABLE {editor.quote_name(table)}{cascade}")
        if plugin is None:
            row.delete()
        else:
            # It stays off, or it would be on again, and without tables.
            row.tables, row.migration, row.purged = [], "", bool(there)
            row.site_settings = {}
            row.save(update_fields=["tables", "migration", "purged", "site_settings"])
    ContentType.objects.clear_cache()
    standing.forget()
    records.tell_of_change()
    return removed


def _known(slug: str) -> PluginState:
    row = PluginState.objects.filter(plugin=slug).first()
    plugin = registry.find(slug)
    if row is None and plugin is None:
        raise Refusal(_("Er is geen uitbreiding met de naam “%(slug)s”.") % {"slug": slug})
    if row is None:
        assert plugin is not None  # noqa: S101 - else it was refused above
        records.record(plugin)
        row = PluginState.objects.get(plugin=slug)
    return row


def _migrations(row: PluginState) -> list[tuple[str, str]]:
    if not row.label:
        return []
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(key for key in applied if key[0] == row.label)


def _screen_rights(slug: str) -> QuerySet[Permission]:
    """The rights that the plugin brought for its screens, also when its code is gone."""
    rows = Permission.objects.filter(
        content_type__app_label=staff_rights.APP_LABEL, codename__startswith=f"{slug}_"
    )
    mine = [one.pk for one in rows if traces.owner_of(one.codename) == slug]
    return Permission.objects.filter(pk__in=mine)


def _content_types(row: PluginState) -> Any:
    # Permissions go along with their content type.
    return ContentType.objects.filter(app_label=row.label or "-")


def _rows(table: str) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        names = [column[0] for column in cursor.description]
        for values in cursor.fetchall():
            yield dict(zip(names, values, strict=True))


class _Encoder(DjangoJSONEncoder):
    def default(self, value: Any) -> Any:
        if isinstance(value, (bytes, memoryview)):
            return base64.b64encode(bytes(value)).decode()
        return super().default(value)
