"""What the plugin keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.plugin_api.api import Json, PersonalData
from plugins.xapi.models import Consent, Registration
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


class OwnCourses(PersonalData):
    """What somebody did in courses of cmi5: what was said, and what a course keeps."""

    name = "courses"
    label = _("Wat je deed in cursussen van anderen (cmi5)")

    def export(self, person_id: int) -> Json:
        found = Registration.objects.filter(person=person_id).select_related("package", "lesson")
        rows = [
            {
                "cursus": one.package.title,
                "les": one.lesson.title,
                "nummer": str(one.subject),
                "begonnen op": _told(one.begun_at),
                "berichten": [row.body for row in one.statements.order_by("stored_at", "at")],
                "bewaard door de cursus": {
                    row.name: bytes(row.content).decode(errors="replace")
                    for row in one.states.order_by("unit", "name")
                },
            }
            for one in found.prefetch_related("statements", "states").order_by("begun_at")
        ]
        return rows or None

    @transaction.atomic
    def erase(self, person_id: int) -> None:
        Registration.objects.filter(person=person_id).delete()


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
