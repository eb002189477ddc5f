"""What the plugin keeps about people: to show, and to erase."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from $slug.models import Note
from $slug.services import forget_person
from courses.plugin_api.api import Json, PersonalData


class OwnNotes(PersonalData):
    """The notes that somebody wrote."""

    name = "notes"
    label = _("Je notities")

    def export(self, person_id: int) -> Json:
        found = Note.objects.filter(person=person_id).select_related("training").order_by("pk")
        rows = [
            {
                "training": note.training.title,
                "notitie": note.text,
                "gewijzigd op": note.changed_at.isoformat(),
            }
            for note in found
        ]
        return rows or None

    def erase(self, person_id: int) -> None:
        forget_person(person_id=person_id)
