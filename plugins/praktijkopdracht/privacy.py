"""What the plugin keeps about people."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.plugin_api.api import Json, PersonalData
from plugins.praktijkopdracht import services
from plugins.praktijkopdracht.assignments import address_of, path_to
from plugins.praktijkopdracht.models import Submission


class Submissions(PersonalData):
    """What somebody handed in and what was said of it, and what he or she reviewed.

    A file is named here, with the address where its owner downloads it, also who has left the
    training; not where the plugin is switched off.
    """

    name = "submissions"
    label = _("Je praktijkopdrachten")

    def export(self, person_id: int) -> Json:
        own = Submission.objects.filter(person=person_id).select_related("training", "reviewed_by")
        reviewed = Submission.objects.filter(reviewed_by=person_id).select_related("training")
        found = {
            "ingeleverd": [_own(one) for one in own],
            # Of others' work no more than that somebody reviewed it: it is about them.
            "nagekeken": [
                {"training": one.training.title, "opdracht": one.title, "op": _moment(one)}
                for one in reviewed
            ],
        }
        return {name: rows for name, rows in found.items() if rows} or None

    def erase(self, person_id: int) -> None:
        services.forget_person(person_id=person_id)


def _own(one: Submission) -> dict[str, Json]:
    return {
        "training": one.training.title,
        "opdracht": one.title,
        "status": str(one.get_state_display()),
        "ingeleverd op": clock.local(one.handed_in_at).isoformat(timespec="minutes"),
        "tekst": one.text,
        "bestand": one.file_name or None,
        "grootte van het bestand in bytes": one.file_size,
        "bestand ophalen op": _address(one) if one.file_name else None,
        "opmerking van de trainer": one.remark,
        "nagekeken door": one.reviewed_by.name if one.reviewed_by else None,
        "nagekeken op": _moment(one),
    }


def _address(one: Submission) -> str:
    path = address_of(one.training.slug, path_to(one.assignment))
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}bestand/"


def _moment(one: Submission) -> str | None:
    return clock.local(one.reviewed_at).isoformat(timespec="minutes") if one.reviewed_at else None
