"""Somebody withdraws, or is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.enums import EditionStatus
from courses.enrolment import queries
from courses.enrolment.enums import TAKES_PART, EnrolmentStatus
from courses.enrolment.models import Enrolment, ErasedParticipants
from courses.enrolment.services.companions import (
    come_alone,
    goes_along,
    left_behind,
    tell_left_alone,
)
from courses.enrolment.services.states import (
    check_transition,
    is_by_another,
    lock_edition,
    lock_enrolment,
    set_status,
)
from courses.enrolment.services.waiting_list import offer_free_seats
from courses.plugin_host.asking import Activations

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.common.edit_conflicts import FormSnapshot
    from courses.editions.models import Edition
    from courses.people.models import User


@transaction.atomic
def withdraw(
    *,
    enrolment: Enrolment,
    actor: User | None,
    snapshot: FormSnapshot | None = None,
    by_contact: bool = False,
    along: Collection[int] | None = None,
) -> Enrolment:
    """Take someone out; a freed seat is offered to the first in line.

    `along` says who leaves too, of those with whom this person comes; without it see `goes_along`.
    With whom somebody would come and who stays, is told so and asked whether it is still right.

    The contact person of a partner (`by_contact`) can do so as long as the person could. `snapshot`
    is what the page showed that asked for it.

    Raises:
        Conflict: the enrolment is not any more what the page showed.
        Refusal: the edition is over, or there is nothing to withdraw from.
    """
    enrolment, edition = lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.WITHDRAWN:
        return enrolment
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    if edition.is_past:
        raise Refusal(_("Deze datum is al geweest. Afmelden kan niet meer."))
    if (by_contact or actor == enrolment.person) and enrolment.status in TAKES_PART:
        edition_services.refuse_if_too_late_to_withdraw(edition)
    check_transition(
        enrolment,
        EnrolmentStatus.WITHDRAWN,
        _("Deze persoon is niet ingeschreven.")
        if is_by_another(actor, enrolment)
        else _("Je bent niet ingeschreven."),
    )
    activations = Activations()
    party = [enrolment, *goes_along(enrolment, along, actor=actor)]
    staying = left_behind(party)
    for one in party:
        one.edition = edition
        set_status(one, edition, EnrolmentStatus.WITHDRAWN, actor=actor, activations=activations)
    for one, others in staying:
        come_alone(one)
        tell_left_alone(one, others, actor=actor)
    offer_free_seats(edition=edition, activations=activations)
    return enrolment


@transaction.atomic
def withdraw_companions(
    *, enrolment: Enrolment, along: Collection[int], actor: User
) -> list[Enrolment]:
    """Take out whom this person brought along, and who is in `along`; the person stays.

    Raises:
        Refusal: there is nobody to take out, or see `withdraw`.
    """
    enrolment, _edition = lock_enrolment(enrolment)
    leaving = goes_along(enrolment, along, actor=actor)
    if not leaving:
        raise Refusal(_("Er is niemand meer die met je meekomt."))
    return [withdraw(enrolment=one, actor=actor, by_contact=True) for one in leaving]


@transaction.atomic
def withdraw_left_behind(*, person: User, edition: Edition, key: int) -> Enrolment:
    """Take out somebody whom this person brought along and who stayed, as long as nobody else can:
    we cannot reach that one. Such a seat would stay empty.

    Raises:
        Refusal: it is no such enrolment, or see `withdraw`.
    """
    edition = lock_edition(edition)
    for one in queries.seats_kept_for(person.pk, edition.pk):
        if one.pk == key:
            return withdraw(enrolment=one, actor=person, by_contact=True)
    raise Refusal(_("Er is niemand meer die met je meekomt."))


@transaction.atomic
def count_erased(*, enrolment: Enrolment) -> None:
    """Keep the number of somebody who took part in an edition that began, and who is erased.

    The enrolment itself is gone by now. Who had a seat in an edition to come leaves nothing.
    """
    edition = lock_edition(enrolment.edition)
    began = edition.starts_at is not None and edition.starts_at <= clock.now()
    held = edition.status == EditionStatus.OPEN and began
    if not held or enrolment.status not in TAKES_PART:
        return
    erased, _created = ErasedParticipants.objects.get_or_create(edition=edition)
    erased.number += 1
    erased.completed += enrolment.status == EnrolmentStatus.COMPLETED
    erased.save()
