"""What the plugin keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.plugin_api.api import Json, PersonalData
from plugins.xapi.models import Consent
from plugins.xapi.services import consents
from plugins.xapi.vocabulary import VERBS

if TYPE_CHECKING:
    from datetime import datetime

    from plugins.xapi.models import OutgoingStatement


class SharedData(PersonalData):
    """What somebody agreed to share, the number by which a store knows that person, and what it
    was told. What the store keeps is not ours to show or to erase; the number says what to ask."""

    name = "shared"
    label = _("Wat je deelt met een recordstore")

    def export(self, person_id: int) -> Json:
        found = Consent.objects.filter(person=person_id).select_related("store").order_by("pk")
        rows = [
            {
                "recordstore": one.store.name,
                "nummer": str(one.subject),
                "eerdere nummers": one.former,
                "toestemming sinds": _told(one.given_at),
                "gestopt op": _told(one.withdrawn_at),
                "berichten": [
                    _statement(row) for row in one.statements.order_by("at", "written_at")
                ],
            }
            for one in found
        ]
        return rows or None

    def erase(self, person_id: int) -> None:
        consents.erase(person_id=person_id)


def _statement(row: OutgoingStatement) -> Json:
    verb = VERBS.get(row.verb)
    return {
        "wat": str(verb.label) if verb else row.verb,
        "over": row.about,
        "wanneer": _told(row.at),
        "verstuurd": _told(row.sent_at),
    }


def _told(moment: datetime | None) -> str | None:
    return clock.local(moment).isoformat(timespec="minutes") if moment else None
