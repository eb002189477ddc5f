"""How long is kept what is said on a list besides who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.attendance.models import Attendance, MarkChange
from courses.common import clock, retention
from courses.common.retention import Period

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

DETAIL = Period("attendance_detail", default=2 * 365, least=91, most=5 * 365)
"""How long after the edition; that somebody was there stays with the enrolment, as figures and
certificates rest on it."""


def _until() -> datetime:
    return clock.now() - DETAIL.length


def old_changes() -> QuerySet[MarkChange]:
    """Who changed a list and how, of editions of long ago."""
    return MarkChange.objects.filter(session__edition__ends_at__lt=_until())


def old_remarks() -> QuerySet[Attendance]:
    """Marks of long ago that tell how somebody caught up, or who marked."""
    found = Attendance.objects.filter(session__edition__ends_at__lt=_until())
    return found.exclude(caught_up_note="", marked_by=None)


def forget_changes() -> int:
    """Take the changes away."""
    return retention.delete(old_changes())


def forget_remarks() -> int:
    """Leave of these marks only what they say."""
    return old_remarks().update(caught_up_note="", marked_by=None)


retention.provide(
    retention.Kind(
        name="attendance_changes",
        what=_("Wat er op de presentielijst veranderde, en door wie"),
        since=_("na de training"),
        period=DETAIL,
        due=old_changes,
        forget=forget_changes,
    ),
    retention.Kind(
        name="attendance_remarks",
        what=_(
            "Hoe je een bijeenkomst inhaalde, en wie dat opschreef. Dat je er was, blijft staan"
        ),
        since=_("na de training"),
        period=DETAIL,
        due=old_remarks,
        forget=forget_remarks,
    ),
)
