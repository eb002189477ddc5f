"""Somebody gets a seat in another edition of the same training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.editions.plans import PLAN_BEFORE, as_text, plan_of
from courses.editions.services import lock_editions
from courses.enrolment import notice_kinds, queries, transfers
from courses.enrolment.answers import carry_answers
from courses.enrolment.enums import ACTIVE, TAKES_PART, EnrolmentStatus
from courses.enrolment.invariants import MOVED
from courses.enrolment.services.companions import come_alone, tell_left_alone
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
)
from courses.enrolment.services.waiting_list import end_offers, offer_free_seats
from courses.notices.queries import to_do_about
from courses.notices.services import carry_notes, notify
from courses.plugin_api.contributions.enrolment import Deny
from courses.plugin_host import outbox
from courses.plugin_host.asking import Activations

if TYPE_CHECKING:
    from courses.common.edit_conflicts import FormSnapshot
    from courses.enrolment.models import Enrolment
    from courses.people.models import User


@transaction.atomic
def move(
    *,
    enrolment: Enrolment,
    to_edition: Edition,
    actor: User | None,
    waiting_list: bool = False,
    snapshot: FormSnapshot | None = None,
) -> Enrolment:
    """Give somebody a seat in another edition of the same training, in the place of this one.

    One message says so. The enrolment itself moves: what belongs to it comes along (`transfers`).
    The seat that comes free goes to the first in line. With `waiting_list`, who finds the
    other edition full keeps this enrolment and waits there for a seat to change to; the enrolment
    that waits is returned. `snapshot` is what the page showed that asked for it.

    Raises:
        Conflict: the enrolment is not any more what the page showed.
        Refusal: it is another training or the same edition; there is nothing to move or it has
            been held; the other edition cannot be enrolled in or is full; the person is in it
            already; a rule denies.
    """
    lock_editions([enrolment.edition_id, to_edition.pk])
    enrolment, edition = lock_enrolment(enrolment)
    target = lock_edition(to_edition)
    by_staff = is_by_another(actor, enrolment)
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    _refuse_impossible_move(enrolment, edition, target, by_staff=by_staff)
    activations = Activations()
    there, offers = queries.own_and_offers(enrolment.person_id, target)
    end_offers(target, offers, activations)
    if there is not None and there.status in TAKES_PART | {EnrolmentStatus.CANCELLED}:
        raise Refusal(already_in_it(EnrolmentStatus.CONFIRMED, by_staff=by_staff))
    if there is None or there.status != EnrolmentStatus.OFFERED:
        rules = queries.rules_of(target.training_id, activations)
        answer = queries.ask_rules(
            person_id=enrolment.person_id,
            edition=target,
            by_staff=enrolment.by_staff or by_staff,
            rules=rules,
            person=enrolment.person,
        )
        if isinstance(answer, Deny):
            raise Refusal(denial(answer, by_staff=by_staff))
        if not gets_a_seat(target, answer, rules):
            if not waiting_list:
                raise Refusal(_("De andere uitvoering is vol."), field="waiting_list")
            return enrol(person=enrolment.person, edition=target, actor=actor)
    return change_edition(
        enrolment, edition, target, instead_of=there, actor=actor, activations=activations
    )


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
        raise Refusal(_("De andere uitvoering is vol."), field="waiting_list")
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
        raise Refusal(_("Deze uitvoering is al geweest. Verplaatsen kan niet meer."))
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
    enrolment: Enrolment,
    before: Edition,
    after: Edition,
    *,
    instead_of: Enrolment | None,
    actor: User | None,
    activations: Activations | None = None,
) -> Enrolment:
    """Let an enrolment be one in another edition, with a seat; both editions are locked.

    What the person had there before (a place in the queue, an offer, or a seat given up long ago)
    goes: there is one enrolment for a person and an edition.
    """
    if instead_of is not None:
        instead_of.delete()
        after.refresh_from_db(fields=["seats_taken"])
    together = list(queries.companions_of(enrolment))
    come_alone(enrolment)
    enrolment.edition = after
    enrolment.status = EnrolmentStatus.CONFIRMED
    enrolment.queued_at = enrolment.offer_expires_at = None
    enrolment.by_staff = enrolment.by_staff or is_by_another(actor, enrolment)
    was_in_since = enrolment.enrolled_at
    # Of what was held in that edition before, nobody has to say that this person was not there.
    enrolment.enrolled_at, enrolment.changed_at = is_moved_at(enrolment, after), clock.now()
    enrolment.save()
    keep_seats_taken(before)
    keep_seats_taken(after)
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
        facts={"edition_before": known.pk, PLAN_BEFORE: as_text(plan_of(known))},
        actor=actor,
    )
    tell_left_alone(enrolment, together, actor=actor)
    offer_free_seats(edition=before, activations=activations)
    return enrolment


def _edition_known(enrolment: Enrolment, before: Edition) -> Edition:
    """The edition that the person knows of: not one in between, of which nobody told yet."""
    unheard = to_do_about(enrolment.person, before).filter(kind=notice_kinds.OTHER_EDITION).first()
    known = unheard.facts.get("edition_before") if unheard is not None else None
    found = Edition.objects.filter(pk=known).first() if known is not None else None
    return found or before
