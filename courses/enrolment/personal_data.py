"""What this part keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment
from courses.people import services
from courses.people.queries import audit_trail, moment, yes_or_no
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class Enrolments(PersonalData):
    """For which trainings somebody enrolled, and what became of it.

    Erasing takes the name out of the audit log. The enrolments themselves go with the person:
    the database removes them along, and a seat that comes free is passed on. Of an edition that
    was held the number of participants stays, see `ErasedParticipants`.
    """

    name = "enrolments"
    label = _("Je inschrijvingen")

    def export(self, person_id: int) -> Json:
        enrolments = (
            Enrolment.objects.filter(person=person_id)
            .select_related("edition__training")
            .prefetch_related("answers__question", "move_requests__to_edition__training")
            .order_by("edition__starts_at", "pk")
        )
        changes = audit_trail(Enrolment, [one.pk for one in enrolments])
        return [_shown(one, changes.get(str(one.pk), [])) for one in enrolments] or None

    def erase(self, person_id: int) -> None:
        own = Enrolment.objects.filter(person=person_id).values_list("pk", flat=True)
        services.forget_names(model=Enrolment, keys=own)


def _shown(enrolment: Enrolment, changes: Json) -> dict[str, Json]:
    edition = enrolment.edition
    return {
        "training": edition.training.title,
        "begint": moment(edition.starts_at),
        "eindigt": moment(edition.ends_at),
        "status": str(enrolment.get_status_display()),
        "ingeschreven op": moment(enrolment.enrolled_at),
        "ingeschreven door de academie": yes_or_no(enrolment.by_staff),
        "op de wachtlijst sinds": moment(enrolment.queued_at),
        "meegenomen door iemand anders": yes_or_no(enrolment.brought_by_id is not None),
        "komt samen met iemand anders": yes_or_no(enrolment.comes_with_id is not None),
        "antwoorden bij inschrijven": [
            {"vraag": one.question.text, "antwoord": one.text} for one in enrolment.answers.all()
        ],
        "gevraagd naar een andere datum te gaan": [
            {
                "op": moment(one.asked_at),
                "naar": str(one.to_edition),
                "antwoord": str(one.get_answer_display()),
            }
            for one in enrolment.move_requests.all()
        ],
        "plaats aangeboden tot": moment(enrolment.offer_expires_at),
        "veranderd": changes,
    }
