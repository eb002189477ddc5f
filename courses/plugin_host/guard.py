"""Every call into a plugin goes through here, so that a broken plugin breaks only itself."""

from __future__ import annotations

import decimal
from contextvars import Context, copy_context
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from courses.common.internals import of_django
from courses.plugin_api.contributions.base import Contribution
from courses.plugin_host import faults, usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

    from courses.plugin_api.plugin import CoursePlugin
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
    slow: float | None = None,
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
        slow=slow,
    )


def run(  # noqa: PLR0912 - each branch is one thing that a plugin may leave behind
    plugin: CoursePlugin,
    place: str,
    call: Callable[[], T],
    *,
    default: D,
    expect: type | tuple[type, ...] | None = None,
    passes: tuple[type[Exception], ...] = (),
    context: Context | None = None,
    slow: float | None = None,
) -> T | D:
    """The result of `call()`, which runs code of `plugin`, or `default` when that fails.

    `place` names for the operator what is called. A result that is no `expect` is a failure too.
    Longer than `slow` seconds (`SLOW` by itself) is reported. Exceptions of `passes` are answers
    (such as a `Refusal` for the person who asked) and go through. Inside a transaction the call
    runs in a savepoint, so that a plugin's database error cannot spoil what the core is doing.

    It runs in a context of its own (or in `context`), so that nothing of ours has another language,
    time zone, set of addresses (`set_urlconf`) or precision of decimals afterwards.
    """
    started = perf_counter()
    failed = False
    within = context or copy_context()
    before = of_django.connection_at_hand()
    hooks = of_django.hooks_after_commit(before)
    try:
        if before.in_atomic_block:
            with transaction.atomic():
                depth = of_django.open_savepoints()
                try:
                    result = within.run(_apart, call)
                finally:
                    mended = of_django.close_savepoints(depth)
                if mended or of_django.is_broken():
                    raise BrokenTransactionError
        else:
            try:
                result = within.run(_apart, call)
            finally:
                # Asked anew: it may have put another connection in the place of ours.
                if of_django.is_open(of_django.connection_at_hand()):
                    # It left a transaction open where there was none.
                    of_django.give_up_transaction()
                    raise BrokenTransactionError
        if expect is not None and not isinstance(result, expect):
            raise TypeError(f"gave {type(result).__name__}")
        return result
    except passes:
        raise
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a plugin may raise anything
        # Also what is in no list of ours: a library's own way to cancel something.
        failed = True
        faults.report(plugin, place, error)
        return default
    finally:
        # Of the connection that it found: another one that it made has none of ours.
        if of_django.hooks_after_commit(before) > hooks:
            _guard_hooks(plugin, place, before, hooks)
        seconds = perf_counter() - started
        usage.count(plugin.slug, place, seconds, failed=failed)
        if seconds > (SLOW if slow is None else slow) and not failed:
            faults.report(plugin, place, SlowCallError())


def _apart(call: Callable[[], T]) -> T:
    # A copy: who sets the precision changes the object that the context holds.
    decimal.setcontext(decimal.getcontext().copy())
    return call()


def _guard_hooks(plugin: CoursePlugin, place: str, this: BaseDatabaseWrapper, start: int) -> None:
    """What the call wants done after commit is the plugin's too: a failure stops no other."""

    def guarded_hook(hook: Callable[[], Any]) -> Callable[[], Any]:
        if getattr(hook, "guarded", False):
            return hook
        later = partial(run, plugin, place, hook, default=None)
        later.guarded = True  # type: ignore[attr-defined]
        return later

    of_django.replace_hooks(this, start, guarded_hook)


def guarded(entry: Entry[C], items: Callable[[C], Iterable[T]]) -> Iterator[T]:
    """The items that a plugin yields, each asked for through the guard.

    Raises:
        PluginFailedError: the plugin failed; what came before counts.
    """
    # One context for all steps: what is put right between two of them is put right in it.
    context = copy_context()

    def ask(call: Callable[[], Any], default: Any) -> Any:
        return run(entry.plugin, entry.place, call, default=default, context=context)

    iterator: Any = ask(lambda: iter(items(entry.contribution)), None)
    while iterator is not None:
        item: Any = ask(lambda: next(iterator, _END), _FAILED)
        if item is _END:
            return
        if item is _FAILED:
            break
        yield item
    raise PluginFailedError


class PluginFailedError(Exception):
    """A plugin could not go on; it has been reported."""


_END, _FAILED = object(), object()
