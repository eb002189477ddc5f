"""Where people have to be: the one answer to that question, for every page, mail and file."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext

from courses.editions.enums import Place

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


def map_of(address: str) -> str:
    """A map on which the address is looked up."""
    return f"{MAP}?{urlencode({'query': address})}" if address else ""
