"""Every call into a plugin goes through here, so that a broken plugin breaks only itself.

Of a failure only the kind of exception and the places in the code are kept and logged. The
exception's own words stay out: they often hold what somebody typed.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from courses.common import clock
from courses.common.errors import Refusal
from courses.plugin_api.contributions import Contribution

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_api.registry import Registered

logger = logging.getLogger("courses.plugins")

KEPT_FOR = timedelta(days=90)
"""How long a fault that does not come back is kept."""

C = TypeVar("C", bound=Contribution)
T = TypeVar("T")
D = TypeVar("D")


@dataclass
class Spent:
    """What a plugin cost this process so far; `seconds` of wall-clock time."""

    calls: int = 0
    faults: int = 0
    seconds: float = 0.0
    contributions: set[str] = field(default_factory=set)


spent: dict[str, Spent] = {}


def call_plugin(
    registered: Registered[C],
    call: Callable[[C], T],
    *,
    default: D,
) -> T | D:
    """The result of `call(contribution)`, or `default` when the plugin fails.

    A `Refusal` is not a failure but an answer for the person, and passes through. Inside a
    transaction the call runs in a savepoint, so that a plugin's database error cannot spoil what
    the core is doing.
    """
    plugin = registered.plugin
    tally = spent.setdefault(plugin.slug, Spent())
    connection = transaction.get_connection()
    started = perf_counter()
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return call(registered.contribution)
    except Refusal:
        raise
    except Exception as error:
        tally.faults += 1
        report_fault(plugin, type(registered.contribution).__name__, error)
        return default
    finally:
        tally.calls += 1
        tally.seconds += perf_counter() - started


def contributions_of(plugin: CoursePlugin) -> Sequence[Contribution]:
    """What `plugin` contributes; nothing, and a reported fault, when it cannot say."""
    try:
        return tuple(plugin.contributions())
    except Exception as error:
        report_fault(plugin, "contributions", error)
        return ()


def report_fault(plugin: CoursePlugin, place: str, error: Exception) -> None:
    """Log the failure under the plugin's name, and count it for the operator.

    The same failure (plugin, place, exception and last frame) is one row with a counter. A row
    that is written inside a transaction which fails as a whole is lost; the log has it.
    """
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    frames = [
        f"{one.filename}:{one.lineno} {one.name}"
        for one in traceback.extract_tb(error.__traceback__)
    ]
    logger.error("Plugin %s failed in %s: %s\n%s", plugin.slug, place, kind, "\n".join(frames))
    try:
        with transaction.atomic():
            _count_fault(plugin.slug, place[:100], kind[:200], frames)
    except DatabaseError:
        # The database itself is out of order (or not migrated yet); the log has it all.
        logger.warning("Could not keep the fault of plugin %s", plugin.slug)


def _count_fault(plugin: str, place: str, error: str, frames: list[str]) -> None:
    from courses.plugin_api.models import PluginFault

    last = frames[-1][-500:] if frames else ""
    now = clock.now()
    same = PluginFault.objects.filter(plugin=plugin, place=place, error=error, last_frame=last)
    way = "\n".join(frames)[-8000:]
    if same.update(count=F("count") + 1, frames=way, last_at=now):
        return
    try:
        with transaction.atomic():
            PluginFault.objects.create(
                plugin=plugin,
                place=place,
                error=error,
                last_frame=last,
                frames=way,
                first_at=now,
                last_at=now,
            )
    except IntegrityError:
        # Another process was first.
        same.update(count=F("count") + 1, last_at=now)


def forget_old_faults() -> int:
    """Remove the faults that did not come back for `KEPT_FOR`; returns how many."""
    from courses.plugin_api.models import PluginFault

    count, _models = PluginFault.objects.filter(last_at__lt=clock.now() - KEPT_FOR).delete()
    return count
