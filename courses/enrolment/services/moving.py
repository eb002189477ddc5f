"""Somebody gets a seat in another edition of the same training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.editions.plans import PLAN_BEFORE, as_text, plan_of
from courses.editions.services import lock_editions
from courses.enrolment import notice_kinds, queries, transfers
from courses.enrolment.answers import carry_answers
from courses.enrolment.enums import ACTIVE, TAKES_PART, EnrolmentStatus
from courses.enrolment.group_plans import NOT_FOR_OTHERS
from courses.enrolment.invariants import MOVED
from courses.enrolment.services.companions import (
    come_together,
    come_together_again,
    goes_along,
    left_behind,
    tell_left_alone,
)
from courses.enrolment.services.enrolling import enrol, gets_a_seat
from courses.enrolment.services.joining import is_moved_at
from courses.enrolment.services.refusals import (
    already_in_it,
    denial,
    refuse_if_closed,
    refuse_if_inactive,
    refuse_if_not_on,
    refuse_second_seat,
)
from courses.enrolment.services.states import (
    _what_happened,
    is_by_another,
    keep_seats_taken,
    lock_edition,
    lock_enrolment,
    wish_ended,
)
from courses.enrolment.services.waiting_list import end_offers, offer_free_seats
from courses.notices.queries import to_do_about
from courses.notices.services import carry_notes, notify
from courses.plugin_api.contributions.enrolment import Deny
from courses.plugin_host import outbox
from courses.plugin_host.asking import Activations

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from courses.common.edit_conflicts import FormSnapshot
    from courses.enrolment.models import Enrolment
    from courses.people.models import User


@dataclass(frozen=True)
class Mover:
    """Somebody who goes to another edition, with what that person has there already.

    `answer` is that of the rules; None for who takes a seat that was offered there.
    """

    enrolment: Enrolment
    there: Enrolment | None
    answer: queries.RuleAnswer | None = None


@transaction.atomic
def move(
    *,
    enrolment: Enrolment,
    to_edition: Edition,
    actor: User | None,
    waiting_list: bool = False,
    along: Collection[int] | None = None,
    snapshot: FormSnapshot | None = None,
) -> Enrolment:
    """Give somebody a seat in another edition of the same training, in the place of this one.

    One message says so. The enrolment itself moves: what belongs to it comes along (`transfers`).
    The seat that comes free goes to the first in line. With `waiting_list`, who finds the
    other edition full keeps this enrolment and waits there for a seat to change to; the enrolment
    that waits is returned. `snapshot` is what the page showed that asked for it.

    Who comes together with this person goes too when in `along`, or see `goes_along`: all of them
    get a seat there, or nobody moves. Who stays is told, and comes alone from now on.

    Raises:
        Conflict: the enrolment is not any more what the page showed.
        Refusal: it is another training or the same edition; there is nothing to move or it has
            been held; the other edition cannot be enrolled in or has no seats for all; somebody is
            in it already; a rule denies.
    """
    lock_editions([enrolment.edition_id, to_edition.pk])
    enrolment, edition = lock_enrolment(enrolment)
    target = lock_edition(to_edition)
    by_staff = is_by_another(actor, enrolment)
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    _refuse_impossible_move(enrolment, edition, target, by_staff=by_staff)
    activations = Activations()
    party = [enrolment, *goes_along(enrolment, along, actor=actor)]
    movers = movers_to(target, party, activations, by_staff=by_staff)
    try:
        refuse_if_too_full(target, movers, activations)
    except TooFull:
        if not waiting_list or not target.is_open_for_enrolment:
            raise
        return _wait_there(target, movers, actor=actor)
    return change_edition(movers, edition, target, actor=actor, activations=activations)


def movers_to(
    target: Edition, party: Sequence[Enrolment], activations: Activations, *, by_staff: bool
) -> list[Mover]:
    """These people with what they have in another edition, which is locked; the first is who moves,
    the others go along. `by_staff` is whether staff do it for the first.

    Raises:
        Refusal: one of them is in it already or has no active account, or a rule denies.
    """
    first, *others = party
    movers = [_mover(target, first, activations, by_staff=by_staff, by_another=by_staff)]
    for one in others:
        try:
            refuse_if_inactive(one.person, by_staff=True)
            movers.append(_mover(target, one, activations, by_staff=by_staff, by_another=True))
        except Refusal as refusal:
            raise Refusal(f"{one.person.name}: {refusal}") from refusal
    return movers


def _mover(
    target: Edition,
    enrolment: Enrolment,
    activations: Activations,
    *,
    by_staff: bool,
    by_another: bool,
) -> Mover:
    there, offers = queries.own_and_offers(enrolment.person_id, target)
    end_offers(target, offers, activations)
    if there is not None and there.status in TAKES_PART | {EnrolmentStatus.CANCELLED}:
        raise Refusal(already_in_it(EnrolmentStatus.CONFIRMED, by_staff=by_another))
    if there is not None and there.status == EnrolmentStatus.OFFERED:
        return Mover(enrolment, there)
    answer = queries.ask_rules(
        person_id=enrolment.person_id,
        edition=target,
        by_staff=enrolment.by_staff or by_staff,
        rules=queries.rules_of(target.training_id, activations),
        person=enrolment.person,
    )
    if isinstance(answer, Deny):
        is_for_others = by_another and not by_staff
        raise Refusal(NOT_FOR_OTHERS if is_for_others else denial(answer, by_staff=by_staff))
    return Mover(enrolment, there, answer)


class TooFull(Refusal):
    """There are no seats for all who want to go to another edition together."""

    def __init__(self, seats: int, people: int) -> None:
        words = ngettext(
            "Daar is nog %(seats)d plaats vrij. Nodig zijn er %(people)d.",
            "Daar zijn nog %(seats)d plaatsen vrij. Nodig zijn er %(people)d.",
            seats,
        )
        super().__init__(
            words % {"seats": seats, "people": people} if seats else _("De andere datum is vol."),
            field="waiting_list",
        )


def refuse_if_too_full(target: Edition, movers: Sequence[Mover], activations: Activations) -> None:
    """Raise `TooFull` unless each who goes there has a seat that is offered, or can have one."""
    answers = [one.answer for one in movers if one.answer is not None]
    if not answers:
        return
    rules = queries.rules_of(target.training_id, activations)
    have_seats = all(gets_a_seat(target, answer, rules) for answer in answers)
    if not have_seats or len(answers) > target.seats_left:
        seats = target.seats_left if have_seats else 0
        raise TooFull(seats, len(answers))


def _wait_there(target: Edition, movers: Sequence[Mover], *, actor: User | None) -> Enrolment:
    """Let people wait in another edition for seats to change to, together."""
    first, *others = movers
    if not others:
        return enrol(person=first.enrolment.person, edition=target, actor=actor)
    by_staff = is_by_another(actor, first.enrolment)
    waits = []
    for one in movers:
        if one.there is not None and one.there.status == EnrolmentStatus.WAITING:
            waits.append(one.there)
            continue
        by_contact = not by_staff and one is not first
        person = one.enrolment.person
        waits.append(
            enrol(person=person, edition=target, actor=actor, by_contact=by_contact, wait=True)
        )
    for companion in waits[1:]:
        companion.comes_with = waits[0]
        companion.save(update_fields=["comes_with"])
    return waits[0]


@transaction.atomic
def enrol_elsewhere(
    *,
    enrolment: Enrolment,
    to_edition: Edition,
    actor: User | None,
    waiting_list: bool = False,
    snapshot: FormSnapshot | None = None,
) -> Enrolment:
    """Give somebody who is in an edition no more a seat in another one of the same training: it was
    called off, no place came free, or the person withdrew.

    What was stays as it is; what was answered at enrolment goes along. One message: that about the
    new seat. Nobody gets two seats so. With `waiting_list`, who finds that edition full waits
    there. `snapshot` is what the page showed that asked for it.

    Raises:
        Conflict: the enrolment is not any more what the page showed.
        HasSeatElsewhere: the person has a seat in a third edition already.
        Refusal: it is another training or the same edition; the person is still in this one; the
            other is full, or see `enrol`.
    """
    lock_editions([enrolment.edition_id, to_edition.pk])
    enrolment, edition = lock_enrolment(enrolment)
    by_another = is_by_another(actor, enrolment)
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    if to_edition.pk == edition.pk or to_edition.training_id != edition.training_id:
        raise Refusal(_("Kies een andere datum van dezelfde training."), field="to_edition")
    if enrolment.status in ACTIVE | TAKES_PART:
        raise Refusal(already_in_it(EnrolmentStatus(enrolment.status), by_staff=by_another))
    refuse_second_seat(enrolment.person, to_edition, by_another=by_another)
    placed = enrol(person=enrolment.person, edition=to_edition, actor=actor)
    if placed.status == EnrolmentStatus.WAITING and not waiting_list:
        raise Refusal(_("De andere datum is vol."), field="waiting_list")
    carry_answers(enrolment, placed)
    carry_notes(person=placed.person, before=edition, after=to_edition)
    return placed


def _refuse_impossible_move(
    enrolment: Enrolment, edition: Edition, target: Edition, *, by_staff: bool
) -> None:
    if target.pk == edition.pk:
        raise Refusal(already_in_it(EnrolmentStatus.CONFIRMED, by_staff=by_staff))
    if target.training_id != edition.training_id:
        raise Refusal(_("Dat is een andere training. Verplaatsen kan alleen binnen één training."))
    if edition.is_past:
        raise Refusal(_("Deze datum is al geweest. Verplaatsen kan niet meer."))
    if enrolment.status not in ACTIVE:
        raise Refusal(
            _("Deze persoon is niet ingeschreven.") if by_staff else _("Je bent niet ingeschreven.")
        )
    if by_staff:
        refuse_if_not_on(target)
    else:
        if enrolment.status in TAKES_PART:
            # A seat that is changed is given up: until when that can be done oneself is a rule.
            edition_services.refuse_if_too_late_to_withdraw(edition)
        refuse_if_closed(target)
    refuse_if_inactive(enrolment.person, by_staff=by_staff)


def change_edition(
    movers: Sequence[Mover],
    before: Edition,
    after: Edition,
    *,
    actor: User | None,
    activations: Activations | None = None,
) -> Enrolment:
    """Let enrolments be ones in another edition, with a seat; both editions are locked.

    The first is who moves, the others come along. What somebody had there before (a place in the
    queue, an offer, or a seat given up long ago) goes: there is one enrolment for a person and an
    edition. Returns the first.
    """
    party = [one.enrolment for one in movers]
    by_staff = is_by_another(actor, party[0])
    staying = left_behind(party)
    come_together(party)
    for one in movers:
        _change_one(one, before, after, by_staff=by_staff, actor=actor, activations=activations)
    for enrolment, others in staying:
        tell_left_alone(enrolment, others, actor=actor)
    offer_free_seats(edition=before, activations=activations)
    return party[0]


def _change_one(
    mover: Mover,
    before: Edition,
    after: Edition,
    *,
    by_staff: bool,
    actor: User | None,
    activations: Activations | None,
) -> None:
    enrolment = mover.enrolment
    if mover.there is not None:
        _take_over(mover.there, enrolment)
        after.refresh_from_db(fields=["seats_taken"])
    enrolment.edition = after
    enrolment.status = EnrolmentStatus.CONFIRMED
    enrolment.queued_at = enrolment.offer_expires_at = None
    enrolment.by_staff = enrolment.by_staff or by_staff
    was_in_since = enrolment.enrolled_at
    # Of what was held in that edition before, nobody has to say that this person was not there.
    enrolment.enrolled_at, enrolment.changed_at = is_moved_at(enrolment, after), clock.now()
    enrolment.save()
    keep_seats_taken(before)
    keep_seats_taken(after)
    come_together_again(enrolment, actor=actor)
    transfers.carry_along(enrolment, before, after)
    carry_notes(person=enrolment.person, before=before, after=after)
    audit.record(
        enrolment,
        MOVED,
        actor=actor,
        edition_before=before.pk,
        edition_after=after.pk,
        enrolled_at=was_in_since.isoformat(),
    )
    outbox.plan(_what_happened(enrolment, after), activations)
    known = _edition_known(enrolment, before)
    notify(
        person=enrolment.person,
        kind=notice_kinds.OTHER_EDITION,
        key=f"{enrolment.pk} {enrolment.changed_at.isoformat()}",
        edition=after,
        facts={
            "edition_before": known.pk,
            PLAN_BEFORE: as_text(plan_of(known)),
            **wish_ended(enrolment),
        },
        actor=actor,
    )


def _take_over(there: Enrolment, enrolment: Enrolment) -> None:
    """Let an enrolment take the place of what that person had in an edition: who would come with
    the one comes with the other."""
    if there.status in ACTIVE:
        there.companions.filter(status__in=ACTIVE).update(comes_with=enrolment)
        if enrolment.comes_with_id is None:
            enrolment.comes_with_id = there.comes_with_id
    there.delete()


def _edition_known(enrolment: Enrolment, before: Edition) -> Edition:
    """The edition that the person knows of: not one in between, of which nobody told yet."""
    unheard = to_do_about(enrolment.person, before).filter(kind=notice_kinds.OTHER_EDITION).first()
    known = unheard.facts.get("edition_before") if unheard is not None else None
    found = Edition.objects.filter(pk=known).first() if known is not None else None
    return found or before
