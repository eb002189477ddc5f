"""Tells enrolments whether somebody has been there: who has, need not be told of it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.attendance.enums import WAS_THERE
from courses.attendance.models import Attendance
from courses.enrolment.providers import provide_whether_there

if TYPE_CHECKING:
    from datetime import datetime

    from courses.enrolment.models import Enrolment


@provide_whether_there
def was_there_since(enrolment: Enrolment, since: datetime) -> bool:
    """Not what was brought along from another edition, which was over by then."""
    marks = Attendance.objects.filter(enrolment=enrolment, mark__in=WAS_THERE)
    return marks.filter(session__ends_at__gt=since).exists()
