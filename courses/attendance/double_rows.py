"""What becomes of what two accounts both have, when they become one: of presence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.attendance.enums import Mark
from courses.people import merge_rules

if TYPE_CHECKING:
    from courses.attendance.models import Attendance

BEST_FIRST = (Mark.PRESENT, Mark.LATE, Mark.CAUGHT_UP, Mark.EXCUSED, Mark.ABSENT)


def best_mark(own: Attendance, other: Attendance) -> None:
    """Who was marked present under one name, and not under the other, was there."""
    worse = max(own, other, key=lambda one: BEST_FIRST.index(Mark(one.mark)))
    worse.delete()


merge_rules.provide("attendance.Attendance.enrolment", best_mark)
merge_rules.provide("attendance.Attendance.marked_by")
merge_rules.provide("attendance.MarkChange.enrolment")
merge_rules.provide("attendance.MarkChange.by")
merge_rules.provide("attendance.ClosedList.closed_by")
