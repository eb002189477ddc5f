"""What must be so of lists of who was there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from courses.attendance.models import Attendance
from courses.attendance.queries import lists_to_close
from courses.common import clock
from courses.common.invariants import Invariant, Violation, each, provide
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment

if TYPE_CHECKING:
    from collections.abc import Iterator

NEVER_IN_IT = (
    EnrolmentStatus.WAITING,
    EnrolmentStatus.OFFERED,
    EnrolmentStatus.NO_PLACE,
    EnrolmentStatus.EXPIRED,
    EnrolmentStatus.DECLINED,
)
"""The states of who has no part in an edition; who withdrew may have been at its first session."""


def of_who_takes_no_part() -> Iterator[Violation]:
    """Marks of people who never had a seat."""
    rows = Attendance.objects.filter(enrolment__status__in=NEVER_IN_IT).order_by("pk")
    return each(
        rows.values_list("pk", flat=True),
        _("aantekening"),
        _("staat bij iemand die niet meedoet."),
    )


def at_other_editions() -> Iterator[Violation]:
    """Marks for a session of another edition than the enrolment's."""
    rows = Attendance.objects.exclude(session__edition=F("enrolment__edition")).order_by("pk")
    return each(
        rows.values_list("pk", flat=True),
        _("aantekening"),
        _("hoort bij een bijeenkomst van een andere uitvoering."),
    )


def never_closed() -> Iterator[Violation]:
    """Lists that the clock should have closed days ago."""
    marked = Enrolment.objects.filter(edition=OuterRef("pk"))
    rows = lists_to_close().filter(Exists(marked), ends_at__lt=clock.now() - timedelta(days=3))
    return each(
        rows.values_list("pk", flat=True),
        _("uitvoering"),
        _("is al dagen voorbij en de presentielijst is niet gesloten."),
    )


provide(
    Invariant(
        "attendance_people",
        _("Alleen wie meedoet, staat op de presentielijst"),
        _("Haal de aantekening weg, of schrijf de persoon in als die er wel was."),
        of_who_takes_no_part,
    ),
    Invariant(
        "attendance_editions",
        _("Elke aantekening hoort bij een bijeenkomst van de eigen uitvoering"),
        _("Zet de aanwezigheid opnieuw op de lijst van de goede uitvoering."),
        at_other_editions,
    ),
    Invariant(
        "attendance_closed",
        _("Elke presentielijst is een dag na de laatste bijeenkomst gesloten"),
        _("Kijk of `manage.py tick` elke paar minuten draait, en draai het nu een keer."),
        never_closed,
    ),
)
