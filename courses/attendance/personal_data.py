"""What this part keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.attendance.models import Attendance
from courses.people.queries import moment, yes_or_no
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class Presences(PersonalData):
    """At which sessions somebody was.

    Nothing to do for erasing: the database removes these rows along with the enrolments, and the
    name of a member of staff who marked others.
    """

    name = "presences"
    label = _("Wanneer je er was")

    def export(self, person_id: int) -> Json:
        marks = (
            Attendance.objects.filter(enrolment__person=person_id)
            .select_related("session__edition__training")
            .order_by("session__starts_at", "pk")
        )
        return [
            {
                "training": one.session.edition.training.title,
                "bijeenkomst": moment(one.session.starts_at),
                "aanwezig": yes_or_no(one.present),
                "genoteerd op": moment(one.marked_at),
            }
            for one in marks
        ] or None

    def erase(self, person_id: int) -> None:
        """Leave it to the database."""
