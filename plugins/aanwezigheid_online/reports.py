"""What a participant report says: who was in the meeting, and when.

Which program wrote it makes no difference to who reads it. Nothing is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.common import formats
from courses.plugin_api.api import Refusal
from plugins.aanwezigheid_online.cells import possible_rows
from plugins.aanwezigheid_online.columns import (
    Column,
    columns_of,
    completed,
    is_dated,
    is_table,
)
from plugins.aanwezigheid_online.moments import (
    AROUND,
    DateOrder,
    Join,
    Span,
    WrittenMoment,
    join_of,
    moments_of,
    order_for,
    read_duration,
    read_moment,
    written_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from plugins.aanwezigheid_online.cells import Rows

MOST_ATTENDEES = 300
"""More would be a page of choices that nobody goes through."""

SECTION = re.compile(r"\d{1,2}\s?[.)]\s?\S.{0,80}")
"""`2. Participants`: a title above a table of its own."""

NO = frozenset({"no", "nee", "nein", "non", "n"})
YES = frozenset({"yes", "ja", "oui", "y", "j"})
LEAST_HEADINGS = 3
NEAR_THE_TOP, MOST_HEADINGS = 30, 200
"""Among how many of the first rows headings may stand anywhere, and how many rows may be such."""


@dataclass(frozen=True)
class Table:
    """Rows below headings, with what each column holds."""

    headings: tuple[str, ...]
    columns: dict[Column, int]
    rows: list[list[str]]

    def cell(self, row: Sequence[str], column: Column) -> str:
        """What stands in a row; empty where there is no such column."""
        place = self.columns.get(column)
        return row[place] if place is not None and place < len(row) else ""

    def name(self, row: Sequence[str]) -> str:
        """Somebody's name as the program shows it."""
        parts = (self.cell(row, Column.FIRST_NAME), self.cell(row, Column.LAST_NAME))
        return self.cell(row, Column.NAME) or " ".join(filter(None, parts))

    def address(self, row: Sequence[str]) -> str:
        """Somebody's address or account; empty where there is none."""
        found = (self.cell(row, Column.ADDRESS), self.cell(row, Column.ACCOUNT))
        return next((one.casefold() for one in found if "@" in one), "")

    def key(self, row: Sequence[str]) -> str:
        """By what rows of one attendee belong together: the address, else the name."""
        return self.address(row) or self.name(row).casefold()

    @property
    def has_times(self) -> bool:
        """Whether it says when people came and left, and not only how long they were there."""
        return bool({Column.JOINED, Column.AT} & set(self.columns))


@dataclass
class Attendee:
    """Somebody in a meeting, as the program knows them: one address, or one name without any.

    `names` has every name under which they were there. `seconds` is what a report without times
    says. `role` is the program's word.
    """

    names: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    seconds: int = 0
    role: str = ""

    @property
    def name(self) -> str:
        """The name by which they are shown."""
        return next(iter([*self.names, *self.addresses]), "")


@dataclass(frozen=True)
class Report:
    """What was read. `waited` are who was in the waiting room and no further; `unread` is how many
    rows could not be understood."""

    attendees: list[Attendee]
    has_times: bool
    waited: tuple[str, ...] = ()
    unread: int = 0


def read_reports(
    files: Sequence[bytes], session: Span, *, shift: timedelta = timedelta(0)
) -> Report:
    """What several reports say of one session: a meeting that was begun again has two.

    Raises:
        Refusal: as `read_report`, of the first that is none.
    """
    reports = [read_report(one, session, shift=shift) for one in files]
    found = _Found()
    for report in reports:
        for one in report.attendees:
            found.add(one, headings=())
    _refuse_too_many(found.attendees)
    return Report(
        found.attendees,
        has_times=all(one.has_times for one in reports),
        waited=tuple(dict.fromkeys(name for one in reports for name in one.waited)),
        unread=sum(one.unread for one in reports),
    )


def _refuse_too_many(attendees: Sequence[Attendee]) -> None:
    if len(attendees) > MOST_ATTENDEES:
        raise Refusal(
            _("In dit rapport staan te veel mensen. Het mogen er hoogstens 300 zijn."), field="file"
        )


def read_report(data: bytes, session: Span, *, shift: timedelta = timedelta(0)) -> Report:
    """What a report says of this session. `shift` is by how much its clock was behind ours.

    Raises:
        Refusal: with a sentence that says what to do; it is no such report, or of another day.
    """
    tables = next(filter(None, map(_tables, possible_rows(data))), None)
    if tables is None:
        raise Refusal(
            _(
                "In dit bestand vinden we geen lijst met deelnemers. Kies het bestand dat Zoom of "
                "Teams maakte, zoals je het hebt gedownload."
            ),
            field="file",
        )
    timed = [one for one in tables if one.has_times]
    report = _timed(timed, session, shift) if timed else _untimed(tables, session)
    if not report.attendees:
        raise Refusal(_("In dit rapport staat niemand die in de vergadering was."), field="file")
    _refuse_too_many(report.attendees)
    return report


# --- Finding the tables ---------------------------------------------------------------------------


def _tables(rows: Rows) -> list[Table]:
    titles = [_is_title(row) for row in rows]
    columns: dict[int, dict[Column, int]] = {
        place: columns_of(rows[place]) for place in islice(_heading_places(rows), MOST_HEADINGS)
    }
    heads = [is_table(columns.get(place, {})) for place in range(len(rows))]
    found = []
    for place, row in enumerate(rows):
        is_below_title = place > 0 and titles[place - 1]
        if not heads[place] and not is_below_title:
            continue
        ends = (
            later
            for later in range(place + 1, len(rows))
            if not any(rows[later]) or titles[later] or heads[later]
        )
        below = rows[place + 1 : next(ends, len(rows))]
        if heads[place]:
            found.append(Table(tuple(row), completed(columns.get(place, {}), row, below), below))
        elif len([*filter(None, row)]) >= LEAST_HEADINGS and not any(map(is_dated, row)):
            # In a language that we do not know: what stands below says what it is.
            guessed = completed(columns.get(place, {}), row, below)
            if is_table(guessed):
                found.append(Table(tuple(row), guessed, below))
    return found


def _heading_places(rows: Rows) -> Iterator[int]:
    """Where headings may stand: near the top, and below an empty row or a title."""
    before = 0
    for place, row in enumerate(rows):
        filled = sum(map(bool, row))
        if filled and (place < NEAR_THE_TOP or before < LEAST_HEADINGS):
            yield place
        before = filled


def _is_title(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and SECTION.fullmatch(filled[0]) is not None


# --- With times -----------------------------------------------------------------------------------


def _timed(tables: Sequence[Table], session: Span, shift: timedelta) -> Report:
    if any(Column.ACTION in one.columns and Column.JOINED not in one.columns for one in tables):
        tables = [_from_actions(one) for one in tables]
    written = [
        moment
        for table in tables
        for row in table.rows
        for moment in written_in((table.cell(row, Column.JOINED), table.cell(row, Column.LEFT)))
    ]
    order = _order(written, session)
    waited: list[str] = []
    unread = 0
    of_table: list[dict[str, Attendee]] = []
    for table in tables:
        attendees: dict[str, Attendee] = {}
        for row in table.rows:
            if not table.key(row) or _is(table.cell(row, Column.ATTENDED), NO):
                continue
            if _is(table.cell(row, Column.WAITED), YES):
                waited.append(table.name(row))
                continue
            join = _join(table, row, order, session, shift)
            if join is None:
                unread += 1
                continue
            _add(attendees, table, row).joins.append(join)
        of_table.append(attendees)
    found = _together(tables, of_table)
    _refuse_elsewhere(found, written, session)
    inside = {one.name for one in found}
    return Report(
        found,
        has_times=True,
        waited=tuple(dict.fromkeys(one for one in waited if one not in inside)),
        unread=unread,
    )


def _is(cell: str, words: frozenset[str]) -> bool:
    return cell.casefold().strip(" .") in words


def _order(written: Sequence[WrittenMoment], session: Span) -> DateOrder:
    if not any(one.has_date for one in written):
        return DateOrder.DAY_FIRST
    order = order_for(written, session)
    if order is None:
        raise _of_another_day(written, session)
    return order


def _of_another_day(written: Sequence[WrittenMoment], session: Span) -> Refusal:
    return Refusal(
        _(
            "Dit rapport gaat niet over deze bijeenkomst (%(session)s). Het eerste moment in het "
            "rapport is: %(moment)s. Kies het rapport van deze bijeenkomst."
        )
        % {
            "session": formats.period(session.starts_at, session.ends_at),
            "moment": next((one.text for one in written), "?"),
        },
        field="file",
    )


def _join(
    table: Table, row: Sequence[str], order: DateOrder, session: Span, shift: timedelta
) -> Join | None:
    joined = _moments(table.cell(row, Column.JOINED), order, session)
    left = _moments(table.cell(row, Column.LEFT), order, session)
    seconds = _seconds(table, row, session)
    if joined and not left:
        # Who had not left when the report was made, or a report that says how long.
        left = (
            [one + timedelta(seconds=seconds) for one in joined] if seconds else [session.ends_at]
        )
    if joined and left and max(left) < min(joined):
        later = [one + timedelta(days=1) for one in left]
        if not _has_date(table.cell(row, Column.LEFT)):
            # Only a time, and past midnight.
            left = later
    join = join_of(joined, left, seconds)
    return Join(join.starts_at + shift, join.ends_at + shift) if join else None


def _moments(cell: str, order: DateOrder, session: Span) -> list[datetime]:
    written = read_moment(cell)
    return moments_of(written, order, session) if written else []


def _has_date(cell: str) -> bool:
    written = read_moment(cell)
    return written is not None and written.has_date


def _seconds(table: Table, row: Sequence[str], session: Span) -> int | None:
    place = table.columns.get(Column.DURATION)
    if place is None:
        return None
    heading = table.headings[place].casefold() if place < len(table.headings) else ""
    unit = 1 if "sec" in heading else 60
    return read_duration(table.cell(row, Column.DURATION), unit=unit, session=session.seconds)


def _add(attendees: dict[str, Attendee], table: Table, row: Sequence[str]) -> Attendee:
    attendee = attendees.setdefault(table.key(row), Attendee())
    name, address = table.name(row), table.address(row)
    if name and name not in attendee.names:
        attendee.names.append(name)
    for one in (address, table.cell(row, Column.ACCOUNT).casefold()):
        if "@" in one and one not in attendee.addresses:
            attendee.addresses.append(one)
    attendee.role = attendee.role or table.cell(row, Column.ROLE)
    return attendee


def _together(tables: Sequence[Table], of_table: Sequence[dict[str, Attendee]]) -> list[Attendee]:
    """Everybody in all tables.

    Teams tells the same twice: in one row from the first join to the last leave, then each join.
    The joins of the last table in which somebody is count, those of tables with the same headings
    together (Zoom has one for hosts and one for who attends).
    """
    found = _Found()
    for table, attendees in zip(tables, of_table, strict=True):
        for attendee in attendees.values():
            found.add(attendee, headings=table.headings)
    return found.attendees


@dataclass
class _Found:
    """Everybody who was found so far, and below which headings last."""

    attendees: list[Attendee] = field(default_factory=list)
    headings: list[tuple[str, ...]] = field(default_factory=list)
    places: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, attendee: Attendee, *, headings: tuple[str, ...]) -> None:
        """Somebody more, or the same person once more: below other headings what was known of the
        joins counts no longer."""
        place = self._place(attendee)
        if place is None:
            place = len(self.attendees)
            self.attendees.append(attendee)
            self.headings.append(headings)
        else:
            _add_up(self.attendees[place], attendee, both=self.headings[place] == headings)
            self.headings[place] = headings
        one = self.attendees[place]
        for key in (*one.addresses, *map(str.casefold, one.names)):
            self.places[key].add(place)

    def _place(self, attendee: Attendee) -> int | None:
        """Where somebody stands already: by the address, and else by a name that one of them has,
        since an account in one table can be without address in the next."""
        by_address = [place for one in attendee.addresses for place in self.places.get(one, ())]
        if attendee.addresses:
            return next(iter(by_address), None)
        by_name = {place for one in attendee.names for place in self.places.get(one.casefold(), ())}
        return by_name.pop() if len(by_name) == 1 else None


def _add_up(one: Attendee, other: Attendee, *, both: bool) -> None:
    one.names += [name for name in other.names if name not in one.names]
    one.addresses += [address for address in other.addresses if address not in one.addresses]
    one.role = one.role or other.role
    one.joins = one.joins + other.joins if both else other.joins
    one.seconds += other.seconds if both else 0


def _refuse_elsewhere(
    attendees: Iterable[Attendee], written: Sequence[WrittenMoment], session: Span
) -> None:
    joins = [join for one in attendees for join in one.joins]
    near = [
        join
        for join in joins
        if join.starts_at - session.ends_at < timedelta(0) < join.ends_at - session.starts_at
    ]
    if not joins or near:
        return
    first = min(joins, key=lambda one: one.starts_at)
    if session.distance(first.starts_at) > AROUND:
        raise _of_another_day(written, session)
    raise Refusal(
        _(
            "Niemand in dit rapport was er tijdens deze bijeenkomst (%(session)s). De eerste kwam "
            "binnen op %(moment)s. Staat Zoom of Teams in een andere tijdzone? Kies dan hieronder "
            "het tijdverschil."
        )
        % {
            "session": formats.period(session.starts_at, session.ends_at),
            "moment": formats.deadline(first.starts_at),
        },
        field="shift",
    )


# --- A list of who came in and left ---------------------------------------------------------------


def _from_actions(table: Table) -> Table:
    """Joins, of a list in which each line says that somebody came in or left.

    The words differ by language, so what somebody does first is to come in. Who has not left when
    the list ends gets no leave.
    """
    if Column.ACTION not in table.columns or Column.AT not in table.columns:
        return table
    lines: dict[str, list[tuple[str, str]]] = defaultdict(list)
    names: dict[str, list[str]] = {}
    for row in table.rows:
        names.setdefault(table.key(row), row)
        lines[table.key(row)].append(
            (table.cell(row, Column.ACTION).casefold(), table.cell(row, Column.AT))
        )
    coming_in = {each[0][0] for each in lines.values()}
    rows = []
    for key, each in lines.items():
        joined = ""
        for action, at in each:
            if action in coming_in:
                if joined:
                    rows.append([*names[key], joined, at])
                joined = at
            elif joined:
                rows.append([*names[key], joined, at])
                joined = ""
        if joined:
            rows.append([*names[key], joined, ""])
    width = max((len(row) for row in rows), default=2)
    rows = [[*row[:-2], *[""] * (width - len(row)), *row[-2:]] for row in rows]
    about_lines = {Column.ACTION, Column.AT, Column.DURATION}
    columns: dict[Column, int] = {
        one: place for one, place in table.columns.items() if one not in about_lines
    }
    columns |= {Column.JOINED: width - 2, Column.LEFT: width - 1}
    return Table(table.headings, columns, rows)


# --- Without times --------------------------------------------------------------------------------


def _untimed(tables: Sequence[Table], session: Span) -> Report:
    attendees: dict[str, Attendee] = {}
    unread = 0
    for table in tables:
        for row in table.rows:
            if not table.key(row) or _is(table.cell(row, Column.ATTENDED), NO):
                continue
            seconds = _seconds(table, row, session)
            if seconds is None:
                unread += 1
                continue
            _add(attendees, table, row).seconds += seconds
    return Report(list(attendees.values()), has_times=False, unread=unread)


# --- To go along in a form ------------------------------------------------------------------------


def as_data(report: Report) -> dict[str, object]:
    """The report as plain values, that go along in a page."""
    return {
        "times": report.has_times,
        "waited": list(report.waited),
        "unread": report.unread,
        "people": [
            {
                "names": one.names,
                "addresses": one.addresses,
                "joins": [
                    [round(join.starts_at.timestamp()), round(join.ends_at.timestamp())]
                    for join in one.joins
                ],
                "seconds": one.seconds,
                "role": one.role,
            }
            for one in report.attendees
        ],
    }


def from_data(data: dict[str, object]) -> Report:
    """The report that `as_data` made these values of."""
    people: list[dict[str, list]] = data["people"]  # type: ignore[assignment, type-arg]
    return Report(
        [
            Attendee(
                names=one["names"],
                addresses=one["addresses"],
                joins=[
                    Join(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
                    for start, end in one["joins"]
                ],
                seconds=one["seconds"],  # type: ignore[arg-type]
                role=one["role"],  # type: ignore[arg-type]
            )
            for one in people
        ],
        has_times=bool(data["times"]),
        waited=tuple(data["waited"]),  # type: ignore[arg-type]
        unread=data["unread"],  # type: ignore[arg-type]
    )
