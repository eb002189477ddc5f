"""What this part keeps about people: of which trainings somebody wants to hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.interest.models import Interest
from courses.people.queries import moment
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class Interests(PersonalData):
    """The trainings of which somebody waits for a date, and since when."""

    name = "interest"
    label = _("Trainingen waarvan je een nieuwe datum wilt weten")

    def export(self, person_id: int) -> Json:
        rows = Interest.objects.filter(person=person_id).select_related("training")
        return [
            {
                "training": one.training.title,
                "kan alleen": one.get_part_of_day_display(),
                "taal": one.get_language_display(),
                "sinds": moment(one.since),
            }
            for one in rows
        ] or None

    def erase(self, person_id: int) -> None:
        Interest.objects.filter(person=person_id).delete()
