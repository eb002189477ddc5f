"""Questions about attendance that more than one place asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from courses.attendance.models import Attendance
from courses.common import clock
from courses.editions.models import Edition, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import participants


@dataclass(frozen=True)
class Presence:
    """How often a participant was there: `present` of `sessions`, of which `marked` are known.

    `minutes` is the length of the sessions attended, together.
    """

    sessions: int
    marked: int
    present: int
    minutes: int

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
    attended = [session for session in sessions if marks.get(session.pk)]
    return Presence(
        sessions=len(sessions),
        marked=len(marks),
        present=len(attended),
        minutes=sum(session.minutes for session in attended),
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


def can_be_marked(session: Session) -> bool:
    """Whether the session's day has come."""
    return timezone.localdate(session.starts_at) <= clock.today()


def is_marked(session: Session) -> bool:
    """Whether it is known of every participant whether they were at this session."""
    in_the_group = set(participants(session.edition).values_list("pk", flat=True))
    marked = set(Attendance.objects.filter(session=session).values_list("enrolment_id", flat=True))
    return bool(in_the_group) and in_the_group <= marked
