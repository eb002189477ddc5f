"""What the site remembers of a plugin: a `PluginState` for each that ever was here.

The rows outlive the plugin's package, so that a plugin that is gone has a name, `purge` knows its
tables, and a rule that cannot be asked any more is not taken for one that never was.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.recorder import MigrationRecorder

from courses.common import clock
from courses.common.public_version import version as public_version
from courses.common.shared_token import PlacedToken
from courses.plugin_api.version import as_numbers
from courses.plugin_host import registry, tables
from courses.plugin_host.models import PluginState

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin


changes = PlacedToken("plugins")
"""Changes with every change of what is remembered, and not with everything else that is public:
else each enrolment would have the next page ask again for what hardly ever changes."""


def tell_of_change() -> None:
    """Let all processes of this server ask again, and make what visitors see anew; after commit."""
    changes.bump()
    public_version.bump()


def record_installed(*, using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    """Remember each plugin's title, version, kinds, tables and last migration; after `migrate` of
    the academy's own database."""
    if using != DEFAULT_DB_ALIAS:
        return
    for plugin in registry.plugins():
        if not plugin.failure:
            record(plugin)
    tell_of_change()


def record(plugin: CoursePlugin) -> PluginState:
    """Remember one plugin, and never a lower version than before."""
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
    has = set(tables.of_models(plugin))
    # Tables of a model that the code has lost are still there to be purged.
    row.tables = sorted(has | set(row.tables or ()))
    row.purged = row.purged and not has
    row.save()
    return row


def title_of(slug: str) -> str:
    """What a plugin is called, also when it is not here any more."""
    plugin = registry.find(slug)
    if plugin is not None:
        return registry.title_of(plugin)
    row = PluginState.objects.filter(plugin=slug).first()
    return str(row) if row is not None else slug


def is_older(row: PluginState, plugin: CoursePlugin) -> bool:
    """Whether a newer version of the plugin was installed before."""
    return as_numbers(row.version) > as_numbers(plugin.version)


def is_older_than_data(row: PluginState, plugin: CoursePlugin) -> bool:
    """Whether the database has been through a migration that the installed code does not have.

    Such code could lose data that it knows nothing of, so the plugin is held until the newer
    version is back.
    """
    if not row.migration:
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
