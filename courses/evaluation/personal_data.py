"""What this part keeps about people: whether they answered, and nothing of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.evaluation.models import Participation
from courses.evaluation.services.summaries import forget_background
from courses.people.queries import moment, yes_or_no
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from datetime import datetime

    from courses.evaluation.models import EvaluationForm
    from courses.plugin_api.contributions.base import Json


def _began(form: EvaluationForm) -> datetime | None:
    return form.opened_at if form.edition is None else form.edition.starts_at


class Invitations(PersonalData):
    """For which trainings somebody was asked to evaluate, and whether that was done.

    When somebody is erased the database takes the person out of these rows. The rows stay, so
    that figures keep their "n of how many". As a participant the person counts on, of no known
    background.
    """

    name = "invitations"
    label = _("Je evaluaties")

    def export(self, person_id: int) -> Json:
        invitations = (
            Participation.objects.filter(person=person_id)
            .select_related("form__edition__training")
            # By the training's date: the own order of these rows would tell who came when.
            .order_by(Coalesce("form__edition__starts_at", "form__opened_at"), "form")
        )
        rows = [
            {
                "training": one.form.subject,
                "begon": moment(_began(one.form)),
                "ingevuld": yes_or_no(one.answered),
            }
            for one in invitations
        ]
        if not rows:
            return None
        why = gettext(
            "Je antwoorden staan hier niet bij. Evaluaties zijn anoniem: bij een antwoord staat "
            "geen naam."
        )
        return {"uitleg": why, "evaluaties": rows}

    def erase(self, person_id: int) -> None:
        """Count the person no more by background; leave the rest to the database."""
        forget_background(person_id=person_id)
