"""Every call into a plugin goes through here, so that a broken plugin breaks only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from time import perf_counter
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils import translation
from django.utils.timezone import activate, get_current_timezone
from django.utils.translation import get_language

from courses.plugin_api.contributions import Contribution
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import faults, usage
from courses.plugin_host.entry import Entry

SLOW = 2.0
"""Seconds of wall-clock time above which a call is reported, though its answer counts."""

C = TypeVar("C", bound=Contribution)
T = TypeVar("T")
D = TypeVar("D")


class BrokenTransactionError(Exception):
    """A plugin left a transaction open, or broken, behind it."""


class SlowCallError(Exception):
    """A plugin took longer than `SLOW`."""


def call_plugin(
    entry: Entry[C],
    call: Callable[[C], T],
    *,
    default: D,
    expect: type | tuple[type, ...] | None = None,
    passes: tuple[type[Exception], ...] = (),
) -> T | D:
    """The result of `call(contribution)`, or `default` when the plugin fails; see `run`."""
    contribution = entry.contribution
    return run(
        entry.plugin,
        entry.place,
        lambda: call(contribution),
        default=default,
        expect=expect,
        passes=passes,
    )


def run(
    plugin: CoursePlugin,
    place: str,
    call: Callable[[], T],
    *,
    default: D,
    expect: type | tuple[type, ...] | None = None,
    passes: tuple[type[Exception], ...] = (),
) -> T | D:
    """The result of `call()`, which runs code of `plugin`, or `default` when that fails.

    `place` names for the operator what is called. A result that is no `expect` is a failure too.
    Exceptions of `passes` are answers (such as a `Refusal` for the person who asked) and go
    through. Inside a transaction the call runs in a savepoint, so that a plugin's database error
    cannot spoil what the core is doing.
    """
    started = perf_counter()
    failed = False
    language, zone = get_language(), get_current_timezone()
    hooks = len(connection.run_on_commit)
    try:
        if connection.in_atomic_block:
            with transaction.atomic():
                depth = len(connection.savepoint_ids)
                try:
                    result = call()
                finally:
                    mended = _mend_savepoints(depth)
                if mended or connection.needs_rollback:
                    raise BrokenTransactionError
        else:
            try:
                result = call()
            finally:
                if connection.in_atomic_block or _transaction_is_open():
                    _mend_connection()
                    raise BrokenTransactionError
        if expect is not None and not isinstance(result, expect):
            raise TypeError(f"gave {type(result).__name__}")
        return result
    except passes:
        raise
    except (Exception, SystemExit) as error:
        failed = True
        faults.report(plugin, place, error)
        return default
    finally:
        if len(connection.run_on_commit) > hooks:
            _guard_hooks(plugin, place, hooks)
        if get_language() != language:
            translation.activate(language) if language else translation.deactivate_all()
        if get_current_timezone() is not zone:
            activate(zone)
        seconds = perf_counter() - started
        usage.count(plugin.slug, place, seconds, failed=failed)
        if seconds > SLOW and not failed:
            faults.report(plugin, place, SlowCallError())


def _guard_hooks(plugin: CoursePlugin, place: str, start: int) -> None:
    """What the call wants done after commit is the plugin's too: a failure stops no other."""
    # Three things each since Django 4.2: its stubs still say two.
    hooks: Any = connection.run_on_commit
    for position in range(start, len(hooks)):
        savepoints, hook, _robust = hooks[position]
        if not getattr(hook, "guarded", False):
            later = partial(run, plugin, place, hook, default=None)
            later.guarded = True  # type: ignore[attr-defined]
            hooks[position] = (savepoints, later, True)


def _mend_savepoints(depth: int) -> bool:
    """Close what a plugin opened inside our transaction and did not close; whether it had to."""
    if len(connection.savepoint_ids) == depth:
        return False
    del connection.savepoint_ids[depth:]
    # One block more than savepoints: the outermost has none.
    del connection.atomic_blocks[depth + 1 :]
    return True


def _transaction_is_open() -> bool:
    """Whether autocommit was switched off; before the first query there is no connection yet."""
    return connection.connection is not None and not connection.autocommit


def _mend_connection() -> None:
    """Give up a transaction that a plugin left open where there was none."""
    connection.in_atomic_block = False
    connection.needs_rollback = False
    connection.savepoint_ids.clear()
    connection.atomic_blocks.clear()
    connection.run_on_commit.clear()
    connection.close()


def guarded(entry: Entry[C], items: Callable[[C], Iterable[T]]) -> Iterator[T]:
    """The items that a plugin yields, each asked for through the guard.

    Raises:
        PluginFailed: the plugin failed; what came before counts.
    """
    iterator: Any = call_plugin(entry, lambda one: iter(items(one)), default=None)
    while iterator is not None:
        item: Any = call_plugin(entry, lambda _one: next(iterator, _END), default=_FAILED)
        if item is _END:
            return
        if item is _FAILED:
            break
        yield item
    raise PluginFailed


class PluginFailed(Exception):
    """A plugin could not go on; it has been reported."""


_END, _FAILED = object(), object()
