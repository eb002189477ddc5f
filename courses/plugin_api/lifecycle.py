"""The end of a plugin: what it left, in a file if wanted, and its removal.

Nothing but this deletes what belongs to a plugin. It goes by what is remembered of the plugin
(`PluginState`), so it also works when the package is gone. What other parts keep for a plugin
(where it is on, answers to its exercises) they make known here.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.public_version import version as public_version
from courses.plugin_api import registry, state
from courses.plugin_api.contributions import Text
from courses.plugin_api.models import Delivery, PluginFault, PluginState, PluginUsage


@dataclass(frozen=True)
class Trace:
    """Something of a plugin that another part keeps, found by the plugin's slug.

    Without `delete` it is not the plugin's to delete, and stays.
    """

    label: Text
    count: Callable[[str], int]
    export: Callable[[str], Any]
    delete: Callable[[str], None] | None = None


@dataclass(frozen=True)
class Counted:
    """How much there is of something."""

    label: Text
    number: int


@dataclass(frozen=True)
class Remains:
    """All that is there of a plugin: what a purge removes, and what it leaves."""

    slug: str
    title: str
    tables: tuple[Counted, ...]
    traces: tuple[Counted, ...]
    stays: tuple[Counted, ...]


_traces: list[Trace] = []


def provide(trace: Trace) -> None:
    """Make known that a part keeps something for plugins; from an app's `ready()`."""
    _traces.append(trace)


def owner_of(block_type: str) -> str:
    """The slug of the plugin that a block type belongs to; empty for one of the core.

    A slug may begin with another one (`rouw`, `rouw_en_verlies`): the longest counts.
    """
    slugs = {plugin.slug for plugin in registry.plugins()}
    slugs |= set(PluginState.objects.values_list("plugin", flat=True))
    fitting = [slug for slug in slugs if block_type.startswith(f"{slug}_")]
    return max(fitting, key=len, default="")


def remains_of(slug: str) -> Remains:
    """What is there of a plugin; changes nothing.

    Raises:
        Refusal: no plugin of this name has ever been here.
    """
    row = _known(slug)
    traces = [Counted(one.label, one.count(slug)) for one in _traces if one.delete]
    traces += [
        Counted(_("storingen"), PluginFault.objects.filter(plugin=slug).count()),
        Counted(_("verbruik per dag"), PluginUsage.objects.filter(plugin=slug).count()),
        Counted(_("bezorgingen"), Delivery.objects.filter(plugin=slug).count()),
        Counted(_("migraties"), len(_migrations(row))),
        Counted(_("soorten inhoud met hun rechten"), _content_types(row).count()),
    ]
    return Remains(
        slug=slug,
        title=str(row),
        tables=tuple(Counted(table, _number_of_rows(table)) for table in _tables(row)),
        traces=tuple(one for one in traces if one.number),
        stays=tuple(
            counted
            for one in _traces
            if not one.delete and (counted := Counted(one.label, one.count(slug))).number
        ),
    )


def has_rows(row: PluginState) -> bool:
    """Whether the plugin's tables hold anything."""
    return any(_number_of_rows(table) for table in _tables(row))


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
        "tables": {table: list(_rows(table)) for table in _tables(row)},
        "traces": {str(one.label): one.export(slug) for one in _traces if one.delete},
    }
    json.dump(content, file, cls=_Encoder, ensure_ascii=False, indent=1)


def refuse_if_on(slug: str) -> None:
    """Say no to a purge of a plugin that works.

    Raises:
        Refusal: it is installed and on, or there never was such a plugin.
    """
    if _known(slug).enabled and registry.find(slug) is not None:
        raise Refusal(_("Deze uitbreiding staat nog aan. Zet haar eerst uit op de hele site."))


def purge(slug: str) -> Remains:
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
        for trace in _traces:
            if trace.delete:
                trace.delete(slug)
        for model in (PluginFault, PluginUsage, Delivery):
            model.objects.filter(plugin=slug).delete()
        recorder = MigrationRecorder(connection)
        for label, name in _migrations(row):
            recorder.record_unapplied(label, name)
        _content_types(row).delete()
        tables = _tables(row)
        # PostgreSQL drops no table about which it still has something to check.
        connection.check_constraints()
        for table in tables:
            cascade = " CASCADE" if connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TABLE {editor.quote_name(table)}{cascade}")
        if plugin is None:
            row.delete()
        else:
            # It stays off, or it would be on again, and without tables.
            row.tables, row.migration, row.purged = [], "", bool(tables)
            row.save(update_fields=["tables", "migration", "purged"])
    ContentType.objects.clear_cache()
    state.forget()
    public_version.bump()
    return removed


def _known(slug: str) -> PluginState:
    row = PluginState.objects.filter(plugin=slug).first()
    plugin = registry.find(slug)
    if row is None and plugin is None:
        raise Refusal(_("Er is geen uitbreiding met de naam “%(slug)s”.") % {"slug": slug})
    if row is None:
        assert plugin is not None  # noqa: S101 - else it was refused above
        state.record(plugin)
        row = PluginState.objects.get(plugin=slug)
    return row


def _tables(row: PluginState) -> list[str]:
    """The plugin's tables that are there; never one that belongs to another app."""
    plugin = registry.find(row.plugin)
    wanted = set(row.tables) | set(state.tables_of(plugin) if plugin is not None else ())
    others = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if plugin is None or model._meta.app_label != plugin.label
    }
    there = set(connection.introspection.table_names())
    return sorted((wanted - others) & there)


def _migrations(row: PluginState) -> list[tuple[str, str]]:
    if not row.label:
        return []
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(key for key in applied if key[0] == row.label)


def _content_types(row: PluginState) -> Any:
    # Permissions go along with their content type.
    return ContentType.objects.filter(app_label=row.label or "-")


def _number_of_rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        (number,) = cursor.fetchone()
    return int(number)


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
