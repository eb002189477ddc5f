"""What this part keeps about people: that they have an address for their calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.calendars.models import CalendarFeed
from courses.people.queries import moment
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class OwnCalendar(PersonalData):
    """Since when somebody has an address. The address itself is not told: it is a key."""

    name = "calendar"
    label = _("Je eigen agenda")

    def export(self, person_id: int) -> Json:
        feed = CalendarFeed.objects.filter(person=person_id).first()
        return {"adres gemaakt op": moment(feed.created_at)} if feed else None

    def erase(self, person_id: int) -> None:
        CalendarFeed.objects.filter(person=person_id).delete()
