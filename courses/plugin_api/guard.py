"""Every call into a plugin goes through here, so that a broken plugin breaks only itself."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from django.db import DatabaseError, transaction

from courses.common import clock
from courses.common.errors import Refusal
from courses.plugin_api.contributions import Contribution

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_api.registry import Registered

logger = logging.getLogger("courses.plugins")

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
    """Log the failure under the plugin's name and keep it for the operator's page."""
    logger.exception("Plugin %s failed in %s", plugin.slug, place, exc_info=error)
    from courses.plugin_api.models import PluginFault

    try:
        with transaction.atomic():
            PluginFault.objects.create(
                plugin=plugin.slug,
                place=place,
                message=f"{type(error).__name__}: {error}"[:500],
                traceback="".join(traceback.format_exception(error))[-8000:],
                happened_at=clock.now(),
            )
    except DatabaseError:
        # The database itself is out of order (or not migrated yet); the log has it all.
        logger.warning("Could not keep the fault of plugin %s", plugin.slug)
