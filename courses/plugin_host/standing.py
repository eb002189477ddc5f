"""Whether a plugin is on for the whole site, and what the site remembers of it.

The rows outlive the plugin's package, so that a plugin that is gone has a name, `purge` knows its
tables, and a rule that cannot be asked any more is not taken for one that never was.
"""

from __future__ import annotations

import pkgutil
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from courses.common import audit, clock
from courses.common.public_version import version as public_version
from courses.plugin_api import loading
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_api.version import as_numbers
from courses.plugin_host import tables as table_names
from courses.plugin_host.discovery import Reason

KNOWN_FOR = 60
"""Seconds after which is asked again, for servers that do not share the public version."""

Kinds = frozenset[str] | None
"""Names of extension points; None is any."""


@dataclass(frozen=True)
class Known:
    """What the database says of plugins. `off` do not work; `silent` should answer at some
    extension points and cannot; `purged` have no tables any more."""

    off: frozenset[str] = frozenset()
    silent: Mapping[str, Kinds] = field(default_factory=dict)
    purged: frozenset[str] = frozenset()


class _Switching(threading.local):
    """Whether this thread is inside a transaction that switches something."""

    now = False


_kept: tuple[bytes, float, Known] | None = None
_switching = _Switching()


def switched_off() -> frozenset[str]:
    """The slugs of plugins that do not work here: switched off, or older than their data."""
    return _known().off


def silent_at(kind: str) -> frozenset[str]:
    """The slugs of plugins that may have something at an extension point and cannot be asked.

    They could not be loaded, cannot say what they add, are older than their data, or their package
    is gone. Not those that somebody switched off: that is a decision.
    """
    silent = _known().silent
    return frozenset(slug for slug, kinds in silent.items() if kinds is None or kind in kinds)


def purged() -> frozenset[str]:
    """The slugs of installed plugins whose tables were purged."""
    return _known().purged


def forget() -> None:
    """Ask the database again; for tests, in which nothing is ever committed."""
    global _kept
    _kept = None
    _switching.now = False


def _known() -> Known:
    """Kept in this process under the public version, which every switch changes."""
    global _kept
    if _switching.now:
        if connection.in_atomic_block:
            return _ask()
        # It has been committed or rolled back; either way what was kept may be old.
        forget()
    token = public_version.read()
    kept = _kept
    if kept is not None and kept[0] == token and time.monotonic() < kept[1]:
        return kept[2]
    try:
        known = _ask()
    except DatabaseError:
        if kept is not None:
            # A busy or broken database says nothing: what held before holds on.
            return kept[2]
        if _has_table():
            raise
        # Before the first `migrate` nothing was ever switched off.
        return Known()
    _kept = (token, time.monotonic() + KNOWN_FOR, known)
    return known


def _has_table() -> bool:
    from courses.plugin_host.models import PluginState

    try:
        return PluginState._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return True


def _ask() -> Known:
    from courses.plugin_host.models import PluginState

    with transaction.atomic():
        rows = {row.plugin: row for row in PluginState.objects.all()}
    older = {slug for slug, row in rows.items() if row.enabled and is_older_than_data(row)}
    off = {slug for slug, row in rows.items() if not row.enabled} | older
    purged = frozenset(slug for slug, row in rows.items() if row.purged)
    _forget_models_of(purged)
    return Known(frozenset(off), dict(_silent(rows, older)), purged)


def _silent(rows: Mapping[str, Any], older: set[str]) -> Iterator[tuple[str, Kinds]]:
    from courses.plugin_host import registry

    here = {plugin.slug: plugin for plugin in registry.plugins()}
    kept_out = {one.name for one in settings.PLUGINS.left_out if one.reason == Reason.SAFE_MODE}
    for slug, row in rows.items():
        remembered = None if row.kinds is None else frozenset(row.kinds)
        if row.enabled and slug not in kept_out and (slug not in here or slug in older):
            yield slug, remembered
    for slug, plugin in here.items():
        row = rows.get(slug)
        if slug in older or (row is not None and not row.enabled):
            continue
        if plugin.failure or registry.is_allowed(plugin):
            lost = registry.lost_kinds(plugin)
            if lost is None:
                yield slug, None if row is None or row.kinds is None else frozenset(row.kinds)
            elif lost:
                yield slug, lost


def _forget_models_of(slugs: frozenset[str]) -> None:
    """A plugin whose tables are gone has no models: Django would ask for their rows."""
    from courses.plugin_host import registry

    for plugin in registry.plugins():
        if plugin.slug in slugs and plugin.models:
            loading.forget_models(plugin)


def is_older_than_data(row: Any) -> bool:
    """Whether the database has been through a migration that the installed code does not have.

    Such code could lose data that it knows nothing of, so the plugin is held until the newer
    version is back.
    """
    from courses.plugin_host import registry

    plugin = registry.find(row.plugin)
    if plugin is None or plugin.failure or not row.migration:
        return False
    folder = f"{plugin.name}.migrations"
    try:
        if find_spec(f"{folder}.{row.migration}") is not None:
            return False
        return (plugin.label, row.migration) not in _replaced_in(folder)
    except ImportError:
        return True


def _replaced_in(folder: str) -> set[tuple[str, str]]:
    """The migrations that others in this folder stand for, since they were squashed."""
    package = import_module(folder)
    found: set[tuple[str, str]] = set()
    for one in pkgutil.iter_modules(package.__path__):
        migration = getattr(import_module(f"{folder}.{one.name}"), "Migration", None)
        found |= {(label, name) for label, name in getattr(migration, "replaces", ())}
    return found


def is_older(row: Any, plugin: CoursePlugin) -> bool:
    """Whether a newer version of the plugin was installed before."""
    return as_numbers(row.version) > as_numbers(plugin.version)


@transaction.atomic
def switch(*, plugin: str, on: bool, actor: Any = None) -> Any:
    """Let a plugin work on this site, or stop it everywhere. Everything it keeps stays.

    Safe to repeat. Returns the `PluginState`.
    """
    from courses.plugin_host.models import PluginState

    _switching.now = True
    row, created = PluginState.objects.select_for_update().get_or_create(
        plugin=plugin, defaults={"enabled": on, "seen_at": clock.now()}
    )
    if created or row.enabled != on:
        row.enabled = on
        row.save(update_fields=["enabled"])
        audit.record(row, "plugin.enable" if on else "plugin.disable", actor=actor)
    transaction.on_commit(public_version.bump, robust=True)
    return row


def title_of(slug: str) -> str:
    """What a plugin is called, also when it is not here any more."""
    from courses.plugin_host import registry
    from courses.plugin_host.models import PluginState

    plugin = registry.find(slug)
    if plugin is not None:
        return registry.title_of(plugin)
    row = PluginState.objects.filter(plugin=slug).first()
    return str(row) if row is not None else slug


def record_installed(**_kwargs: Any) -> None:
    """Remember each plugin's title, version, kinds, tables and last migration; after `migrate`."""
    from courses.plugin_host import registry

    for plugin in registry.plugins():
        if not plugin.failure:
            record(plugin)
    forget()
    public_version.bump()


def record(plugin: CoursePlugin) -> None:
    """Remember one plugin, and never a lower version than before."""
    from courses.plugin_host import registry
    from courses.plugin_host.models import PluginState

    applied = MigrationRecorder(connection).applied_migrations()
    names = sorted(name for label, name in applied if label == plugin.label)
    row = PluginState.objects.filter(plugin=plugin.slug).first() or PluginState(plugin=plugin.slug)
    row.seen_at = clock.now()
    row.title = registry.title_of(plugin)[:200]
    if as_numbers(plugin.version) >= as_numbers(row.version):
        row.version = plugin.version[:40]
    row.label = plugin.label
    row.migration = names[-1] if names else ""
    if registry.is_allowed(plugin) and registry.lost_kinds(plugin) == frozenset():
        row.kinds = sorted(registry.kinds_of(plugin))
    tables = set(table_names.of_models(plugin))
    # Tables of a model that the code has lost are still there to be purged.
    row.tables = sorted(tables | set(row.tables or ()))
    row.purged = row.purged and not tables
    row.save()
