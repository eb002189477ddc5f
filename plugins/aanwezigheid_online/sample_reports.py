"""Reports in the manner of Zoom and Teams, about people who are made up: for the demo and tests.

What they look like is what was found of real ones; see `docs/online-presence.md`.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from courses.common import clock
from plugins.aanwezigheid_online.moments import DateOrder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

ENGLISH = {
    "summary": "Summary", "title": "Meeting title", "people": "Attended participants",
    "from": "Start time", "to": "End time", "participants": "Participants",
    "activities": "In-Meeting Activities", "name": "Name", "first": "First Join",
    "last": "Last Leave", "in_meeting": "In-Meeting Duration", "email": "Email",
    "account": "Participant ID (UPN)", "role": "Role", "join": "Join Time", "leave": "Leave Time",
    "duration": "Duration", "attendee": "Attendee",
}  # fmt: skip
DUTCH = {
    "summary": "Samenvatting", "title": "Titel van vergadering", "people": "Aantal deelnemers",
    "from": "Begintijd", "to": "Eindtijd", "participants": "Deelnemers",
    "activities": "Activiteiten tijdens de vergadering", "name": "Naam", "first": "Eerste deelname",
    "last": "Laatste vertrek", "in_meeting": "Duur in vergadering", "email": "E-mail",
    "account": "Deelnemers-id (UPN)", "role": "Rol", "join": "Tijd van deelname",
    "leave": "Tijd van vertrek", "duration": "Duur", "attendee": "Deelnemer",
}  # fmt: skip


@dataclass(frozen=True)
class SampleJoin:
    """Somebody who came in once and left; without an address as a guest."""

    name: str
    starts_at: datetime
    ends_at: datetime
    address: str = ""
    role: str = ""

    @property
    def seconds(self) -> int:
        """How long it was."""
        return round((self.ends_at - self.starts_at).total_seconds())


def as_zoom(joins: Sequence[SampleJoin], title: str = "Online training") -> bytes:
    """Commas, one line a join, below a line about the meeting; in American dates."""
    first, last = min(one.starts_at for one in joins), max(one.ends_at for one in joins)
    rows = [
        ["Topic", "ID", "Host", "Duration (minutes)", "Start time", "End time", "Participants"],
        [title, "000 0000 0000", "", str(_minutes(first, last)), _american(first), _american(last),
         str(len({one.name for one in joins}))],
        [],
        ["Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest",
         "In waiting room"],
        *(
            [one.name, one.address, _american(one.starts_at), _american(one.ends_at),
             str(_minutes(one.starts_at, one.ends_at)), "No" if one.address else "Yes", "No"]
            for one in joins
        ),
    ]  # fmt: skip
    return _written(rows, ",").encode("utf-8-sig")


def as_teams(
    joins: Sequence[SampleJoin],
    *,
    order: DateOrder = DateOrder.DAY_FIRST,
    dutch: bool = True,
    title: str = "Online training",
) -> bytes:
    """Tabs in UTF-16, with three numbered sections; dates in the order of who downloads."""
    word = DUTCH if dutch else ENGLISH
    ordered = sorted(joins, key=lambda one: (one.name, one.starts_at))
    by_name = [(name, list(each)) for name, each in groupby(ordered, key=lambda one: one.name)]
    rows = [
        [f"1. {word['summary']}"],
        [word["title"], title],
        [word["people"], str(len(by_name))],
        [word["from"], _local(min(one.starts_at for one in joins), order)],
        [word["to"], _local(max(one.ends_at for one in joins), order)],
        [],
        [f"2. {word['participants']}"],
        [word[one] for one in ("name", "first", "last", "in_meeting", "email", "account", "role")],
        *(
            [name, _local(each[0].starts_at, order),
             _local(max(one.ends_at for one in each), order),
             _words(sum(one.seconds for one in each), dutch=dutch), each[0].address,
             each[0].address, each[0].role or word["attendee"]]
            for name, each in by_name
        ),
        [],
        [f"3. {word['activities']}"],
        [word[one] for one in ("name", "join", "leave", "duration", "email", "role")],
        *(
            [one.name, _local(one.starts_at, order), _local(one.ends_at, order),
             _words(one.seconds, dutch=dutch), one.address, one.role or word["attendee"]]
            for one in ordered
        ),
    ]  # fmt: skip
    return b"\xff\xfe" + _written(rows, "\t").encode("utf-16-le")


def _written(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _minutes(start: datetime, end: datetime) -> int:
    return -(-round((end - start).total_seconds()) // 60)


def _american(moment: datetime) -> str:
    return f"{clock.local(moment):%m/%d/%Y %I:%M:%S %p}"


def _local(moment: datetime, order: DateOrder) -> str:
    at = clock.local(moment)
    if order == DateOrder.MONTH_FIRST:
        return f"{at.month}/{at.day}/{at:%y}, {at:%I:%M:%S} {'AM' if at.hour < 12 else 'PM'}"
    if order == DateOrder.YEAR_FIRST:
        return f"{at:%Y-%m-%d %H:%M:%S}"
    return f"{at.day}-{at.month}-{at.year} {at:%H:%M:%S}"


def _words(seconds: int, *, dutch: bool) -> str:
    hours, minutes, left = seconds // 3600, seconds // 60 % 60, seconds % 60
    if dutch:
        return (f"{hours} u. " if hours else "") + f"{minutes} min. {left} s"
    return (f"{hours}h " if hours else "") + f"{minutes}m {left}s"
