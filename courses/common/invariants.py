"""What must be so at all times: each part says its own, `manage.py audit` looks.

An invariant is looked up in as few statements as it can be, each comparing within itself: on a
database that people use, two statements see two moments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Violation:
    """Something that is not so. `subject` names the row (`uitvoering 12`), `what` is a sentence
    that says what is wrong with it, without anything that a person said or is."""

    subject: str
    what: str


@dataclass(frozen=True)
class Invariant:
    """What must be so.

    `name` is short and stays the same, `title` says it, `remedy` says what to do about a
    violation. `find` yields what breaks it.
    """

    name: str
    title: StrOrPromise
    remedy: StrOrPromise
    find: Callable[[], Iterable[Violation]]


_provided: dict[str, Invariant] = {}


def provide(*invariants: Invariant) -> None:
    """Add to what is looked at; from an app's `ready()`."""
    for one in invariants:
        _provided[one.name] = one


def provided() -> tuple[Invariant, ...]:
    """All, in the order in which the parts gave them."""
    return tuple(_provided.values())


def each(rows: Iterable[object], kind: StrOrPromise, what: StrOrPromise) -> Iterator[Violation]:
    """A violation for each key in `rows`, all with the same sentence; `kind` is what it is."""
    for pk in rows:
        yield Violation(f"{kind} {pk}", str(what))
