"""Why somebody is refused, in words for who reads them: the person, staff or a partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.enrolment import queries
from courses.enrolment.enums import EnrolmentStatus

if TYPE_CHECKING:
    from django.utils.functional import Promise
    from django_stubs_ext import StrOrPromise

    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.people.models import User
    from courses.plugin_api.contributions.enrolment import Deny


class HasSeatElsewhere(Refusal):
    """Somebody wants a seat who has one in another edition of the training."""

    def __init__(self, enrolment: Enrolment, *, by_another: bool = False) -> None:
        super().__init__(
            _("Deze persoon heeft al een plaats bij deze training, op een andere datum.")
            if by_another
            else _(
                "Je hebt al een plaats bij deze training, op een andere datum. Wil je ruilen? Dan "
                "is die plaats weer vrij voor een ander."
            )
        )
        self.enrolment = enrolment


def refuse_if_closed(edition: Edition) -> None:
    """Raise a `Refusal` that says why one cannot enrol in this edition, if one cannot."""
    refuse_if_not_on(edition)
    if edition.is_past:
        raise Refusal(_("Deze datum is al geweest."))
    if edition.is_running:
        raise Refusal(_("Deze training is al begonnen."))
    if not edition.is_open_for_enrolment:
        raise Refusal(_("De inschrijving voor deze datum is gesloten."))


def refuse_if_not_on(edition: Edition) -> None:
    """Raise a `Refusal` where nobody can be enrolled, not by staff either."""
    if edition.status == EditionStatus.CANCELLED:
        raise Refusal(_("Deze datum gaat niet door."))
    if edition.status != EditionStatus.OPEN:
        raise Refusal(_("De inschrijving voor deze datum is nog niet open."))
    if not edition.training.live:
        raise Refusal(
            _(
                "Deze training staat nu niet op de site. Zolang dat zo is, kan niemand zich "
                "inschrijven of een plaats aannemen."
            )
        )


def refuse_if_inactive(person: User, *, by_staff: bool) -> None:
    """Raise a `Refusal` for who cannot sign in."""
    if person.is_active:
        return
    raise Refusal(
        _("Het account van deze persoon is niet actief. Een beheerder kan het weer aanzetten.")
        if by_staff
        else _("Dit account is niet actief. Bel ons als dat niet klopt.")
    )


def refuse_second_seat(person: User, edition: Edition, *, by_another: bool) -> None:
    """Also when two pages are sent at once, for two editions: those wait for different locks.

    On SQLite the one who writes locks all. The row of the person would do too, but who erases or
    merges people locks that before the editions.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [edition.training_id, person.pk])
    elsewhere = queries.seat_elsewhere(person_id=person.pk, edition=edition)
    if elsewhere is not None:
        raise HasSeatElsewhere(elsewhere, by_another=by_another)


def denial(answer: Deny, *, by_staff: bool) -> str | Promise:
    """Why a rule denies. Who works here reads no "call us" where a rule cannot answer."""
    if by_staff and answer is queries.CANNOT_TELL:
        return _(
            "Inschrijven voor deze training lukt nu niet: een regel van de training geeft geen "
            "antwoord. Probeer het later opnieuw, of vraag het een beheerder."
        )
    return answer.reason


def already_in_it(status: EnrolmentStatus, *, by_staff: bool) -> StrOrPromise:
    """Why somebody who is in an edition, or waits for it, cannot enrol in it."""
    if status == EnrolmentStatus.WAITING:
        return (
            _("Deze persoon staat al op de wachtlijst van deze uitvoering.")
            if by_staff
            else _("Je staat al op de wachtlijst voor deze datum.")
        )
    if status == EnrolmentStatus.OFFERED:
        return (
            _("Deze persoon heeft al een aanbod voor deze uitvoering.")
            if by_staff
            else _("Er is al een plaats voor je. Laat ons weten of je die wilt.")
        )
    return (
        _("Deze persoon is al ingeschreven voor deze uitvoering.")
        if by_staff
        else _("Je bent al ingeschreven voor deze datum.")
    )
