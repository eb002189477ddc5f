"""What is kept in the memory of this process, so that it is not made again.

`for_process` keeps what a function gives until the process ends, a `Memo` what somebody puts there.
A `Shelf` keeps things that are true while a token stands, and not for longer than said. `forget`
empties them all, for tests. Whatever depends on settings, files, the database or what is installed
is kept here and nowhere else; a test knows the few functions that keep something else.

What no plugin has a part in (fonts, style sheets that were read, the SQL of a query) is slow to
make, and stays where a test only changes which plugins there are: `for_machine`, and
`forget_plugins`.
"""

from __future__ import annotations

import functools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Generic, ParamSpec, Protocol, TypeVar, cast
from weakref import WeakSet

if TYPE_CHECKING:
    from pathlib import Path

P = ParamSpec("P")
T = TypeVar("T")

K = TypeVar("K", bound=Hashable)


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


class _Holder(Protocol):
    def clear(self) -> None: ...


_functions: list[_Cached] = []
_holders: WeakSet[_Holder] = WeakSet()
_plugin_free_functions: list[_Cached] = []
_plugin_free_holders: WeakSet[_Holder] = WeakSet()


def for_process(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what `function` gives for each set of arguments, which must be hashable."""
    return most_recent(None)(function)


def for_machine(function: Callable[P, T]) -> Callable[P, T]:
    """The same for what is made without asking any plugin."""
    return most_recent(None, plugin_free=True)(function)


def most_recent(
    most: int | None, *, plugin_free: bool = False
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function gives for the sets of arguments that were asked last: so many.

    `plugin_free` says that no plugin has a part in it.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        cached = functools.lru_cache(most)(function)
        (_plugin_free_functions if plugin_free else _functions).append(cached)
        return cast("Callable[P, T]", cached)

    return decorate


class Memo(Generic[K, T]):
    """What is known by a key, until the process ends; no plugin has a part in it if so said."""

    def __init__(self, *, plugin_free: bool = False) -> None:
        self._known: dict[K, T] = {}
        (_plugin_free_holders if plugin_free else _holders).add(self)

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: K) -> T | None:
        """What is known; None when that is nothing."""
        return self._known.get(key)

    @property
    def look_up(self) -> Callable[[K], T | None]:
        """`get` for who asks thousands of times: it takes a third as long."""
        return self._known.get

    def put(self, key: K, thing: T) -> T:
        """Know it from now on; gives it back."""
        self._known[key] = thing
        return thing

    def clear(self) -> None:
        """Know nothing."""
        self._known.clear()


class Shelf(Generic[T]):
    """Things by key with the token that they are true under: the `most` that were put last, and of
    these no more than `most_bytes` as `size_of` counts them."""

    def __init__(
        self,
        most: int,
        *,
        most_bytes: int = 0,
        size_of: Callable[[T], int] = lambda _thing: 0,
    ) -> None:
        self.most = most
        self.most_bytes = most_bytes
        self.size_of = size_of
        self._bytes = 0
        self._things: OrderedDict[Hashable, tuple[bytes, float, T]] = OrderedDict()
        self._lock = threading.Lock()
        _holders.add(self)

    def get(self, key: Hashable, token: bytes) -> T | None:
        """What was put there under this token and is not too old; else None."""
        found = self._things.get(key)
        if found is not None and found[0] == token and found[1] > time.monotonic():
            return found[2]
        return None

    def put(self, key: Hashable, token: bytes, thing: T, *, seconds: float) -> T:
        """Keep something while `token` stands, for `seconds` at most; gives it back."""
        with self._lock:
            old = self._things.pop(key, None)
            self._things[key] = (token, time.monotonic() + seconds, thing)
            self._bytes += self.size_of(thing) - (self.size_of(old[2]) if old else 0)
            while len(self._things) > self.most or self._bytes > self.most_bytes:
                _key, (_token, _until, gone) = self._things.popitem(last=False)
                self._bytes -= self.size_of(gone)
        return thing

    def last(self, key: Hashable) -> T | None:
        """What was put there last, even if it may not be true any more."""
        found = self._things.get(key)
        return None if found is None else found[2]

    def clear(self) -> None:
        """Empty it."""
        with self._lock:
            self._things.clear()
            self._bytes = 0


def token_of(file: Path) -> bytes:
    """What a file says of itself. One in its place says otherwise, even if it looks no newer.

    Raises:
        OSError: it is not there, or cannot be looked at.
    """
    found = file.stat()
    return repr((found.st_mtime_ns, found.st_size, found.st_ino)).encode()


def forget() -> None:
    """Make everything anew from here on; for tests that change what never changes otherwise."""
    forget_plugins()
    _empty(_plugin_free_functions, _plugin_free_holders)


def forget_plugins() -> None:
    """Make everything anew in which plugins may have a part; for tests that change these alone."""
    _empty(_functions, _holders)


def _empty(functions: Iterable[_Cached], holders: Iterable[_Holder]) -> None:
    for function in functions:
        function.cache_clear()
    for holder in list(holders):
        holder.clear()
