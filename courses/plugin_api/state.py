"""Whether a plugin is on for the whole site, and what the site remembers of it.

The rows outlive the plugin's package, so that a plugin that is gone has a name, and `purge` knows
its tables.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from courses.common import audit, clock
from courses.common.public_version import version as public_version
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_api.version import as_numbers

_known: tuple[bytes, frozenset[str]] | None = None


def switched_off() -> frozenset[str]:
    """The slugs of plugins that do not work on this site: switched off, or older than their data.

    Kept in this process under the public version, which every switch changes.
    """
    global _known
    token = public_version.read()
    if _known is None or _known[0] != token:
        _known = (token, _ask())
    return _known[1]


def forget() -> None:
    """Ask the database again; for tests, in which nothing is ever committed."""
    global _known
    _known = None


def _ask() -> frozenset[str]:
    from courses.plugin_api.models import PluginState

    try:
        with transaction.atomic():
            rows = list(PluginState.objects.all())
    except DatabaseError:
        # Before the first `migrate` there is no table; nothing was ever switched off then.
        return frozenset()
    return frozenset(row.plugin for row in rows if not row.enabled or is_older_than_data(row))


def is_older_than_data(row: Any) -> bool:
    """Whether the database has been through a migration that the installed code does not have.

    Such code could lose data that it knows nothing of, so the plugin is held until the newer
    version is back.
    """
    from courses.plugin_api import registry

    plugin = registry.find(row.plugin)
    if plugin is None or not row.migration:
        return False
    try:
        return find_spec(f"{plugin.name}.migrations.{row.migration}") is None
    except ImportError:
        return True


def is_older(row: Any, plugin: CoursePlugin) -> bool:
    """Whether a newer version of the plugin was installed before."""
    return as_numbers(row.version) > as_numbers(str(plugin.version))


@transaction.atomic
def switch(*, plugin: str, on: bool, actor: Any = None) -> Any:
    """Let a plugin work on this site, or stop it everywhere. Everything it keeps stays.

    Safe to repeat. Returns the `PluginState`.
    """
    from courses.plugin_api.models import PluginState

    row, created = PluginState.objects.select_for_update().get_or_create(
        plugin=plugin, defaults={"enabled": on, "seen_at": clock.now()}
    )
    if created or row.enabled != on:
        row.enabled = on
        row.save(update_fields=["enabled"])
        audit.record(row, "plugin.enable" if on else "plugin.disable", actor=actor)
    transaction.on_commit(public_version.bump, robust=True)
    return row


def record_installed(**_kwargs: Any) -> None:
    """Remember each plugin's title, version, tables and last migration; after every `migrate`."""
    from courses.plugin_api import registry

    for plugin in registry.plugins():
        if not plugin.failure:
            record(plugin)
    public_version.bump()


def record(plugin: CoursePlugin) -> None:
    """Remember one plugin, and never a lower version than before."""
    from courses.plugin_api.models import PluginState

    applied = MigrationRecorder(connection).applied_migrations()
    names = sorted(name for label, name in applied if label == plugin.label)
    row = PluginState.objects.filter(plugin=plugin.slug).first() or PluginState(plugin=plugin.slug)
    row.seen_at = clock.now()
    row.title = str(plugin.title)[:200]
    if as_numbers(str(plugin.version)) >= as_numbers(row.version):
        row.version = str(plugin.version)[:40]
    row.label = plugin.label
    row.migration = names[-1] if names else ""
    tables = set(tables_of(plugin))
    # Tables of a model that the code has lost are still there to be purged.
    row.tables = sorted(tables | set(row.tables or ()))
    row.save()


def tables_of(plugin: CoursePlugin) -> list[str]:
    """The tables that the plugin's own models have; a proxy's table belongs to somebody else."""
    return sorted(
        model._meta.db_table
        for model in plugin.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    )
