"""Every call into a plugin goes through here, so that a broken plugin breaks only itself.

Of a failure only the kind of exception and the places in the code are kept and logged. The
exception's own words stay out: they often hold what somebody typed.
"""

from __future__ import annotations

import logging
import re
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import translation
from django.utils.timezone import activate, get_current_timezone
from django.utils.translation import get_language

from courses.common import clock
from courses.plugin_api.contributions import POINTS, Contribution
from courses.plugin_host import usage

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.registry import Registered

logger = logging.getLogger("courses.plugins")

KEPT_FOR = timedelta(days=90)
"""How long a fault that does not come back is kept."""

SLOW = 2.0
"""Seconds of wall-clock time above which a call is reported, though its answer counts."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,48}")

C = TypeVar("C", bound=Contribution)
T = TypeVar("T")
D = TypeVar("D")


class BrokenTransactionError(Exception):
    """A plugin left a transaction open, or broken, behind it."""


class SlowCallError(Exception):
    """A plugin took longer than `SLOW`."""


def call_plugin(
    registered: Registered[C],
    call: Callable[[C], T],
    *,
    default: D,
    expect: type | tuple[type, ...] | None = None,
    passes: tuple[type[Exception], ...] = (),
) -> T | D:
    """The result of `call(contribution)`, or `default` when the plugin fails; see `run`."""
    contribution = registered.contribution
    return run(
        registered.plugin,
        registered.place,
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
        report_fault(plugin, place, error)
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
            report_fault(plugin, place, SlowCallError())


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


def guarded(registered: Registered[C], items: Callable[[C], Iterable[T]]) -> Iterator[T]:
    """The items that a plugin yields, each asked for through the guard.

    Raises:
        PluginFailed: the plugin failed; what came before counts.
    """
    iterator: Any = call_plugin(registered, lambda one: iter(items(one)), default=None)
    while iterator is not None:
        item: Any = call_plugin(registered, lambda _one: next(iterator, _END), default=_FAILED)
        if item is _END:
            return
        if item is _FAILED:
            break
        yield item
    raise PluginFailed


class PluginFailed(Exception):
    """A plugin could not go on; it has been reported."""


_END, _FAILED = object(), object()


@dataclass(frozen=True)
class Listed:
    """What a plugin contributes. `lost` are the kinds of what it could not say properly; None when
    it could say nothing at all, so that nobody knows what is missing."""

    contributions: tuple[Contribution, ...]
    lost: frozenset[str] | None = frozenset()


def contributions_of(plugin: CoursePlugin) -> Listed:
    """What `plugin` contributes; nothing, and a reported fault, when it cannot say.

    What is no contribution, has no proper name or the name of another is left out and reported.
    """
    listed = run(plugin, "contributions", lambda: tuple(plugin.contributions()), default=None)
    if listed is None:
        return Listed((), None)
    fit: list[Contribution] = []
    names: set[tuple[type[Contribution], str]] = set()
    lost: set[str] = set()
    for one in listed:
        try:
            names.add(_checked(one, names))
        except Exception as error:
            report_fault(plugin, "contributions", error)
            lost |= _kinds_of(one)
        else:
            fit.append(one)
    return Listed(tuple(fit), frozenset(lost))


def _kinds_of(one: object) -> set[str]:
    """The extension points that something may have been meant for, by name."""
    return {kind.__name__ for kind in POINTS if isinstance(one, kind)}


def _checked(
    one: Any, names: set[tuple[type[Contribution], str]]
) -> tuple[type[Contribution], str]:
    from courses.plugin_host.registry import kind_of

    if not isinstance(one, Contribution):
        raise TypeError("no contribution")
    name = getattr(one, "name", None)
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError("a contribution without a proper name")
    if (kind_of(one), name) in names:
        raise ValueError("two contributions with one name")
    return kind_of(one), name


def report_fault(plugin: CoursePlugin, place: str, error: BaseException) -> None:
    """Log the failure under the plugin's name, and count it for the operator.

    The same failure (plugin, place, exception and last frame) is one row with a counter.
    """
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    frames = [
        f"{one.filename}:{one.lineno} {one.name}"
        for one in traceback.extract_tb(error.__traceback__)[-40:]
    ]
    logger.error("Plugin %s failed in %s: %s\n%s", plugin.slug, place, kind, "\n".join(frames))
    if connection.in_atomic_block:
        _unsure.faults[plugin.slug, place[:100], kind[:200], _last(frames)] = frames
    else:
        confirm_faults()
    _keep_fault(plugin.slug, place[:100], kind[:200], frames)


class _Unsure(threading.local):
    """Faults that were written inside a transaction, which may have been rolled back since."""

    def __init__(self) -> None:
        self.faults: dict[tuple[str, str, str, str], list[str]] = {}


_unsure = _Unsure()


def confirm_faults(**_kwargs: Any) -> None:
    """Write once more the faults that went away with a transaction; after each request, and
    before the next fault outside one."""
    from courses.plugin_host.models import PluginFault

    if not _unsure.faults or connection.in_atomic_block:
        return
    faults, _unsure.faults = _unsure.faults, {}
    for (plugin, place, error, last), frames in faults.items():
        if not PluginFault.objects.filter(
            plugin=plugin, place=place, error=error, last_frame=last
        ).exists():
            _keep_fault(plugin, place, error, frames)


def _last(frames: list[str]) -> str:
    return frames[-1][-500:] if frames else ""


def _keep_fault(plugin: str, place: str, error: str, frames: list[str]) -> None:
    try:
        with transaction.atomic():
            _count_fault(plugin, place, error, frames)
    except DatabaseError:
        # The database itself is out of order (or not migrated yet); the log has it all.
        logger.warning("Could not keep the fault of plugin %s", plugin)


def _count_fault(plugin: str, place: str, error: str, frames: list[str]) -> None:
    from courses.plugin_host.models import PluginFault

    last = _last(frames)
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
    from courses.plugin_host.models import PluginFault

    count, _models = PluginFault.objects.filter(last_at__lt=clock.now() - KEPT_FOR).delete()
    return count
