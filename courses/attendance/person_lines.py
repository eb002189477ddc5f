"""What presence adds to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Count, DateTimeField, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.attendance.enums import WAS_THERE, Mark
from courses.attendance.models import Attendance
from courses.common import clock, formats
from courses.editions.enums import EditionStatus
from courses.editions.queries import ForStaff
from courses.enrolment.enums import TAKES_PART
from courses.people import person_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from courses.people.models import User

    _Counted = tuple[int, str, datetime, int, int]
    """An edition by key, title and beginning; how many meetings were marked, at how many somebody
    was."""


@person_page.provide_sections
def presence(person: User, viewer: User) -> Iterable[person_page.Section[Any]]:
    """At how many marked meetings somebody was, and at which to come he or she will not be: of a
    trainer only in the own editions."""
    now = clock.now()
    off = _SIGNED_OFF.run(viewer, person=person.pk, now=now)
    yield person_page.Section(_("Afgemeld voor één keer"), off, _missed_row)
    found = _COUNTED.run(viewer, person=person.pk, now=now)
    yield person_page.Section(_("Aanwezig"), found, _row, _("Nog niets ingevuld."))


def _missed_row(one: Attendance) -> person_page.Row:
    session = one.session
    return person_page.Row(
        text=session.edition.training.title,
        when=formats.period(session.starts_at, session.ends_at),
        state=str(one.get_mark_display()),
        url=reverse("attendance_session", args=[session.edition_id, session.pk]),
    )


def _row(counted: _Counted) -> person_page.Row:
    edition, title, starts_at, marked, present = counted
    return person_page.Row(
        text=title,
        when=formats.day(starts_at),
        state=gettext("%(present)d van %(marked)d bijeenkomsten")
        % {"present": present, "marked": marked},
        url=reverse("attendance_sheet", args=[edition]),
    )


_COUNTED: ForStaff[_Counted] = ForStaff(
    lambda person, now: (
        Attendance.objects.filter(enrolment__person=person)
        # Who sent word for a day to come was nowhere yet.
        .exclude(mark=Mark.EXCUSED, session__ends_at__gt=now)
        .order_by("-session__edition__starts_at", "session__edition")
        .values_list(
            "session__edition",
            "session__edition__training__title",
            "session__edition__starts_at",
        )
        .annotate(marked=Count("pk"), present=Count("pk", filter=Q(mark__in=WAS_THERE)))
    ),
    edition="session__edition",
    person=BigIntegerField(),
    now=DateTimeField(),
)

_SIGNED_OFF: ForStaff[Attendance] = ForStaff(
    lambda person, now: (
        Attendance.objects.filter(
            enrolment__person=person,
            enrolment__status__in=TAKES_PART,
            mark=Mark.EXCUSED,
            session__ends_at__gt=now,
            session__edition__status=EditionStatus.OPEN,
        )
        .select_related("session__edition__training")
        .only(
            "mark",
            *(f"session__{name}" for name in ("starts_at", "ends_at")),
            "session__edition__training__title",
        )
        .order_by("session__starts_at", "pk")
    ),
    edition="session__edition",
    person=BigIntegerField(),
    now=DateTimeField(),
)
