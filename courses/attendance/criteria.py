"""What attendance asks of who wants to complete a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.attendance import queries
from courses.catalogue.models import TrainingPage
from courses.plugin_api.contributions.completion import (
    CompletionContext,
    CompletionCriterion,
    Met,
    NotAsked,
    NotYet,
)

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Text


class AttendanceCriterion(CompletionCriterion):
    """Enough of the edition's sessions attended, as the training demands (0 % is no demand)."""

    name = "attendance"
    label = _("Bij de bijeenkomsten zijn")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        percentage = TrainingPage.objects.values_list("attendance_required", flat=True).get(
            pk=ctx.training_id
        )
        presence = queries.presence(enrolment_id=ctx.enrolment_id)
        if not percentage and not presence.asks_first:
            return NotAsked()
        if presence.sessions and presence.reaches(percentage):
            return Met()
        return NotYet(_reason(presence, percentage))


def _reason(presence: queries.Presence, percentage: int) -> Text:
    """Why not yet, in words that say what is still to come."""
    if not presence.marked and presence.sessions and not presence.begun:
        return gettext("Dat komt nog.")
    if not presence.marked:
        return gettext("We weten nog niet of je er was. Je trainer vult dat in.")
    if presence.missed_first:
        return gettext("Je was niet bij de eerste bijeenkomst. Daar moest je bij zijn.")
    if presence.needs_first and presence.present >= presence.needed(percentage):
        return gettext("We weten nog niet of je er de eerste keer was. Je trainer vult dat in.")
    if presence.sessions == 1:
        return gettext("Je was niet bij de bijeenkomst. Dat is wel nodig voor je certificaat.")
    sentence = (
        gettext(
            "Je was bij %(present)d van de %(sessions)d bijeenkomsten. "
            "Voor je certificaat heb je er %(needed)d nodig."
        )
        if presence.marked >= presence.sessions
        else gettext(
            "Je was tot nu toe bij %(present)d van de %(sessions)d bijeenkomsten. "
            "Voor je certificaat heb je er %(needed)d nodig."
        )
    )
    return sentence % {
        "present": presence.present,
        "sessions": presence.sessions,
        "needed": presence.needed(percentage),
    }
