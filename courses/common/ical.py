"""Writing calendar files (iCalendar, RFC 5545).

Only what the academy says: events with a beginning and an end, in UTC. That is the one way of
writing a moment that every calendar reads alike: it needs no time zone in the file, of which
`findings/icalendar-timezones-in-ical-js.sh` shows how they differ.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE_OCTETS = 75
"""How long a line may be, in bytes and without its end; longer ones are folded."""

PRODUCT = "-//Vrijwilligersacademie//nl"

_ESCAPES = {
    **dict.fromkeys(range(32)),
    127: None,
    ord("\n"): "\\n",
    ord("\t"): " ",
    ord("\\"): "\\\\",
    ord(";"): "\\;",
    ord(","): "\\,",
}
_SPECIAL = re.compile(r"[\x00-\x1f\x7f\\;,]")
_QUOTED = {**dict.fromkeys(range(32)), 127: None, ord('"'): "'"}


def text(value: str) -> str:
    """A value of type TEXT, as it stands in a file."""
    if _SPECIAL.search(value) is None:
        return value
    return value.replace("\r\n", "\n").translate(_ESCAPES)


def parameter(value: str) -> str:
    """The value of a parameter, in quotes, which it cannot hold itself."""
    return f'"{value.translate(_QUOTED)}"'


def moment(value: datetime) -> str:
    """A moment in UTC, to the second."""
    # Four times as fast as strftime, and a feed has hundreds.
    one = value if value.tzinfo is UTC else value.astimezone(UTC)
    return one.isoformat(timespec="seconds")[:19].replace("-", "").replace(":", "") + "Z"


def line(name: str, value: str) -> str:
    """A line of a file with its end, folded where it is too long; `value` is escaped already."""
    whole = f"{name}:{value}"
    octets = len(whole) if whole.isascii() else len(whole.encode())
    if octets <= LINE_OCTETS:
        return whole + "\r\n"
    return _folded(whole)


def _folded(whole: str) -> str:
    """A long line as several; never within a letter, since some programs read line by line."""
    lines, size, start = [], 0, 0
    for position, letter in enumerate(whole):
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS:
            lines.append(whole[start:position])
            # The space that a line begins with when it goes on.
            size, start = 1, position
        size += octets
    return "\r\n ".join([*lines, whole[start:]]) + "\r\n"


def event(lines: Iterable[str]) -> str:
    """One event of these lines."""
    return f"BEGIN:VEVENT\r\n{''.join(lines)}END:VEVENT\r\n"


def message(method: str, events: Iterable[str]) -> bytes:
    """A file that says what to do with its events (iTIP, RFC 5546)."""
    return _file([line("METHOD", method)], events)


def feed(name: str, events: Iterable[str], *, refresh: timedelta) -> bytes:
    """A calendar that people subscribe to; `refresh` is how often their program may look again.

    Without a METHOD: it is a state, not a message.
    """
    duration = f"PT{round(refresh.total_seconds() / 60)}M"
    head = [
        line("NAME", text(name)),
        line("X-WR-CALNAME", text(name)),
        line("REFRESH-INTERVAL;VALUE=DURATION", duration),
        line("X-PUBLISHED-TTL", duration),
    ]
    return _file(head, events)


def _file(head: Iterable[str], events: Iterable[str]) -> bytes:
    first = [
        "BEGIN:VCALENDAR\r\n",
        "VERSION:2.0\r\n",
        line("PRODID", PRODUCT),
        "CALSCALE:GREGORIAN\r\n",
    ]
    return "".join([*first, *head, *events, "END:VCALENDAR\r\n"]).encode()
