"""Questions about attendance that more than one place asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.attendance.models import Attendance, ClosedList
from courses.common import clock
from courses.common.edit_conflicts import Fact, fact
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import participants
from courses.notices.models import Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

PRESENCE = "trainer_presence"
"""The kind of notice that asks a trainer for it."""

ASKED_FOR = timedelta(days=7)
"""How long after a session its trainers are asked for it, where nobody could before."""

COUNTS_FROM = 8
"""The hour of the day after the last session from which a list counts that nobody closed. Not
earlier: what follows is a mail."""


@dataclass(frozen=True)
class Presence:
    """How often a participant was there: `present` of `sessions`, of which `marked` are known.

    `minutes` is the length of the sessions attended, together. `begun` is how many sessions have
    begun by now.
    """

    sessions: int
    marked: int
    present: int
    minutes: int
    begun: int = 0

    def reaches(self, percentage: int) -> bool:
        """Whether the participant was at this part of the sessions, by number."""
        return self.present >= self.needed(percentage)

    def needed(self, percentage: int) -> int:
        """The number of sessions that this part comes down to, rounded up."""
        return -(-self.sessions * percentage // 100)


def presence(*, enrolment_id: int, edition_id: int) -> Presence:
    """How often this participant was there."""
    sessions = list(Session.objects.filter(edition=edition_id))
    marks = dict(
        Attendance.objects.filter(enrolment=enrolment_id, session__edition=edition_id).values_list(
            "session_id", "present"
        )
    )
    now = clock.now()
    attended = [session for session in sessions if marks.get(session.pk)]
    return Presence(
        sessions=len(sessions),
        marked=len(marks),
        present=len(attended),
        minutes=sum(session.minutes for session in attended),
        begun=sum(session.starts_at <= now for session in sessions),
    )


@dataclass(frozen=True)
class SheetRow:
    """A participant with, per session of the edition, present (True), absent or unknown (None)."""

    enrolment: Enrolment
    marks: Mapping[int, bool | None]

    @property
    def present(self) -> int:
        """At how many sessions the participant was."""
        return sum(1 for mark in self.marks.values() if mark)


@dataclass(frozen=True)
class Sheet:
    """The attendance of one edition: its sessions in order and a row for each participant."""

    edition: Edition
    sessions: list[Session]
    rows: list[SheetRow]


def sheet(edition: Edition) -> Sheet:
    """Who takes part in `edition`, and who was there; a fixed number of queries."""
    sessions = list(edition.sessions.order_by("starts_at", "pk"))
    known = {
        (mark.enrolment_id, mark.session_id): mark.present
        for mark in Attendance.objects.filter(session__edition=edition)
    }
    rows = [
        SheetRow(
            enrolment,
            {session.pk: known.get((enrolment.pk, session.pk)) for session in sessions},
        )
        for enrolment in participants(edition)
    ]
    return Sheet(edition, sessions, rows)


def cell_key(session_id: int, enrolment_id: int) -> str:
    """What a cell of the list is called in the snapshot of a page."""
    return f"{session_id}-{enrolment_id}"


def cell(mark: bool | None, label: str = "") -> Fact:
    """What a cell of the list shows."""
    words = {True: _("aanwezig"), False: _("afwezig"), None: _("nog niet ingevuld")}
    return fact(label, mark, words[mark])


def cells(the_sheet: Sheet) -> dict[str, Fact]:
    """All that the list shows of who was there."""
    return {
        cell_key(session_id, row.enrolment.pk): cell(mark)
        for row in the_sheet.rows
        for session_id, mark in row.marks.items()
    }


def can_be_marked(session: Session) -> bool:
    """Whether the session's day has come."""
    return clock.local_day(session.starts_at) <= clock.today()


def is_marked(session: Session) -> bool:
    """Whether it is known of every participant whether they were at this session."""
    in_the_group = set(participants(session.edition).values_list("pk", flat=True))
    marked = set(Attendance.objects.filter(session=session).values_list("enrolment_id", flat=True))
    return bool(in_the_group) and in_the_group <= marked


def closed_list(edition: Edition) -> ClosedList | None:
    """When and by whom the edition's list was closed; None when it was not."""
    return ClosedList.objects.select_related("closed_by").filter(edition=edition).first()


def counts(edition: Edition) -> bool:
    """Whether the list counts: it is closed, or the day after the last session has come."""
    if edition.ends_at is None:
        return False
    return edition.ends_at < _ended_long_enough() or closed_list(edition) is not None


def whose_list_counts() -> Q:
    """The same as `counts`, as a condition on editions."""
    closed = ClosedList.objects.filter(edition=OuterRef("pk"))
    return Q(ends_at__lt=_ended_long_enough()) | Q(Exists(closed))


def lists_to_close() -> QuerySet[Edition]:
    """Editions whose list nobody closed, and that ended before today (from eight o'clock on)."""
    editions: QuerySet[Edition] = Edition.objects.filter(
        status=EditionStatus.OPEN, ends_at__lt=_ended_long_enough(), closed_list__isnull=True
    ).order_by("ends_at", "pk")
    return editions


def sessions_without_presence() -> QuerySet[Session]:
    """Sessions of which nothing was filled in, that were held in the week before today (from eight
    o'clock on), and of which nobody was told so yet."""
    until = _ended_long_enough()
    takes_part = Enrolment.objects.filter(edition=OuterRef("edition"), status__in=TAKES_PART)
    # By the moment: what is told is kept with the session's number in the facts.
    told = Notice.objects.filter(
        edition=OuterRef("edition"), kind=PRESENCE, created_at__gte=OuterRef("ends_at")
    )
    sessions: QuerySet[Session] = Session.objects.filter(
        ~Exists(Attendance.objects.filter(session=OuterRef("pk"))),
        ~Exists(told),
        Exists(takes_part),
        edition__status=EditionStatus.OPEN,
        edition__trainers__is_active=True,
        ends_at__lt=until,
        ends_at__gte=until - ASKED_FOR,
    )
    # Who closed the list by hand knows what is not filled in.
    by_hand = sessions.exclude(edition__closed_list__closed_by__isnull=False)
    return by_hand.distinct().order_by("ends_at", "pk")


def _ended_long_enough() -> datetime:
    """Midnight: what ended before it counts by the clock."""
    local = clock.local(clock.now())
    day = local.date() if local.hour >= COUNTS_FROM else local.date() - timedelta(days=1)
    return clock.moment_of(day)


def sessions_left(edition: Edition) -> list[Session]:
    """The sessions of which it is not known of every participant whether they were there."""
    the_sheet = sheet(edition)
    return [
        session
        for session in the_sheet.sessions
        if any(row.marks[session.pk] is None for row in the_sheet.rows)
    ]
