"""What happened: small facts that the core publishes after commit and handlers act on."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact about a training.

    `id` is unique and stays the same when the event is delivered again; `attempt` then is more
    than 1.
    """

    training_id: int
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    attempt: int = field(default=1, compare=False)


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
class EditionApproaching(Event):
    """A published edition begins in `days` days (7 to 1); once for each of these days."""

    edition_id: int
    days: int


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


@dataclass(frozen=True, kw_only=True)
class EditionReplanned(Event):
    """An `EditionChanged` for parts of the core, with how it was planned before: see
    `editions.plans`."""

    edition_id: int
    moved: bool = False
    new_link: bool = False
    more_room: bool = False
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeWritten(EnrolmentEvent):
    """There is a mail for a participant; `subject` is one line, `body` plain text."""

    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class EnrolledAfterwards(EnrolmentEvent):
    """Somebody takes part in an edition that was over already."""


@dataclass(frozen=True, kw_only=True)
class ListClosed(Event):
    """The list of who was there is ready, so that it counts."""

    edition_id: int


@dataclass(frozen=True, kw_only=True)
class TrainerAssigned(Event):
    """Somebody is a trainer of an edition that is published and not over: since just now, or it
    was published just now."""

    edition_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TrainerRemoved(Event):
    """Somebody is not a trainer any more of an edition that is published and not over."""

    edition_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class EditionCancelled(Event):
    """An edition has been called off; `was_published` is whether people could know of it.

    Each of its enrolments has an `EnrolmentChanged` of its own.
    """

    edition_id: int
    was_published: bool


@dataclass(frozen=True, kw_only=True)
class EditionConfirmed(Event):
    """It was decided that an edition goes on although it is small."""

    edition_id: int


@dataclass(frozen=True, kw_only=True)
class EditionPublished(Event):
    """An edition can be seen on the site from now on."""

    edition_id: int


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(EnrolmentEvent):
    """There is a certificate; also one in the place of another."""


@dataclass(frozen=True, kw_only=True)
class MessageWritten(Event):
    """There is a message for a program of others, which is to be sent. It is about no training."""

    message_id: str


EVENTS: dict[str, type[Event]] = {
    event.__name__: event
    for event in (
        EnrolmentChanged,
        ProgressChanged,
        EditionEnded,
        EditionApproaching,
        EditionChanged,
    )
}

INTERNAL: dict[str, type[Event]] = {
    event.__name__: event
    for event in (
        EditionReplanned,
        NoticeWritten,
        EnrolledAfterwards,
        ListClosed,
        TrainerAssigned,
        TrainerRemoved,
        EditionCancelled,
        EditionConfirmed,
        EditionPublished,
        CertificateIssued,
        MessageWritten,
    )
}
"""Events between parts of the core, which no plugin gets."""


Sink = Callable[[Sequence[Event]], None]

_sinks: list[Sink] = []


def deliver_with(sink: Sink) -> None:
    """Say who delivers what is published: the academy around the contract does, when it starts."""
    _sinks[:] = [sink]


def publish(*events: Event) -> None:
    """Let the handlers know of these events, once the current transaction is committed."""
    for sink in _sinks:
        sink(events)
