"""What attendance asks of who wants to complete a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.attendance import queries
from courses.attendance.enums import Mark
from courses.catalogue.models import TrainingPage
from courses.common.formats import period
from courses.editions.models import Session
from courses.plugin_api.contributions.completion import (
    CompletionContext,
    CompletionCriterion,
    Met,
    NotAsked,
    NotYet,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.editions.models import Edition
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
        if not presence.marked and presence.sessions and not presence.begun:
            return NotYet(_still_to_come(ctx.edition_id))
        return NotYet(_reason(presence, percentage))


def what_missing_does(edition: Edition, marks: Iterable[str]) -> str:
    """For who asks whether there is still a certificate after missing a meeting: what the training
    asks, and how often this person, with these `marks`, missed one or sent word already."""
    percentage, sessions = edition.training.attendance_required, edition.sessions.count()
    if not percentage:
        return gettext("Voor het certificaat telt niet hoe vaak iemand er is.")
    needed = _needed(percentage, sessions)
    words = gettext(
        "Voor het certificaat moet iemand bij %(needed)d van de %(sessions)d bijeenkomsten zijn."
    )
    said = [words % {"needed": needed, "sessions": sessions}]
    missed = sum(one in {Mark.ABSENT, Mark.EXCUSED} for one in marks)
    if missed:
        said.append(
            ngettext("Deze persoon mist er al %(n)d.", "Deze persoon mist er al %(n)d.", missed)
            % {"n": missed}
        )
    left = sessions - needed - missed
    if left > 0:
        said.append(
            ngettext("Nog %(n)d keer missen kan.", "Nog %(n)d keer missen kan.", left) % {"n": left}
        )
    elif edition.may_catch_up:
        said.append(gettext("Nog een keer missen? Dan moet iemand die keer inhalen."))
    else:
        said.append(gettext("Nog een keer missen? Dan is er geen certificaat."))
    return " ".join(said)


def what_missing_one_does(edition: Edition) -> str:
    """The same for who thinks of coming and cannot come once; empty where there is one meeting, or
    no certificate."""
    percentage, sessions = edition.training.attendance_required, len(edition.sessions.all())
    if sessions < 2 or not edition.training.is_training:
        return ""
    if not percentage:
        return gettext("Voor je certificaat telt niet hoe vaak je er bent.")
    needed = _needed(percentage, sessions)
    if needed < sessions:
        words = gettext("Voor je certificaat moet je er %(needed)d van de %(sessions)d keer zijn.")
        return words % {"needed": needed, "sessions": sessions}
    if edition.may_catch_up:
        return gettext("Voor je certificaat moet je er elke keer zijn, of die keer inhalen.")
    if edition.first_session_required:
        return gettext("Voor je certificaat moet je er elke keer zijn.")
    return gettext(
        "Voor je certificaat moet je er elke keer zijn. Mis je een keer? Dan mag je wel komen, "
        "maar je krijgt geen certificaat."
    )


def _needed(percentage: int, sessions: int) -> int:
    """At how many meetings somebody has to be."""
    return queries.Presence(sessions, marked=0, present=0, minutes=0).needed(percentage)


def _still_to_come(edition_id: int) -> Text:
    """That nothing was held yet, and when it begins."""
    first = Session.objects.filter(edition=edition_id).order_by("starts_at").first()
    if first is None:
        return gettext("Dat komt nog.")
    when = period(first.starts_at, first.ends_at)
    return gettext("Dat komt nog: %(moment)s.") % {"moment": when}


def _reason(presence: queries.Presence, percentage: int) -> Text:
    """Why not yet, in words that say what is still to come."""
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
