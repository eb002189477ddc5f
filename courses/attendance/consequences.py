"""What follows from a change in a list that counts: told by higher parts, which register here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from courses.editions.models import Edition


@dataclass(frozen=True)
class Consequence:
    """What follows for these people: a heading, their names, and if needed what happens next."""

    heading: str
    names: tuple[str, ...]
    note: str = ""


class Watcher(Protocol):
    """Looks at an edition before and after its list changes, in one transaction.

    `after` may write what follows: where nobody agreed yet, all of it is undone.
    """

    def before(self, edition: Edition) -> Any:
        """What `after` needs to compare with."""

    def after(self, edition: Edition, before: Any, *, closing: bool) -> list[Consequence]:
        """What follows from the change, or from closing the list."""


_watchers: list[Watcher] = []


def provide(watcher: Watcher) -> Watcher:
    """Register a watcher; when the part's app is ready."""
    _watchers.append(watcher)
    return watcher


def look(edition: Edition) -> list[tuple[Watcher, Any]]:
    """What every watcher sees before the change."""
    return [(watcher, watcher.before(edition)) for watcher in _watchers]


def compare(
    edition: Edition, seen: list[tuple[Watcher, Any]], *, closing: bool
) -> list[Consequence]:
    """What follows from the change, by the watchers that saw what was before."""
    return [
        consequence
        for watcher, before in seen
        for consequence in watcher.after(edition, before, closing=closing)
    ]


def fingerprint(consequences: Sequence[Consequence]) -> str:
    """What somebody agrees with: other consequences have another fingerprint."""
    text = "\n".join(f"{one.heading}\t{'|'.join(one.names)}" for one in consequences)
    return hashlib.sha256(text.encode()).hexdigest()
