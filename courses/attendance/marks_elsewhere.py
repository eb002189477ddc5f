"""What becomes of marks when somebody moves to another edition of the same training.

Who was at the second meeting there has had what the second meeting here is about, so being there
counts here. That can be said only of two editions with equally many meetings; else, and of a
meeting that was missed, the mark stays with the meeting that it is about: it counts for nothing in
the new edition, and again when somebody moves back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.attendance.enums import WAS_THERE
from courses.attendance.models import Attendance
from courses.editions.models import Session
from courses.enrolment import transfers

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment


@transfers.provide
def keep_presence(enrolment: Enrolment, before: Edition, after: Edition) -> None:
    """Let each meeting that somebody was at count as its counterpart in the new edition."""
    old, new = (
        list(Session.objects.filter(edition=edition).order_by("starts_at", "pk"))
        for edition in (before, after)
    )
    if len(old) != len(new):
        return
    counterparts = {there.pk: here for there, here in zip(old, new, strict=True)}
    marked = set(
        Attendance.objects.filter(enrolment=enrolment, session__in=new).values_list(
            "session_id", flat=True
        )
    )
    for mark in Attendance.objects.filter(enrolment=enrolment, session__in=old, mark__in=WAS_THERE):
        session = counterparts[mark.session_id]
        if session.pk not in marked:
            mark.session = session
            mark.save(update_fields=["session"])
