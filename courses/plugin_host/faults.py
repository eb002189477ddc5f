"""What went wrong in plugins, logged under their names and counted for the operator.

Of a failure only the kind of exception and the places in the code are kept and logged. The
exception's own words stay out: they often hold what somebody typed.
"""

from __future__ import annotations

import logging
import threading
import traceback
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F

from courses.common import clock, retention
from courses.common.retention import Period
from courses.plugin_host.models import PluginFault

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.plugin_api.plugin import CoursePlugin

logger = logging.getLogger("courses.plugins")

KEPT = Period("plugin_faults", default=90, least=7, most=365)
"""How long a fault that does not come back is kept."""


class Fault(NamedTuple):
    """What makes two failures the same one."""

    plugin: str
    place: str
    error: str
    last_frame: str


class _PendingFaults(threading.local):
    """Faults that were written inside a transaction, which may have been rolled back since."""

    def __init__(self) -> None:
        self.faults: dict[Fault, list[str]] = {}


_unsure = _PendingFaults()


def report(plugin: CoursePlugin, place: str, error: BaseException) -> None:
    """Log the failure under the plugin's name, and count it for the operator.

    The same failure (plugin, place, exception and last frame) is one row with a counter.
    """
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    frames = [
        f"{one.filename}:{one.lineno} {one.name}"
        for one in traceback.extract_tb(error.__traceback__)[-40:]
    ]
    logger.error("Plugin %s failed in %s: %s\n%s", plugin.slug, place, kind, "\n".join(frames))
    fault = Fault(plugin.slug, place[:100], kind[:200], frames[-1][-500:] if frames else "")
    if connection.in_atomic_block:
        _unsure.faults[fault] = frames
    else:
        confirm()
    _keep(fault, frames)


def confirm(**_kwargs: Any) -> None:
    """Write once more the faults that went away with a transaction; after each request, and
    before the next fault outside one."""
    if not _unsure.faults or connection.in_atomic_block:
        return
    faults, _unsure.faults = _unsure.faults, {}
    for fault, frames in faults.items():
        try:
            known = PluginFault.objects.filter(**fault._asdict()).exists()
        except DatabaseError:
            # Halfway through the first `migrate` there is no table yet; the log has it.
            continue
        if not known:
            _keep(fault, frames)


def _keep(fault: Fault, frames: list[str]) -> None:
    try:
        with transaction.atomic():
            _count(fault, frames)
    except DatabaseError:
        # The database itself is out of order (or not migrated yet); the log has it all.
        logger.warning("Could not keep the fault of plugin %s", fault.plugin)


def _count(fault: Fault, frames: list[str]) -> None:
    now = clock.now()
    same = PluginFault.objects.filter(**fault._asdict())
    way = "\n".join(frames)[-8000:]
    if same.update(count=F("count") + 1, frames=way, last_at=now):
        return
    try:
        with transaction.atomic():
            PluginFault.objects.create(**fault._asdict(), frames=way, first_at=now, last_at=now)
    except IntegrityError:
        # Another process was first.
        same.update(count=F("count") + 1, last_at=now)


def old_faults() -> QuerySet[PluginFault]:
    """The faults that did not come back for long."""
    return PluginFault.objects.filter(last_at__lt=clock.now() - KEPT.length)


def forget_old() -> int:
    """Remove `old_faults`; returns how many."""
    return retention.delete(old_faults())
