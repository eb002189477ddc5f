"""What follows from a change in a list that counts: told by higher parts, which register here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courses.editions.models import Edition

B = TypeVar("B")


@dataclass(frozen=True)
class Consequence:
    """What follows for these people: a heading, their names, and if needed what happens next.

    `reasons` says of each of them, in the same order, why; several reasons are several sentences.
    `shared` is what holds for all of them: it is said once, and not among the reasons of each.
    """

    heading: str
    names: tuple[str, ...]
    note: str = ""
    reasons: tuple[tuple[str, ...], ...] = ()
    shared: tuple[str, ...] = ()

    @property
    def people(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each name with its reasons, if there are any."""
        reasons = self.reasons or ((),) * len(self.names)
        return list(zip(self.names, reasons, strict=True))


class Watcher(Protocol[B]):
    """Looks at an edition before and after its list changes, in one transaction.

    `after` may write what follows: where nobody agreed yet, all of it is undone.
    """

    def before(self, edition: Edition) -> B:
        """What `after` needs to compare with."""

    def after(self, edition: Edition, before: B, *, closing: bool) -> list[Consequence]:
        """What follows from the change, or from closing the list."""


class Comparison(Protocol):
    """What a watcher, who saw what was before, says of what is now."""

    def __call__(self, *, closing: bool) -> list[Consequence]: ...


_watchers: list[Callable[[Edition], Comparison]] = []


def provide(watcher: Watcher[B]) -> Watcher[B]:
    """Register a watcher; when the part's app is ready."""
    _watchers.append(partial(_look, watcher))
    return watcher


def _look(watcher: Watcher[B], edition: Edition) -> Comparison:
    before = watcher.before(edition)
    return partial(watcher.after, edition, before)


def look(edition: Edition) -> list[Comparison]:
    """What every watcher sees before the change."""
    return [look_before(edition) for look_before in _watchers]


def compare(seen: Sequence[Comparison], *, closing: bool) -> list[Consequence]:
    """What follows from the change, by the watchers that saw what was before."""
    return [consequence for comparison in seen for consequence in comparison(closing=closing)]


def fingerprint(consequences: Sequence[Consequence]) -> str:
    """What somebody agrees with: other consequences have another fingerprint."""
    text = "\n".join(f"{one.heading}\t{'|'.join(one.names)}" for one in consequences)
    return hashlib.sha256(text.encode()).hexdigest()
