"""Where people have to be: the one answer to that question, for every page, mail and file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from django.utils.translation import gettext

from courses.editions.enums import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

MAP = "https://www.openstreetmap.org/search"
"""The map that shows an address when a location has no link of its own."""


@dataclass(frozen=True)
class Where:
    """The place of a session: a venue with its room, or online.

    `online_link` is for who takes part and for staff; `in_words` never says it.
    """

    place: Place
    venue: str = ""
    address: str = ""
    room: str = ""
    online_link: str = ""
    location_id: int | None = None

    @property
    def is_online(self) -> bool:
        """Whether there is nowhere to go to."""
        return self.place == Place.ONLINE

    @property
    def in_words(self) -> str:
        """On one line, as visitors may read it."""
        if self.is_online:
            return gettext("Online")
        return ", ".join(filter(None, (self.venue, self.address, self.room)))

    @property
    def with_link(self) -> str:
        """The same for who takes part."""
        if self.is_online and self.online_link:
            return f"{gettext('Online')}: {self.online_link}"
        return self.in_words

    @property
    def building(self) -> tuple[str, str, str]:
        """What tells two places apart; another room is the same place."""
        return ("online", "", "") if self.is_online else ("venue", self.venue, self.address)

    def __str__(self) -> str:
        return self.in_words


class PlacedEdition(Protocol):
    """What an edition says of its place; a row of values does too."""

    @property
    def place(self) -> str: ...
    @property
    def venue(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def online_link(self) -> str: ...
    @property
    def location_id(self) -> int | None: ...


class PlacedSession(Protocol):
    """What a session says of its own place."""

    @property
    def venue(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def room(self) -> str: ...
    @property
    def online_link(self) -> str: ...
    @property
    def location_id(self) -> int | None: ...


class HasAccess(Protocol):
    """What a location says of getting in."""

    @property
    def access(self) -> list[tuple[str, str]]: ...
    @property
    def transport(self) -> str: ...


def of_edition(edition: PlacedEdition) -> Where:
    """Where it is, but for sessions that say otherwise."""
    if edition.place == Place.ONLINE:
        return Where(Place.ONLINE, online_link=edition.online_link)
    return Where(
        Place(edition.place), edition.venue, edition.address, location_id=edition.location_id
    )


def own_of_session(session: PlacedSession) -> Where | None:
    """Where it is when it says so itself; None when it is where its edition is."""
    if session.location_id is not None:
        return Where(
            Place.VENUE,
            session.venue,
            session.address,
            session.room,
            location_id=session.location_id,
        )
    return Where(Place.ONLINE, online_link=session.online_link) if session.online_link else None


def of_session(session: PlacedSession, edition: Where) -> Where:
    """Where one has to be: its own place, else its edition's."""
    own = own_of_session(session)
    if own is not None:
        return own
    if edition.is_online or edition.room == session.room:
        return edition
    return replace(edition, room=session.room)


def access_of(locations: Iterable[HasAccess], *, call: str = "") -> str:
    """How to get there and in: the door, the lift, the ring line, the bus; a line for each.

    With a number to `call`, also that nobody wrote down which bus there is.
    """
    places = list(locations)
    lines = [f"- {what}: {words}" for one in places for what, words in one.access]
    if call and not all(one.transport for one in places):
        unknown = gettext("Bus of tram: dat weten we niet. Bel ons: {number}.")
        lines.append(f"- {unknown.format(number=call)}")
    return "\n".join(lines)


def map_of(address: str) -> str:
    """A map on which the address is looked up."""
    return f"{MAP}?{urlencode({'query': address})}" if address else ""
