"""What the guard adds to a call into a plugin."""

from __future__ import annotations

import timeit
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from bench.report import Figure
from courses.plugin_api.contributions.enrolment import EnrolmentRule
from courses.plugin_host import registry
from courses.plugin_host.guard import call_plugin

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.plugin_host.entry import Entry

MOST = 10
"""Microseconds that the guard may cost outside a transaction."""
CALLS = 500
"""Calls in one batch."""


@dataclass(frozen=True)
class GuardCost:
    """Microseconds of a trivial call by itself, and of the guard around it."""

    bare: float
    outside: float
    inside: float

    def figure(self) -> Figure:
        return Figure("guard", self.outside, "µs", "<=", MOST)


def measure(batches: int) -> GuardCost:
    """The fastest of `batches` batches each: whatever disturbs the same work only adds.

    Outside a transaction, and inside one, where the guard makes a savepoint.
    """
    entry = _entry()
    connection.ensure_connection()
    bare = _fastest(lambda: _name(entry.contribution), batches)
    outside = _fastest(lambda: _guarded(entry), batches)
    with transaction.atomic():
        inside = _fastest(lambda: _guarded(entry), batches)
    return GuardCost(bare, outside - bare, inside - bare)


def _entry() -> Entry[EnrolmentRule]:
    """A contribution of a plugin, not of the core."""
    return next(one for one in registry.every(EnrolmentRule) if not one.plugin.core)


def _name(one: EnrolmentRule) -> str:
    return one.name


def _guarded(entry: Entry[EnrolmentRule]) -> str:
    return call_plugin(entry, _name, default="", expect=str)


def _fastest(call: Callable[[], object], batches: int) -> float:
    return min(timeit.repeat(call, number=CALLS, repeat=batches)) / CALLS * 1e6
