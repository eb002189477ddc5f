"""The tables of plugins, by what is remembered: also of those whose package is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection

from courses.plugin_host import registry

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.models import PluginState


def has_rows(row: PluginState) -> bool:
    """Whether the plugin's tables hold anything."""
    return any(number_of_rows(table) for table in of(row))


def of(row: PluginState) -> list[str]:
    """The plugin's tables that are there; never one that belongs to another app."""
    plugin = registry.find(row.plugin)
    wanted = set(row.tables) | set(of_models(plugin) if plugin is not None else ())
    others = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if plugin is None or model._meta.app_label != plugin.label
    }
    there = set(connection.introspection.table_names())
    return sorted((wanted - others) & there)


def number_of_rows(table: str) -> int:
    """How many rows a table has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        (number,) = cursor.fetchone()
    return int(number)


def of_models(plugin: CoursePlugin) -> list[str]:
    """The tables that the plugin's own models have; a proxy's table belongs to somebody else."""
    return sorted(
        model._meta.db_table
        for model in plugin.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    )
