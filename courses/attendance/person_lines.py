"""What presence adds to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Count, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.attendance.enums import WAS_THERE
from courses.attendance.models import Attendance
from courses.common import formats
from courses.editions.queries import ForStaff
from courses.people import person_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from courses.people.models import User

    _Counted = tuple[int, str, datetime, int, int]
    """An edition by key, title and beginning; how many meetings were marked, at how many somebody
    was."""


@person_page.provide_sections
def presence(person: User, viewer: User) -> Iterable[person_page.Section[_Counted]]:
    """At how many marked meetings somebody was: of a trainer only in the own editions."""
    found = _COUNTED.run(viewer, person=person.pk)
    yield person_page.Section(_("Aanwezig"), found, _row, _("Nog niets ingevuld."))


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
    lambda person: (
        Attendance.objects.filter(enrolment__person=person)
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
)
