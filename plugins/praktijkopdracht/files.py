"""The files that people hand in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.people.models import User
from courses.plugin_api.api import FileAccess, FileReader, Files
from plugins.praktijkopdracht import queries
from plugins.praktijkopdracht.models import MOST_BYTES


class HandedIn(Files):
    """What somebody handed in: for that person, and for who reviews it."""

    name = "handed_in"
    label = _("Ingeleverde bestanden")
    kinds = ("pdf", "docx", "odt", "txt", "jpg", "jpeg", "png")
    most_bytes = MOST_BYTES
    readers = (FileReader.OWNER,)

    def may_read(self, access: FileAccess) -> bool:
        if super().may_read(access):
            return True
        if access.person_id is None or not access.is_staff:
            return False
        reader = User.objects.get(pk=access.person_id)
        return queries.for_reviewer(reader).filter(file=access.file.id).exists()


HANDED_IN = HandedIn()
