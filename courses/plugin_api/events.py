"""What happened: small facts that the core publishes after commit and handlers act on."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass, field

from django.db import transaction


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact. `id` is unique, so that a handler can tell a repeat."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, kw_only=True)
class EnrolmentEvent(Event):
    """Something about one enrolment."""

    enrolment_id: int


@dataclass(frozen=True, kw_only=True)
class EnrolmentChanged(EnrolmentEvent):
    """An enrolment has a new state."""

    status: str


@dataclass(frozen=True, kw_only=True)
class ProgressChanged(EnrolmentEvent):
    """A participant finished a lesson or exercise, or was marked present or absent."""


@dataclass(frozen=True, kw_only=True)
class EditionEnded(Event):
    """The last session of an edition is over."""

    edition_id: int


@dataclass(frozen=True, kw_only=True)
class EditionChanged(Event):
    """A published edition that is not over has changed for those who are in it.

    `moved`: other times or another place; `new_link`: it is online at another address;
    `more_room`: it has more seats, or closes for enrolment at another moment. At least one of
    the three is true.
    """

    edition_id: int
    moved: bool = False
    new_link: bool = False
    more_room: bool = False


EVENTS: dict[str, type[Event]] = {
    event.__name__: event
    for event in (EnrolmentChanged, ProgressChanged, EditionEnded, EditionChanged)
}


def publish(event: Event) -> None:
    """Let the handlers know of `event`, once the current transaction is committed."""
    from courses.plugin_api.tasks import deliver

    name, data = type(event).__name__, dataclasses.asdict(event)
    transaction.on_commit(lambda: deliver.enqueue(name, data), robust=True)
