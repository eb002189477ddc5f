"""The first few of what waits, and how many there are: one query, whose SQL is built once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Count, DateField, DateTimeField, Model, Window

from courses.common import clock
from courses.common.statements import Statement
from courses.editions.queries import ForStaff
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.db.models import Field, QuerySet

    from courses.people.models import User

M = TypeVar("M", bound=Model)

SHOWN = 5
"""How many of a kind are named; the rest is behind the link."""

TIMES: Mapping[str, Field[Any, Any]] = {"now": DateTimeField(), "today": DateField()}
"""What such a query may ask for by name: what time and what day it is when it runs."""


class FirstFew(Generic[M]):
    """A query of what waits, for coordinators; `build` makes it, of the times named in `times`."""

    def __init__(self, build: Callable[..., QuerySet[M]], *times: str) -> None:
        self.build = build
        self._times = times
        self._statement: Statement[M] = Statement(
            lambda **at: first_few(build(**at)), **{name: TIMES[name] for name in times}
        )

    def found_for(self, user: User) -> tuple[int, list[M]]:
        """How many there are, and the first few; none for who does not run the academy."""
        return self.found() if is_coordinator(user) else (0, [])

    def found(self) -> tuple[int, list[M]]:
        """The same for whoever asks."""
        return counted(self._statement.run(**moments(self._times)))


class FirstFewOfEditions(Generic[M]):
    """The same of editions: a trainer's own, a coordinator's all. `edition` is what the rows call
    their edition."""

    def __init__(self, build: Callable[..., QuerySet[M]], *times: str, edition: str) -> None:
        self.build = build
        self._times = times
        self._statement: ForStaff[M] = ForStaff(
            build, edition=edition, finish=first_few, **{name: TIMES[name] for name in times}
        )

    def found_for(self, user: User) -> tuple[int, list[M]]:
        """How many there are, and the first few."""
        return counted(self._statement.run(user, **moments(self._times)))


def moments(names: Iterable[str]) -> dict[str, object]:
    """What time it is, under these names of `TIMES`."""
    now = clock.now()
    values = {"now": now, "today": clock.local_day(now)}
    return {name: values[name] for name in names}


def first_few(found: QuerySet[Any, M]) -> QuerySet[Any, M]:
    """The first few of these, each of which knows how many there are."""
    few: QuerySet[Any, M] = found.annotate(number_in_all=Window(Count("*")))[:SHOWN]
    return few


def counted(rows: list[M]) -> tuple[int, list[M]]:
    """That number beside them."""
    return (rows[0].number_in_all if rows else 0), rows  # type: ignore[attr-defined]
