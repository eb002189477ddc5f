"""What plugins cost: calls, faults and time, for the operator.

Counted in memory, because a call may not cost a query, and written to the database now and then,
so that the administration sees all processes of the site.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from courses.common import clock, retention
from courses.common.retention import Period
from courses.plugin_host.models import PluginUsage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

KEPT = Period("plugin_counts", default=30, least=7, most=365)
"""How many days of counts are kept."""


@dataclass
class UsageTotals:
    """What calls cost; `seconds` and `slowest` of wall-clock time."""

    calls: int = 0
    faults: int = 0
    seconds: float = 0.0
    slowest: float = 0.0


Place = tuple[str, str]
"""The plugin's slug, and the kind of extension point."""

# Counting is not locked: a count that two threads lose is worth less than the time of a lock.
_spent: dict[Place, UsageTotals] = {}
_lock = threading.Lock()
_written_at = time.monotonic()


def count(plugin: str, place: str, seconds: float, *, failed: bool) -> None:
    """Add one call."""
    spent = _spent.get((plugin, place))
    if spent is None:
        spent = _spent.setdefault((plugin, place), UsageTotals())
    spent.calls += 1
    spent.seconds += seconds
    if failed:
        spent.faults += 1
    if seconds > spent.slowest:
        spent.slowest = seconds


def unwritten() -> Mapping[Place, UsageTotals]:
    """What this process counted since it last wrote."""
    return {place: replace(spent) for place, spent in _spent.items()}


def write_when_due(**_kwargs: Any) -> None:
    """Write what was counted, once in `PLUGIN_USAGE_SECONDS`; 0 never. After each request."""
    pause = settings.PLUGIN_USAGE_SECONDS
    if pause and _spent and time.monotonic() - _written_at > pause:
        write()


def write() -> None:
    """Add what was counted to the database, unless a transaction is going on."""
    global _spent, _written_at
    if connection.in_atomic_block:
        return
    with _lock:
        counted, _spent, _written_at = _spent, {}, time.monotonic()
    try:
        with transaction.atomic():
            _add(counted)
    except DatabaseError:
        # Busy or not migrated: these counts are lost, which harms nobody.
        return


def _add(counted: Mapping[Place, UsageTotals]) -> None:
    """Add to today's rows in three statements, however many there are."""
    today = clock.today()
    rows = PluginUsage.objects.filter(day=today)
    known = set(rows.values_list("plugin", "place"))
    new = [
        PluginUsage(plugin=plugin, place=place[:100], day=today)
        for plugin, place in counted
        if (plugin, place[:100]) not in known
    ]
    PluginUsage.objects.bulk_create(new, ignore_conflicts=True)
    # Locked, because another process may be adding to the same rows.
    mine = list(rows.select_for_update().order_by("pk"))
    for row in mine:
        spent = counted.get((row.plugin, row.place))
        if spent is not None:
            row.calls += spent.calls
            row.faults += spent.faults
            row.seconds += spent.seconds
            row.slowest = max(row.slowest, spent.slowest)
    PluginUsage.objects.bulk_update(
        [row for row in mine if (row.plugin, row.place) in counted],
        ["calls", "faults", "seconds", "slowest"],
        batch_size=100,
    )


def old_counts() -> QuerySet[PluginUsage]:
    """Counts of days long ago."""
    return PluginUsage.objects.filter(day__lt=clock.today() - KEPT.length)


def forget_old() -> int:
    """Remove `old_counts`; returns how many rows."""
    return retention.delete(old_counts())
