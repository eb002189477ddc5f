"""Somebody takes a seat that was offered, or leaves it to the next in line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.services import lock_editions
from courses.enrolment import queries
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.services.companions import companions_in, goes_along, tell_left_alone
from courses.enrolment.services.moving import change_edition, movers_to, refuse_if_too_full
from courses.enrolment.services.refusals import refuse_if_closed, refuse_if_inactive
from courses.enrolment.services.states import (
    check_transition,
    is_by_another,
    lock_enrolment,
    set_status,
)
from courses.enrolment.services.waiting_list import offer_free_seats
from courses.plugin_host.asking import Activations

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.common.edit_conflicts import FormSnapshot
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.people.models import User


@transaction.atomic
def accept_offer(
    *,
    enrolment: Enrolment,
    actor: User | None,
    along: Collection[int] | None = None,
    snapshot: FormSnapshot | None = None,
) -> Enrolment:
    """Take the seat that was offered, also for whom this person brought along and who has an offer
    too; the person does, or staff for who says so by telephone.

    Who has a seat in another edition of the training gives that up: nobody has two. Then it is that
    enrolment which comes here, with what belongs to it, and which is returned. Who would come along
    there comes here too, as when one moves (see `move`, and there for `along`). `snapshot` is what
    the page showed that asked for it.

    Raises:
        Conflict: the enrolment is not any more what the page showed.
        Refusal: there is no offer, its time is over, the edition cannot be enrolled in any more,
            the account is not active, or there is no seat for who comes along.
    """
    elsewhere = queries.seat_elsewhere(person_id=enrolment.person_id, edition=enrolment.edition)
    if elsewhere is not None:
        lock_editions([enrolment.edition_id, elsewhere.edition_id])
    enrolment, edition = lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.CONFIRMED:
        return enrolment
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    refuse_if_closed(edition)
    refuse_if_inactive(enrolment.person, by_staff=is_by_another(actor, enrolment))
    if not enrolment.offer_stands:
        raise Refusal(_("Dit aanbod geldt niet meer."))
    if elsewhere is not None:
        elsewhere, other = lock_enrolment(elsewhere)
        if elsewhere.status == EnrolmentStatus.CONFIRMED:
            accepted = _come_from(elsewhere, other, edition, along, actor=actor)
            _accept_for_companions(accepted, edition, actor=actor)
            return accepted
    accepted = set_status(enrolment, edition, EnrolmentStatus.CONFIRMED, actor=actor)
    _accept_for_companions(accepted, edition, actor=actor)
    return accepted


def _come_from(
    elsewhere: Enrolment,
    other: Edition,
    edition: Edition,
    along: Collection[int] | None,
    *,
    actor: User | None,
) -> Enrolment:
    """Give up a seat elsewhere for the one that is offered here, with who comes along."""
    by_staff = is_by_another(actor, elsewhere)
    _refuse_to_give_up(other, by_staff=by_staff)
    activations = Activations()
    party = [elsewhere, *goes_along(elsewhere, along, actor=actor)]
    movers = movers_to(edition, party, activations, by_staff=by_staff)
    refuse_if_too_full(edition, movers, activations)
    return change_edition(movers, other, edition, actor=actor, activations=activations)


def _accept_for_companions(enrolment: Enrolment, edition: Edition, *, actor: User | None) -> None:
    """Who has a seat on another date of the training keeps the offer: nobody else gives that up."""
    for companion in companions_in(enrolment, edition):
        has_seat = queries.seat_elsewhere(person_id=companion.person_id, edition=edition)
        if companion.offer_stands and has_seat is None:
            set_status(companion, edition, EnrolmentStatus.CONFIRMED, actor=actor)


@transaction.atomic
def decline_offer(
    *, enrolment: Enrolment, actor: User | None, snapshot: FormSnapshot | None = None
) -> Enrolment:
    """Leave the offered seat to the next in line; who comes along has no seat alone.

    `snapshot` is what the page showed that asked for it.

    Raises:
        Conflict: the enrolment is not any more what the page showed.
        Refusal: there is no offer to decline.
    """
    enrolment, edition = lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.DECLINED:
        return enrolment
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    check_transition(
        enrolment,
        EnrolmentStatus.DECLINED,
        _("Deze persoon heeft geen aanbod om af te slaan.")
        if is_by_another(actor, enrolment)
        else _("Er is geen aanbod dat je kunt afslaan."),
    )
    activations = Activations()
    together = list(queries.companions_of(enrolment))
    set_status(enrolment, edition, EnrolmentStatus.DECLINED, actor=actor, activations=activations)
    along = [
        one for one in companions_in(enrolment, edition) if one.status == EnrolmentStatus.OFFERED
    ]
    for companion in along:
        set_status(companion, edition, EnrolmentStatus.DECLINED, actor=actor)
    tell_left_alone(enrolment, together, actor=actor)
    offer_free_seats(edition=edition, activations=activations)
    return enrolment


def _refuse_to_give_up(edition: Edition, *, by_staff: bool) -> None:
    """No seat is given up for an offer in an edition that began, or too late to withdraw."""
    if edition.has_begun:
        raise Refusal(
            _(
                "Deze persoon heeft een plaats op een andere datum, en die is al begonnen. Ruilen "
                "kan niet meer."
            )
            if by_staff
            else _(
                "Je hebt een plaats op een andere datum, en die is al begonnen. Ruilen kan niet "
                "meer."
            )
        )
    if not by_staff:
        edition_services.refuse_if_too_late_to_withdraw(edition)
