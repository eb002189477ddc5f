"""What this part keeps about people."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.attendance.models import Attendance, MarkChange
from courses.people.queries import moment
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
            .select_related("session__edition__training", "caught_up_in")
            .order_by("session__starts_at", "pk")
        )
        changes: dict[tuple[int, int], list[Json]] = defaultdict(list)
        for one in MarkChange.objects.filter(enrolment__person=person_id).order_by("at", "pk"):
            changes[one.enrolment_id, one.session_id].append(
                {
                    "van": one.get_before_display(),
                    "naar": one.get_after_display(),
                    "op": moment(one.at),
                }
            )
        return [
            {
                "training": one.session.edition.training.title,
                "bijeenkomst": moment(one.session.starts_at),
                "presentie": str(one.get_mark_display()),
                "ingehaald bij": one.caught_up_where,
                "genoteerd op": moment(one.marked_at),
                "eerder genoteerd": changes[one.enrolment_id, one.session_id][:-1],
            }
            for one in marks
        ] or None

    def erase(self, person_id: int) -> None:
        """Leave it to the database."""
