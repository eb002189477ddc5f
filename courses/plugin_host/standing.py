"""Does it work? One table says of each plugin how it stands, and everybody asks that table.

It follows from what is installed, what was left out, what the operator's safe mode keeps out, and
what the site remembers (`records`). That a plugin is off, held, silent or purged, and what the
operator's screen says, all come from here.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from courses.common import audit, clock
from courses.common.process_cache import Memo, Shelf
from courses.plugin_api import loading
from courses.plugin_host import records, registry
from courses.plugin_host.discovery import Reason, RejectedPlugin
from courses.plugin_host.enums import PluginStatus
from courses.plugin_host.models import PluginState

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.common.audit import Actor
    from courses.plugin_api.plugin import CoursePlugin

KNOWN_FOR = 60
"""Seconds after which is asked again, for servers that do not share the token of changes."""

HELD = (PluginStatus.OFF, PluginStatus.OLDER, PluginStatus.NEEDS_OTHER)
"""What is installed and may not work: switched off, older than its data, or without another
plugin that it needs."""

Kinds = frozenset[str] | None
"""Names of extension points; None is any."""

NONE: Kinds = frozenset()


@dataclass(frozen=True)
class Standing:
    """How it stands with one plugin.

    `silent` are the extension points at which it should answer and cannot. Not those of a plugin
    that somebody switched off: that is a decision.
    """

    slug: str
    status: PluginStatus
    silent: Kinds = NONE
    plugin: CoursePlugin | None = None
    row: PluginState | None = None
    left_out: RejectedPlugin | None = None

    @property
    def purged(self) -> bool:
        """Whether it is here, and its tables are not."""
        return self.plugin is not None and self.row is not None and self.row.purged


Table = Mapping[str, Standing]

_kept: Shelf[Table] = Shelf(1)

_answers: Memo[str, tuple[Table, dict[str, frozenset[str]]]] = Memo()
"""What follows from a table, with that table."""


class _Switching(threading.local):
    """Whether this thread is inside a transaction that switches something."""

    now = False


_switching = _Switching()


def switched_off() -> frozenset[str]:
    """The slugs of plugins that do not work here: switched off, or older than their data."""
    return _once_a_table("off", _held_back)


def _held_back(one: Standing) -> bool:
    return one.status in HELD or (one.row is not None and not one.row.enabled)


def silent_at(kind: str) -> frozenset[str]:
    """The slugs of plugins that may have something at an extension point and cannot be asked.

    They could not be loaded, cannot say what they add, are older than their data, or their package
    is gone. Not those that somebody switched off: that is a decision.
    """
    return _once_a_table(f"silent at {kind}", lambda one: one.silent is None or kind in one.silent)


def _once_a_table(question: str, holds: Callable[[Standing], bool]) -> frozenset[str]:
    """The slugs of plugins of which something holds, looked up once for each table: a page asks
    many times, and a site may have many plugins."""
    found = table()
    kept = _answers.get("answers")
    if kept is None or kept[0] is not found:
        kept = _answers.put("answers", (found, {}))
    if question not in kept[1]:
        kept[1][question] = frozenset(slug for slug, one in found.items() if holds(one))
    return kept[1][question]


def purged() -> frozenset[str]:
    """The slugs of installed plugins whose tables were purged."""
    return frozenset(slug for slug, one in table().items() if one.purged)


def table() -> Table:
    """How it stands with every plugin, by slug; of one that was left out by the name under which
    it was found. Kept in this process under a token that every switch changes."""
    if _switching.now:
        if connection.in_atomic_block:
            return read()
        # It has been committed or rolled back; either way what was kept may be old.
        forget()
    token = records.changes.read()
    found = _kept.get("table", token)
    if found is not None:
        return found
    try:
        found = read()
    except DatabaseError:
        before = _kept.last("table")
        if before is not None:
            # A busy or broken database says nothing: what held before holds on.
            return before
        if _has_table():
            raise
        # Before the first `migrate` nothing was ever switched off.
        return {}
    _kept.put("table", token, found, seconds=KNOWN_FOR)
    return found


def forget() -> None:
    """Ask the database again; for tests, in which nothing is ever committed."""
    _kept.clear()
    _switching.now = False


def read() -> Table:
    """The table as the database has it now."""
    found = {one.slug: one for one in everyone()}
    for one in found.values():
        if one.purged and one.plugin is not None and one.plugin.models:
            # A plugin whose tables are gone has no models: Django would ask for their rows.
            loading.forget_models(one.plugin)
    return found


def everyone() -> list[Standing]:
    """Every plugin as the database has it now: gone, left out, and installed. One that was left out
    may have the name of another that is installed."""
    with transaction.atomic():
        rows = {row.plugin: row for row in PluginState.objects.all()}
    here = _held_with_others(
        [_of_installed(plugin, rows.get(plugin.slug)) for plugin in registry.plugins()]
    )
    out = [_of_left_out(one, rows.get(one.name)) for one in settings.PLUGINS.left_out]
    named = {one.slug for one in (*out, *here)}
    gone = [_of_missing(row) for slug, row in rows.items() if slug not in named]
    return [*gone, *out, *here]


def _of_missing(row: PluginState) -> Standing:
    silent = _remembered(row) if row.enabled else NONE
    return Standing(row.plugin, PluginStatus.MISSING, silent, row=row)


def _of_left_out(out: RejectedPlugin, row: PluginState | None) -> Standing:
    if out.reason == Reason.SAFE_MODE:
        return Standing(out.name, PluginStatus.SAFE_MODE, row=row, left_out=out)
    silent = _remembered(row) if row is not None and row.enabled else NONE
    return Standing(out.name, PluginStatus.LEFT_OUT, silent, row=row, left_out=out)


def _of_installed(plugin: CoursePlugin, row: PluginState | None) -> Standing:
    status, silent = PluginStatus.ON, NONE
    if plugin.failure:
        status, silent = PluginStatus.FAILED, _remembered(row)
    elif not registry.is_allowed(plugin):
        status = PluginStatus.SAFE_MODE
    elif row is not None and not row.enabled:
        status = PluginStatus.OFF
    elif row is not None and records.is_older_than_data(row, plugin):
        status, silent = PluginStatus.OLDER, _remembered(row)
    else:
        lost = registry.lost_kinds(plugin)
        silent = _remembered(row) if lost is None else lost
    if row is not None and not row.enabled:
        silent = NONE
    return Standing(plugin.slug, status, silent, plugin=plugin, row=row)


def _held_with_others(here: list[Standing]) -> list[Standing]:
    """The same, in which a plugin does not work while another that it needs does not.

    It is silent where that one is: when somebody switched the other off, that is a decision.
    """
    found = {one.slug: one for one in here}
    while True:
        held = [held for one in found.values() if (held := _held(one, found)) is not None]
        if not held:
            return list(found.values())
        found.update({one.slug: one for one in held})


def _held(one: Standing, found: Mapping[str, Standing]) -> Standing | None:
    """How it stands when it works, and another that it needs does not; else None."""
    if one.status != PluginStatus.ON or one.plugin is None:
        return None
    needed = [found.get(slug) for slug in one.plugin.requires_plugins]
    broken = [other for other in needed if other is None or other.status != PluginStatus.ON]
    if not broken:
        return None
    decided = all(other is not None and other.status == PluginStatus.OFF for other in broken)
    silent = NONE if decided else _remembered(one.row)
    return replace(one, status=PluginStatus.NEEDS_OTHER, silent=silent)


def _remembered(row: PluginState | None) -> Kinds:
    """The extension points that the plugin used when it worked; any when nobody knows."""
    return None if row is None or row.kinds is None else frozenset(row.kinds)


def _has_table() -> bool:
    try:
        return PluginState._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return True


def note_change() -> None:
    """What is remembered of plugins changes in this transaction: here it is asked anew until it
    ends, and everywhere else once it is committed."""
    _switching.now = True
    transaction.on_commit(records.tell_of_change, robust=True)


@transaction.atomic
def switch(*, plugin: str, on: bool, actor: Actor = None) -> PluginState:
    """Let a plugin work on this site, or stop it everywhere. Everything it keeps stays.

    Safe to repeat.
    """
    note_change()
    row, created = PluginState.objects.select_for_update().get_or_create(
        plugin=plugin, defaults={"enabled": on, "seen_at": clock.now()}
    )
    if created or row.enabled != on:
        row.enabled = on
        row.save(update_fields=["enabled"])
        audit.record(row, "plugin.enable" if on else "plugin.disable", actor=actor)
    return row
