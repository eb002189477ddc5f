"""What the plugin keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.plugin_api.api import Json, PersonalData
from plugins.herinneringen import services
from plugins.herinneringen.models import Reminder


class Reminders(PersonalData):
    """When somebody was reminded of what."""

    name = "reminders"
    label = _("Herinneringen die je kreeg")

    def export(self, person_id: int) -> Json:
        found = (
            Reminder.objects.filter(enrolment__person=person_id)
            .order_by("sent_at", "pk")
            .values_list("enrolment__edition__training__title", "starts_at", "sent_at")
        )
        rows = [
            {
                "training": training,
                "begin": clock.local(starts_at).isoformat(timespec="minutes"),
                "verstuurd op": clock.local(sent_at).isoformat(timespec="minutes"),
            }
            for training, starts_at, sent_at in found
        ]
        return rows or None

    def erase(self, person_id: int) -> None:
        services.forget_person(person_id=person_id)
