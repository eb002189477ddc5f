"""What stands on a person's page in the administration besides who the person is.

Parts register what they know and what staff can do, and which people a member of staff sees who
does not see everybody. This part knows no enrolments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Q

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from courses.people.models import User


T = TypeVar("T")


@dataclass(frozen=True)
class Action:
    """A button: what staff can do for or with somebody."""

    label: StrOrPromise
    url: str
    warns: bool = False
    """Whether it takes something away."""
    is_main: bool = False
    """Whether it is what one opens the page for most of the time: it stands first."""


@dataclass(frozen=True)
class Row:
    """One line of a section: what it is, when, how it stands, where to read more, what staff can
    do about it, and what they noted."""

    text: str
    when: str = ""
    state: str = ""
    url: str = ""
    actions: Sequence[Action] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Section(Generic[T]):
    """What a part knows, under a heading: everything that it `found`, the newest first, and what
    the `row` of one of these says. `nothing` is the sentence when there is nothing; without one
    such a section is left out."""

    title: StrOrPromise
    found: Sequence[T]
    row: Callable[[T], Row]
    nothing: StrOrPromise = ""


@dataclass(frozen=True)
class ShownSection:
    """A section as a page shows it: its first rows, and how many there are in all."""

    title: StrOrPromise
    rows: list[Row]
    number: int
    nothing: StrOrPromise


Actions = Callable[["User", "User"], Iterable[Action]]
"""What can be done with a person (the first) by who looks (the second)."""

Sections = Callable[["User", "User"], Iterable[Section[Any]]]
"""What a part knows of a person (the first), for who looks (the second)."""

Reach = Callable[["User"], Q]
"""Which people a member of staff sees, as a condition."""

Warnings = Callable[["User", "User"], Iterable[str]]
"""What is wrong with how a person (the first) can be reached, for who looks (the second)."""

_warnings: list[Warnings] = []
_actions: list[Actions] = []
_sections: list[Sections] = []
_reaches: list[Reach] = []


def provide_actions(actions: Actions) -> Actions:
    """Register buttons. From `ready()`; may be used as a decorator, as the two below."""
    _actions.append(actions)
    return actions


def provide_sections(sections: Sections) -> Sections:
    """Register what a part knows."""
    _sections.append(sections)
    return sections


def provide_reach(reach: Reach) -> Reach:
    """Register which people somebody sees because of what he or she does."""
    _reaches.append(reach)
    return reach


def provide_warnings(warnings: Warnings) -> Warnings:
    """Register what is to be said of how people can be reached."""
    _warnings.append(warnings)
    return warnings


def warnings_about(person: User, *, viewer: User) -> list[str]:
    """What the parts say of how somebody can be reached."""
    return [one for warnings in _warnings for one in warnings(person, viewer)]


def actions_for(person: User, *, viewer: User) -> list[Action]:
    """Everything that `viewer` can do with a person."""
    found = (one for actions in _actions for one in actions(person, viewer))
    return sorted(found, key=lambda one: not one.is_main)


def sections_about(person: User, *, viewer: User, most: int | None = None) -> list[ShownSection]:
    """Everything that the parts tell `viewer` of a person, from the ground up; of each section no
    more than so many rows."""
    # The upper parts start first, so they registered first.
    return [
        ShownSection(
            one.title, [one.row(each) for each in one.found[:most]], len(one.found), one.nothing
        )
        for sections in reversed(_sections)
        for one in sections(person, viewer)
        if one.found or one.nothing
    ]


def reach_of(viewer: User) -> Q:
    """Whom `viewer` sees by what the parts say; nobody when none says anything."""
    found = Q(pk__in=[])
    for reach in _reaches:
        found |= reach(viewer)
    return found
