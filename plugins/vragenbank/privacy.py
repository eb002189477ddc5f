"""What is kept of who brings questions. Answers to questions are kept and told by the academy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Json, PersonalData
from plugins.vragenbank.models import HeldFile
from plugins.vragenbank.services import forget_person


class HeldFiles(PersonalData):
    """Files with questions that somebody uploaded and did not take over yet."""

    name = "held_files"
    label = _("Bestanden met vragen")

    def export(self, person_id: int) -> Json:
        found = HeldFile.objects.filter(person=person_id).select_related("bank").order_by("pk")
        rows = [
            {"bestand": held.name, "vragenbank": held.bank.title, "op": held.held_at.isoformat()}
            for held in found
        ]
        return rows or None

    def erase(self, person_id: int) -> None:
        forget_person(person_id=person_id)
