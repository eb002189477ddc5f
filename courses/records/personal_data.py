"""What this part keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.people.queries import moment
from courses.plugin_api.contributions.people import PersonalData
from courses.records import services
from courses.records.models import TrainingElsewhere

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class FollowedElsewhere(PersonalData):
    """The trainings that somebody followed elsewhere. The files are on the person's own page."""

    name = "followed_elsewhere"
    label = _("Trainingen van elders")

    def export(self, person_id: int) -> Json:
        return [
            {
                "training": one.title,
                "organisatie": one.organisation,
                "laatste dag": one.day.isoformat(),
                "uren": str(one.hours) if one.hours is not None else None,
                "bestand": one.file_name or None,
                "toegevoegd op": moment(one.added_at),
                "door de academie gezien op": moment(one.seen_at),
            }
            for one in TrainingElsewhere.objects.filter(person=person_id)
        ] or None

    def erase(self, person_id: int) -> None:
        services.erase_elsewhere(person_id=person_id)
