"""Everything that changes an enrolment.

Each service locks the edition first and counts then, so that two people never get one seat. A
seat that comes free belongs to the queue, not to the next visitor.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Unpack, cast

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.catalogue import services as catalogue
from courses.catalogue.models import LessonPage, TrainingPage
from courses.common import audit, clock, limits
from courses.common.errors import Refusal
from courses.common.public_version import version as public_version
from courses.common.text import keepable
from courses.editions import services as edition_services
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.editions.services import lock_editions
from courses.enrolment import group_plans, notice_kinds, queries, transfers
from courses.enrolment.answers import carry_answers
from courses.enrolment.enums import (
    ACTIVE,
    HOLDS_SEAT,
    TAKES_PART,
    TRANSITIONS,
    EnrolmentStatus,
)
from courses.enrolment.models import Enrolment, ErasedParticipants
from courses.notices.services import Announcement, drop_outdated, notify, notify_all
from courses.people.services import NewPerson, register_person
from courses.plugin_api.contributions.enrolment import Allow, Deny, Waitlist
from courses.plugin_api.events import EnrolledAfterwards, EnrolmentChanged
from courses.plugin_host import outbox
from courses.plugin_host.asking import Activations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.utils.functional import Promise
    from django_stubs_ext import StrOrPromise

    from courses.common.edit_conflicts import FormSnapshot
    from courses.enrolment.group_plans import PlannedRow
    from courses.notices.models import Notice
    from courses.people.models import Partner, User
    from courses.plugin_api.events import Event

COMPANION_HERE = limits.Limit("companion edition", 1, 365 * limits.DAY)
COMPANIONS = limits.Limit("companions", 3, limits.DAY)
"""How many people somebody may bring along to one edition, and in a day: each is a new account."""

OFFER_LASTS = timedelta(hours=48)
"""How long someone may think about an offered seat, if the edition is that far away."""


NOT_FOR_OTHERS = group_plans.NOT_FOR_OTHERS
"""Why somebody is refused, to who may not know why: a reason tells what somebody did before."""


class Somebody(NewPerson, total=False):
    """One whom we know, or all that tells who somebody new is."""

    person: User


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


@transaction.atomic
def enrol(
    *,
    person: User,
    edition: Edition,
    actor: User | None = None,
    by_contact: bool = False,
    wait: bool = False,
) -> Enrolment:
    """Give `person` a seat, or a place on the waiting list when the edition is full.

    Staff enrol somebody also when one can no longer do so on the site, or when the edition has
    been held: for who called late, or came without being enrolled. Then there is no waiting list.
    The contact person of a partner (`by_contact`) may no more than the person would: only who reads
    a refusal is another. `wait` is for who takes no seat, also if there is one.

    Raises:
        HasSeatElsewhere: the person has a seat in another edition of the same training: to take
            this one is to give up that one (see `move`). Staff may give somebody two.
        Refusal: the edition cannot be enrolled in, the person is in it already or has no active
            account, or a rule of the training denies.
    """
    locked = _lock(edition)
    by_another = actor is not None and actor != person
    by_staff = by_another and not by_contact
    if by_staff:
        _refuse_if_not_on(locked)
    else:
        refuse_if_closed(locked)
    _refuse_if_inactive(person, by_staff=by_another)
    activations = Activations()
    enrolment, offers = queries.own_and_offers(person.pk, locked)
    _end_offers(locked, offers, activations)
    if enrolment and enrolment.status in ACTIVE | TAKES_PART:
        raise Refusal(_is_in_it(EnrolmentStatus(enrolment.status), by_staff=by_another))
    rules = queries.rules_of(locked.training_id, activations)
    answer = queries.ask_rules(
        person_id=person.pk, edition=locked, by_staff=by_staff, rules=rules, person=person
    )
    if isinstance(answer, Deny):
        raise Refusal(NOT_FOR_OTHERS if by_contact else _reason(answer, by_staff=by_staff))
    seat = _gets_a_seat(locked, answer, rules) and not wait
    if seat and not by_staff:
        _refuse_second_seat(person, locked, by_another=by_another)
    now = clock.now()
    if enrolment is None:
        enrolment = Enrolment(person=person, edition=locked)
    elif EnrolmentStatus.WAITING not in TRANSITIONS[EnrolmentStatus(enrolment.status)]:
        raise Refusal(
            _("Deze persoon kan niet opnieuw in deze uitvoering.")
            if by_another
            else _("Je kunt je niet opnieuw inschrijven voor deze uitvoering.")
        )
    if enrolment.pk is not None:
        _come_alone(enrolment)
    enrolment.enrolled_at = now
    enrolment.by_staff = by_staff
    enrolment.queued_at = None if seat else now
    status = EnrolmentStatus.CONFIRMED if seat else EnrolmentStatus.WAITING
    return _set(enrolment, locked, status, actor=actor or person, activations=activations)


class _OneSeatOnly(Exception):  # noqa: N818 - no error: it takes back what was tried
    """There is a seat for one of two who come together."""


@transaction.atomic
def enrol_together(
    *, person: User, edition: Edition, companion: NewPerson, actor: User | None = None
) -> tuple[Enrolment, Enrolment]:
    """Enrol `person`, and who comes along: both get a seat, or both wait for two.

    The companion gets an account without an address, unless there is one in `companion`, and an
    enrolment of his or her own.

    Raises:
        Refusal: as `enrol`, for one of the two, or the person brings too many along; then nobody
            is enrolled. Staff may bring as many as they like.
    """
    _lock(edition)
    if actor is None or actor == person:
        _count_companion(person, edition)
    try:
        with transaction.atomic():
            pair = _enrol_pair(person, edition, companion, actor, wait=False)
            if len({one.status for one in pair}) > 1:
                raise _OneSeatOnly
    except _OneSeatOnly:
        pair = _enrol_pair(person, edition, companion, actor, wait=True)
    return pair


def _count_companion(person: User, edition: Edition) -> None:
    """Else somebody could fill an edition with people who do not exist."""
    try:
        limits.take((COMPANION_HERE, [person.pk, edition.pk]), (COMPANIONS, [person.pk]))
    except limits.RateLimited as no:
        raise Refusal(
            _("Je hebt al iemand meegenomen naar deze uitvoering. Nog iemand? Bel of mail ons.")
            if no.limit is COMPANION_HERE
            else _("Je hebt vandaag al veel mensen meegenomen. Nog iemand? Bel of mail ons."),
            field="companion_first_name",
        ) from no


def _enrol_pair(
    person: User, edition: Edition, companion: NewPerson, actor: User | None, *, wait: bool
) -> tuple[Enrolment, Enrolment]:
    by = actor or person
    first = enrol(person=person, edition=edition, actor=actor, wait=wait)
    name = f"{companion['first_name']} {companion.get('last_name', '')}".strip()
    try:
        somebody = register_person(actor=by, **companion)
        second = enrol(
            person=somebody, edition=edition, actor=by, by_contact=actor is None, wait=wait
        )
    except Refusal as refusal:
        raise Refusal(f"{name}: {refusal}", field="companion_first_name") from refusal
    second.comes_with = first
    second.save(update_fields=["comes_with"])
    return first, second


@transaction.atomic
def enrol_somebody(
    *, edition: Edition, actor: User | None, person: User | None = None, **new: Unpack[NewPerson]
) -> Enrolment:
    """Enrol `person`, or somebody `new` (see `register_person`), on behalf of the academy.

    Raises:
        Refusal: the edition cannot be enrolled in, the person is in it already, or the address
            of somebody new is known already.
    """
    somebody = person or register_person(actor=actor, **new)
    return enrol(person=somebody, edition=edition, actor=actor)


@transaction.atomic
def enrol_along(
    *,
    enrolment: Enrolment,
    actor: User | None,
    person: User | None = None,
    **new: Unpack[NewPerson],
) -> Enrolment:
    """Enrol `person`, or somebody `new`, who comes along with who is enrolled already.

    The two belong together when both have a seat or both wait. Where there is a seat for one only,
    the other waits alone: nobody gives a seat up for that.

    Raises:
        Refusal: as `enrol_somebody`.
    """
    edition = _lock(enrolment.edition)
    second = enrol_somebody(edition=edition, actor=actor, person=person, **new)
    first = Enrolment.objects.get(pk=enrolment.pk)
    if first.status == second.status:
        second.comes_with = first
        second.save(update_fields=["comes_with"])
    return second


@dataclass(frozen=True)
class GroupResult:
    """What came of one row of a list: an enrolment, or the sentence that says why not."""

    row: PlannedRow
    enrolment: Enrolment | None = None
    refusal: str = ""


def enrol_group(
    *,
    edition: Edition,
    rows: Iterable[PlannedRow],
    actor: User,
    partner: Partner | None = None,
    by_contact: bool = False,
) -> list[GroupResult]:
    """Enrol the people of a list in its order, as `plan_group` planned it; what came of each.

    Each in a transaction of its own: one who cannot is no reason to stop the others, and to do it
    again does the rest. Who is new gets an account, with this `partner`. `by_contact` is for the
    contact person of that partner, see `enrol`.
    """
    results = []
    for row in rows:
        try:
            enrolment = _enrol_row(edition, row, actor, partner, by_contact=by_contact)
        except Refusal as refusal:
            results.append(GroupResult(row, refusal=str(refusal)))
        else:
            results.append(GroupResult(row, enrolment))
    return results


@transaction.atomic
def _enrol_row(
    edition: Edition,
    row: PlannedRow,
    actor: User,
    partner: Partner | None,
    *,
    by_contact: bool,
) -> Enrolment:
    person = row.person
    if person is None:
        new = {name: value for name, value in row.data.items() if value}
        person = register_person(
            actor=actor, **cast("NewPerson", {"last_name": "", **new, "partner": partner})
        )
    return enrol(person=person, edition=edition, actor=actor, by_contact=by_contact)


@transaction.atomic
def withdraw(
    *,
    enrolment: Enrolment,
    actor: User | None,
    snapshot: FormSnapshot | None = None,
    by_contact: bool = False,
    along: Collection[int] = (),
) -> Enrolment:
    """Take someone out; a freed seat is offered to the first in line.

    Who leaves takes along whom he or she brought, if that one never signed in (see
    `queries.leave_along`): nobody else would free that seat. When somebody else takes a person out,
    only those companions leave too whose enrolments are in `along`. With whom somebody would come
    and who stays, is told so and asked whether it is still right.

    The contact person of a partner (`by_contact`) can do so as long as the person could. `snapshot`
    is what the page showed that asked for it.

    Raises:
        Conflict: the enrolment is not any more what the page showed.
        Refusal: the edition is over, or there is nothing to withdraw from.
    """
    enrolment, edition = _lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.WITHDRAWN:
        return enrolment
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    if edition.is_past:
        raise Refusal(_("Deze uitvoering is al geweest. Afmelden kan niet meer."))
    if (by_contact or actor == enrolment.person) and enrolment.status in TAKES_PART:
        edition_services.refuse_if_too_late_to_withdraw(edition)
    _check(
        enrolment,
        EnrolmentStatus.WITHDRAWN,
        _("Deze persoon is niet ingeschreven.")
        if _is_by_another(actor, enrolment)
        else _("Je bent niet ingeschreven."),
    )
    activations = Activations()
    together = list(queries.companions_of(enrolment))
    if actor == enrolment.person:
        along = {one.pk for one in queries.leave_along(enrolment)}
    leaving = [one for one in together if one.pk in along]
    for one in [enrolment, *leaving]:
        one.edition = edition
        _set(one, edition, EnrolmentStatus.WITHDRAWN, actor=actor, activations=activations)
        if one.comes_with is not None:
            # In the place of this one another may be brought along.
            limits.forget((COMPANION_HERE, [one.comes_with.person_id, edition.pk]))
    for one in leaving:
        _come_alone(one)
    _come_alone(enrolment)
    _tell_left_alone(enrolment, [one for one in together if one not in leaving], actor=actor)
    offer_free_seats(edition=edition, activations=activations)
    return enrolment


@transaction.atomic
def accept_offer(
    *, enrolment: Enrolment, actor: User | None, snapshot: FormSnapshot | None = None
) -> Enrolment:
    """Take the seat that was offered; the person does, or staff for who says so by telephone.

    Who has a seat in another edition of the training gives that up: nobody has two. Then it is that
    enrolment which comes here, with what belongs to it, and which is returned. `snapshot` is what
    the page showed that asked for it.

    Raises:
        Conflict: the enrolment is not any more what the page showed.
        Refusal: there is no offer, its time is over, the edition cannot be enrolled in any more,
            or the account is not active.
    """
    elsewhere = queries.seat_elsewhere(person_id=enrolment.person_id, edition=enrolment.edition)
    if elsewhere is not None:
        lock_editions([enrolment.edition_id, elsewhere.edition_id])
    enrolment, edition = _lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.CONFIRMED:
        return enrolment
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    refuse_if_closed(edition)
    _refuse_if_inactive(enrolment.person, by_staff=_is_by_another(actor, enrolment))
    if not enrolment.offer_stands:
        raise Refusal(_("Dit aanbod geldt niet meer."))
    for companion in _companions(enrolment, edition):
        if companion.offer_stands:
            _set(companion, edition, EnrolmentStatus.CONFIRMED, actor=actor)
    if elsewhere is not None:
        elsewhere, other = _lock_enrolment(elsewhere)
        if elsewhere.status == EnrolmentStatus.CONFIRMED:
            _refuse_to_give_up(other, by_staff=_is_by_another(actor, enrolment))
            return _change_edition(elsewhere, other, edition, instead_of=enrolment, actor=actor)
    return _set(enrolment, edition, EnrolmentStatus.CONFIRMED, actor=actor)


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
    enrolment, edition = _lock_enrolment(enrolment)
    target = _lock(to_edition)
    by_staff = _is_by_another(actor, enrolment)
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    _refuse_impossible_move(enrolment, edition, target, by_staff=by_staff)
    activations = Activations()
    there, offers = queries.own_and_offers(enrolment.person_id, target)
    _end_offers(target, offers, activations)
    if there is not None and there.status in TAKES_PART | {EnrolmentStatus.CANCELLED}:
        raise Refusal(_is_in_it(EnrolmentStatus.CONFIRMED, by_staff=by_staff))
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
            raise Refusal(_reason(answer, by_staff=by_staff))
        if not _gets_a_seat(target, answer, rules):
            if not waiting_list:
                raise Refusal(_("De andere uitvoering is vol."), field="waiting_list")
            return enrol(person=enrolment.person, edition=target, actor=actor)
    return _change_edition(
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
    enrolment, edition = _lock_enrolment(enrolment)
    by_another = _is_by_another(actor, enrolment)
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    if to_edition.pk == edition.pk or to_edition.training_id != edition.training_id:
        raise Refusal(_("Kies een andere datum van dezelfde training."), field="to_edition")
    if enrolment.status in ACTIVE | TAKES_PART:
        raise Refusal(_is_in_it(EnrolmentStatus(enrolment.status), by_staff=by_another))
    _refuse_second_seat(enrolment.person, to_edition, by_another=by_another)
    placed = enrol(person=enrolment.person, edition=to_edition, actor=actor)
    if placed.status == EnrolmentStatus.WAITING and not waiting_list:
        raise Refusal(_("De andere uitvoering is vol."), field="waiting_list")
    carry_answers(enrolment, placed)
    return placed


def _refuse_impossible_move(
    enrolment: Enrolment, edition: Edition, target: Edition, *, by_staff: bool
) -> None:
    if target.pk == edition.pk:
        raise Refusal(_is_in_it(EnrolmentStatus.CONFIRMED, by_staff=by_staff))
    if target.training_id != edition.training_id:
        raise Refusal(_("Dat is een andere training. Verplaatsen kan alleen binnen één training."))
    if edition.is_past:
        raise Refusal(_("Deze uitvoering is al geweest. Verplaatsen kan niet meer."))
    if enrolment.status not in ACTIVE:
        raise Refusal(
            _("Deze persoon is niet ingeschreven.") if by_staff else _("Je bent niet ingeschreven.")
        )
    if by_staff:
        _refuse_if_not_on(target)
    else:
        if enrolment.status in TAKES_PART:
            # A seat that is changed is given up: until when that can be done oneself is a rule.
            edition_services.refuse_if_too_late_to_withdraw(edition)
        refuse_if_closed(target)
    _refuse_if_inactive(enrolment.person, by_staff=by_staff)


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


def _change_edition(
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
    _come_alone(enrolment)
    enrolment.edition = after
    enrolment.status = EnrolmentStatus.CONFIRMED
    enrolment.queued_at = enrolment.offer_expires_at = None
    enrolment.by_staff = enrolment.by_staff or _is_by_another(actor, enrolment)
    enrolment.changed_at = clock.now()
    enrolment.save()
    _count(before)
    _count(after)
    transfers.carry_along(enrolment, before, after)
    audit.record(
        enrolment, "enrolment.moved", actor=actor, edition_before=before.pk, edition_after=after.pk
    )
    outbox.plan(_what_happened(enrolment, after), activations)
    notify(
        person=enrolment.person,
        kind=notice_kinds.OTHER_EDITION,
        key=f"{enrolment.pk} {enrolment.changed_at.isoformat()}",
        edition=after,
        facts={"edition_before": before.pk},
        actor=actor,
    )
    _tell_left_alone(enrolment, together, actor=actor)
    offer_free_seats(edition=before, activations=activations)
    return enrolment


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
    enrolment, edition = _lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.DECLINED:
        return enrolment
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.enrolment_facts(enrolment))
    _check(
        enrolment,
        EnrolmentStatus.DECLINED,
        _("Deze persoon heeft geen aanbod om af te slaan.")
        if _is_by_another(actor, enrolment)
        else _("Er is geen aanbod dat je kunt afslaan."),
    )
    activations = Activations()
    _set(enrolment, edition, EnrolmentStatus.DECLINED, actor=actor, activations=activations)
    along = [
        one for one in _companions(enrolment, edition) if one.status == EnrolmentStatus.OFFERED
    ]
    for companion in along:
        _set(companion, edition, EnrolmentStatus.DECLINED, actor=actor)
    _tell_left_alone(enrolment, along, actor=actor)
    offer_free_seats(edition=edition, activations=activations)
    return enrolment


@transaction.atomic
def settle_waiting_list(*, edition: Edition, tell: bool = True) -> int:
    """Bring an edition's offers and waiting list up to date; returns how many people it concerned.

    Offers that nobody answered in time end, and those of who has no active account. Those that
    stay get the time that the edition leaves them: as much as a new offer would have had. When one
    can no longer enrol, who still waits hears that no place came free; until then each free seat
    goes to the first in line. Harmless to repeat. `tell` is whether people hear of a new deadline.
    """
    locked = _lock(edition)
    activations = Activations()
    offers = list(queries.offers_in(locked))
    changed = _end_offers(locked, offers, activations) + _fit_offers(locked, tell=tell)
    if locked.status == EditionStatus.OPEN and not locked.is_open_for_enrolment:
        return changed + _end_waiting(locked, activations)
    return changed + offer_free_seats(edition=locked, activations=activations)


@transaction.atomic
def offer_free_seats(*, edition: Edition, activations: Activations | None = None) -> int:
    """Offer each free seat to the next in line, until the edition's cut-off; returns how many.

    `activations` are those that were looked up in this transaction, if they were.
    """
    activations = activations or Activations()
    locked = count_seats(edition=edition)
    if not locked.is_open_for_enrolment:
        return 0
    if not locked.training.live:
        # Nobody can see what would be offered. It goes on when the training is public again.
        return 0
    allowed = queries.allowed_from_waiting_list(locked, activations)
    first_in_line = _who_fit(allowed, locked)
    for enrolment in first_in_line:
        _set(enrolment, locked, EnrolmentStatus.OFFERED, actor=None, activations=activations)
    return len(first_in_line)


def _who_fit(allowed: Iterable[Enrolment], edition: Edition) -> list[Enrolment]:
    """Who of those in line can have the free seats: of two who come together both, or neither.

    Two for whom there is one seat keep their place and are passed over. They are two only when
    both are in line: who waits for somebody who cannot have a seat would wait for ever.
    """
    line = list(allowed)
    # In an edition for one there never are two seats to wait for.
    together = _together(line) if edition.capacity > 1 else {}
    chosen: dict[int, Enrolment] = {}
    for enrolment in line:
        free = edition.seats_left - len(chosen)
        if free <= 0:
            break
        if enrolment.pk in chosen:
            continue
        other = together.get(enrolment.pk)
        wanted = [enrolment, other] if other is not None else [enrolment]
        if len(wanted) <= free:
            chosen |= {one.pk: one for one in wanted}
    return list(chosen.values())


def _together(line: list[Enrolment]) -> dict[int, Enrolment]:
    """Of each in line who comes with another in line: that other, both ways; nobody is in two."""
    standing = {one.pk: one for one in line}
    found: dict[int, Enrolment] = {}
    for second in line:
        first = standing.get(second.comes_with_id or 0)
        if first is not None and not found.keys() & {first.pk, second.pk}:
            found |= {first.pk: second, second.pk: first}
    return found


def _companions(enrolment: Enrolment, edition: Edition) -> list[Enrolment]:
    found = enrolment.companions.filter(edition=edition).select_related("person")
    companions = list(found.order_by("pk"))
    for one in companions:
        one.edition = edition
    return companions


def _come_alone(enrolment: Enrolment) -> None:
    """From now on this enrolment goes its own way, whoever came with whom."""
    enrolment.companions.update(comes_with=None)
    if enrolment.comes_with_id is not None:
        enrolment.comes_with = None
        enrolment.save(update_fields=["comes_with"])


def _tell_left_alone(
    enrolment: Enrolment, together: Iterable[Enrolment], *, actor: User | None
) -> None:
    """Tell those with whom somebody would come that he or she does not."""
    moment = enrolment.changed_at.isoformat()
    notify_all(
        [
            Announcement(
                person=one.person,
                kind=notice_kinds.COMPANION_LEFT,
                key=f"{one.pk} {enrolment.pk} {moment}",
                edition=one.edition,
                facts={"enrolment": enrolment.pk},
            )
            for one in together
        ],
        actor=actor,
    )


def settle_waiting_lists() -> int:
    """Settle every waiting list in which something must happen; returns how many people.

    Each edition in a transaction of its own; for the regular tick.
    """
    return sum(settle_waiting_list(edition=edition) for edition in queries.to_settle())


@transaction.atomic
def count_seats(*, edition: Edition) -> Edition:
    """Bring the edition's count of seats up to date; returns it, locked."""
    locked = _lock(edition)
    _count(locked)
    return locked


@transaction.atomic
def count_erased(*, enrolment: Enrolment) -> None:
    """Keep the number of somebody who took part in an edition that began, and who is erased.

    The enrolment itself is gone by now. Who had a seat in an edition to come leaves nothing.
    """
    edition = _lock(enrolment.edition)
    began = edition.starts_at is not None and edition.starts_at <= clock.now()
    held = edition.status == EditionStatus.OPEN and began
    if not held or enrolment.status not in TAKES_PART:
        return
    erased, _created = ErasedParticipants.objects.get_or_create(edition=edition)
    erased.number += 1
    erased.completed += enrolment.status == EnrolmentStatus.COMPLETED
    erased.save()


@transaction.atomic
def cancel_edition(
    *,
    edition: Edition,
    actor: User | None,
    snapshot: FormSnapshot | None = None,
    reason: str = "",
    alternatives: Iterable[Edition] | None = None,
) -> Edition:
    """Call an edition off and tell everyone who is in it or waits for it.

    `snapshot` is what the page showed that asked for it; `reason` and `alternatives` are what they
    read (see `editions.services.cancel_edition`).

    Raises:
        Conflict: others are in it, or wait for it, than the page showed.
        Refusal: it has been held already.
    """
    locked = edition_services.cancel_edition(
        edition=edition, actor=actor, reason=reason, alternatives=alternatives
    )
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.who_is_told(locked))
    activations = Activations()
    concerned = Enrolment.objects.filter(edition=locked, status__in=ACTIVE)
    for enrolment in concerned.select_related("person"):
        _set(
            enrolment,
            locked,
            EnrolmentStatus.CANCELLED,
            actor=actor,
            activations=activations,
        )
    return locked


@transaction.atomic
def confirm_edition(*, edition: Edition, actor: User | None) -> Edition:
    """Decide that an edition goes on, and tell who has a seat in it when it was uncertain: there
    were too few people.

    Raises:
        Refusal: see `editions.services.confirm_edition`.
    """
    before = _lock(edition)
    locked = edition_services.confirm_edition(edition=edition, actor=actor)
    if before.decided_at is None and locked.is_too_small:
        notify_all(
            [
                Announcement(
                    person=one.person,
                    kind=notice_kinds.GOES_ON,
                    key=f"{one.pk}",
                    edition=locked,
                )
                for one in queries.told_that_it_goes_on(locked)
            ],
            actor=actor,
        )
    return locked


@transaction.atomic
def complete(*, enrolment: Enrolment, actor: User | None = None) -> Enrolment:
    """Mark that the participant has done all that the training asks.

    Raises:
        Refusal: the person does not take part.
    """
    enrolment, edition = _lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.COMPLETED:
        return enrolment
    _check(enrolment, EnrolmentStatus.COMPLETED, _("Deze persoon doet niet mee."))
    return _set(enrolment, edition, EnrolmentStatus.COMPLETED, actor=actor)


@transaction.atomic
def undo_completion(*, enrolment: Enrolment, actor: User | None) -> Enrolment:
    """Mark that a participant has not done all that the training asks, after all.

    Raises:
        Refusal: the person does not take part.
    """
    enrolment, edition = _lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.NOT_COMPLETED:
        return enrolment
    _check(enrolment, EnrolmentStatus.NOT_COMPLETED, _("Deze persoon doet niet mee."))
    return _set(enrolment, edition, EnrolmentStatus.NOT_COMPLETED, actor=actor)


@transaction.atomic
def send_notice(*, enrolment: Enrolment, subject: str, body: str, key: str = "") -> None:
    """Write to a participant, after commit; plain text, in the academy's mail layout.

    It is tried again when mail is out of order, so in rare cases it arrives a day later or twice.
    Who does not take part any more gets nothing; who has no address gets a letter or a call. A
    subject of several lines becomes one line. With the same `key` it is sent once.

    Raises:
        ValueError: there is no subject or no text, or characters in it that no mail can have.
    """
    notify_all([_message(enrolment, subject, body, key=key or uuid.uuid4().hex)])


@transaction.atomic
def send_notices(
    *, notices: Iterable[tuple[Enrolment, str, str]], until: datetime | None = None
) -> None:
    """`send_notice` for many at once; each an enrolment, a subject and a text.

    From `until` on it is no news any more: then nobody is called or written to about it.

    Raises:
        ValueError: as there; nothing is sent then.
    """
    notify_all([_message(*one, key=uuid.uuid4().hex, until=until) for one in notices])


def _message(
    enrolment: Enrolment, subject: str, body: str, *, key: str, until: datetime | None = None
) -> Announcement:
    subject, body = " ".join(str(subject).split()), str(body)
    if not subject or not body.strip():
        raise ValueError("a notice needs a subject and a text")
    keepable(subject + body)
    return Announcement(
        person=enrolment.person,
        kind=notice_kinds.MESSAGE,
        key=key,
        edition=enrolment.edition,
        facts={
            "subject": subject,
            "body": body,
            **({"until": until.isoformat()} if until else {}),
        },
    )


def _gets_a_seat(edition: Edition, answer: queries.RuleAnswer, rules: queries.Rules) -> bool:
    """Whether somebody for whom the rules answer so gets a seat now; else it is the waiting list.

    Raises:
        Refusal: neither, since nobody waits for an edition that is closed.
    """
    allowed = isinstance(answer, Allow)
    if edition.is_open_for_enrolment:
        return allowed and queries.has_free_seat(edition, rules)
    if isinstance(answer, Waitlist):
        raise Refusal(answer.reason)
    if edition.seats_left <= 0:
        raise Refusal(
            _(
                "Alle plaatsen zijn bezet, en een wachtlijst is er niet meer. Geef de uitvoering "
                "eerst meer plaatsen."
            )
        )
    return allowed


@transaction.atomic
def tell_of_change(*, edition_id: int, only_taking_part: bool, key: str) -> list[Notice]:
    """Tell who is in an edition that it has other times, another place or another link.

    `key` tells this change from others: who was told of it is not told again.
    """
    concerned = queries.concerned_by_change(edition_id, only_taking_part=only_taking_part)
    return notify_all(
        Announcement(
            person=one.person,
            kind=notice_kinds.MOVED,
            key=f"{one.pk} {key}",
            edition=one.edition,
        )
        for one in concerned.select_related("person", "edition")
    )


@transaction.atomic
def settle_off_site(*, page: Page, keep: bool, tell: bool) -> list[Notice]:
    """Do for participants what somebody chose when a training or lesson went off the site.

    `keep`: they can go on reading it. `tell`: who expects something of it is told, after commit.
    Returns what they are told.
    """
    if not keep:
        # The catalogue kept all that went off with it.
        closed = Page.objects.filter(path__startswith=page.path, live=False)
        for one in closed.type(TrainingPage, LessonPage):
            catalogue.stop_keeping(page=one)
    told = queries.expecting(page).select_related("person", "edition") if tell else ()
    moment = clock.now().isoformat()
    return notify_all(
        Announcement(
            person=one.person,
            kind=notice_kinds.OFF_SITE,
            key=f"{one.pk} {page.pk} {moment}",
            edition=one.edition,
            facts={"page": page.pk, "kept": keep},
        )
        for one in told
    )


def refuse_if_closed(edition: Edition) -> None:
    """Raise a `Refusal` that says why one cannot enrol in this edition, if one cannot."""
    _refuse_if_not_on(edition)
    if edition.is_past:
        raise Refusal(_("Deze uitvoering is al geweest."))
    if edition.is_running:
        raise Refusal(_("Deze uitvoering is al begonnen."))
    if not edition.is_open_for_enrolment:
        raise Refusal(_("De inschrijving voor deze uitvoering is gesloten."))


def _refuse_if_not_on(edition: Edition) -> None:
    if edition.status == EditionStatus.CANCELLED:
        raise Refusal(_("Deze uitvoering gaat niet door."))
    if edition.status != EditionStatus.OPEN:
        raise Refusal(_("Deze uitvoering is nog niet open voor inschrijving."))
    if not edition.training.live:
        raise Refusal(
            _(
                "Deze training staat nu niet op de site. Zolang dat zo is, kan niemand zich "
                "inschrijven of een plaats aannemen."
            )
        )


def _refuse_if_inactive(person: User, *, by_staff: bool) -> None:
    if person.is_active:
        return
    raise Refusal(
        _("Het account van deze persoon is niet actief. Een beheerder kan het weer aanzetten.")
        if by_staff
        else _("Dit account is niet actief. Bel ons als dat niet klopt.")
    )


def _reason(answer: Deny, *, by_staff: bool) -> str | Promise:
    """Why a rule denies. Who works here reads no "call us" where a rule cannot answer."""
    if by_staff and answer is queries.CANNOT_TELL:
        return _(
            "Inschrijven voor deze training lukt nu niet: een regel van de training geeft geen "
            "antwoord. Probeer het later opnieuw, of vraag het een beheerder."
        )
    return answer.reason


def _is_in_it(status: EnrolmentStatus, *, by_staff: bool) -> StrOrPromise:
    """Why somebody who is in an edition, or waits for it, cannot enrol in it."""
    if status == EnrolmentStatus.WAITING:
        return (
            _("Deze persoon staat al op de wachtlijst van deze uitvoering.")
            if by_staff
            else _("Je staat al op de wachtlijst van deze uitvoering.")
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
        else _("Je bent al ingeschreven voor deze uitvoering.")
    )


def _is_by_another(actor: User | None, enrolment: Enrolment) -> bool:
    """Whether somebody else does it for the person; a refusal then speaks to that one."""
    return actor is not None and actor.pk != enrolment.person_id


def _deadline(edition: Edition, *, offered_at: datetime) -> datetime:
    """Until when an offer stands: 48 hours, or until the edition closes for enrolment."""
    assert edition.closes_at is not None, "an edition with offers has sessions"  # noqa: S101
    return min(offered_at + OFFER_LASTS, edition.closes_at)


def _end_offers(edition: Edition, offers: Iterable[Enrolment], activations: Activations) -> int:
    """End what nobody answered in time, and what nobody can answer; returns how many."""
    over = [one for one in offers if not (one.person.is_active and one.offer_stands)]
    for enrolment in over:
        _set(enrolment, edition, EnrolmentStatus.EXPIRED, actor=None, activations=activations)
    return len(over)


def _fit_offers(edition: Edition, *, tell: bool) -> int:
    """Give each offer the time that the edition leaves; returns how many have another deadline."""
    changed = 0
    for enrolment in queries.offers_in(edition):
        deadline = _deadline(edition, offered_at=enrolment.changed_at)
        known, enrolment.offer_expires_at = enrolment.offer_expires_at, deadline
        if known is None or _to_the_minute(known) == _to_the_minute(deadline):
            continue
        enrolment.save(update_fields=["offer_expires_at"])
        audit.record(enrolment, "enrolment.deadline", actor=None, until=deadline.isoformat())
        if tell:
            moment = deadline.isoformat()
            notify(
                person=enrolment.person,
                kind=notice_kinds.DEADLINE,
                key=f"{enrolment.pk} {moment} {clock.now().isoformat()}",
                edition=edition,
                facts={"deadline": moment},
            )
        changed += 1
    return changed


def _to_the_minute(moment: datetime) -> datetime:
    """As people read it."""
    return moment.replace(second=0, microsecond=0)


def _end_waiting(edition: Edition, activations: Activations) -> int:
    """Take who still waits off the list, also who has no active account; returns how many."""
    waiting = list(
        Enrolment.objects.filter(edition=edition, status=EnrolmentStatus.WAITING)
        .select_related("person")
        .order_by("queued_at", "pk")
    )
    for enrolment in waiting:
        _set(enrolment, edition, EnrolmentStatus.NO_PLACE, actor=None, activations=activations)
    return len(waiting)


def _lock(edition: Edition) -> Edition:
    locked = queries.LOCKED_EDITION.first(edition=edition.pk)
    if locked is None:
        raise Edition.DoesNotExist
    return locked


def _refuse_second_seat(person: User, edition: Edition, *, by_another: bool) -> None:
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


def _lock_enrolment(enrolment: Enrolment) -> tuple[Enrolment, Edition]:
    edition = _lock(enrolment.edition)
    fresh = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    if fresh.edition_id != edition.pk:
        raise Refusal(_("Deze inschrijving is intussen verplaatst. Laad de pagina opnieuw."))
    fresh.edition = edition
    return fresh, edition


def _check(enrolment: Enrolment, status: EnrolmentStatus, message: StrOrPromise) -> None:
    if status not in TRANSITIONS[EnrolmentStatus(enrolment.status)]:
        raise Refusal(message)


def _set(
    enrolment: Enrolment,
    edition: Edition,
    status: EnrolmentStatus,
    *,
    actor: User | None,
    activations: Activations | None = None,
) -> Enrolment:
    """Move to `status`, keep the edition's count, write the log, tell the person after commit."""
    before, enrolment.status = enrolment.status, status
    enrolment.changed_at = clock.now()
    offered = status == EnrolmentStatus.OFFERED
    enrolment.offer_expires_at = (
        _deadline(edition, offered_at=enrolment.changed_at) if offered else None
    )
    enrolment.save()
    if before in HOLDS_SEAT or status in HOLDS_SEAT:
        _count(edition)
    audit.record(enrolment, f"enrolment.{status}", actor=actor)
    outbox.plan(_what_happened(enrolment, edition), activations)
    _tell(enrolment, edition, before=before, actor=actor)
    return enrolment


def _what_happened(enrolment: Enrolment, edition: Edition) -> list[Event]:
    about = {"training_id": edition.training_id, "enrolment_id": enrolment.pk}
    events: list[Event] = [EnrolmentChanged(**about, status=enrolment.status)]
    if enrolment.status == EnrolmentStatus.CONFIRMED and edition.is_past:
        events.append(EnrolledAfterwards(**about))
    return events


def _tell(enrolment: Enrolment, edition: Edition, *, before: str, actor: User | None) -> None:
    """Write down that the person must hear of the new state."""
    if before:
        drop_outdated(person=enrolment.person, edition=edition, kinds=notice_kinds.OF_A_STATE)
    kind = notice_kinds.kind_for(enrolment.status, before)
    if kind is None or (enrolment.status == EnrolmentStatus.CONFIRMED and edition.is_past):
        # Who is written down afterwards was there, and needs not be told of it.
        return
    notify(
        person=enrolment.person,
        kind=kind,
        key=f"{enrolment.pk} {enrolment.changed_at.isoformat()}",
        edition=edition,
        facts={"before": str(before)} if before else {},
        actor=actor,
    )


def _count(edition: Edition) -> None:
    taken = queries.number_of_seats_taken(edition)
    if taken != edition.seats_taken:
        edition.seats_taken = taken
        # Not `save`: that has Wagtail look through the edition for references, which stay the same.
        queries.SEATS_TAKEN.run(edition=edition.pk, seats_taken=taken)
        transaction.on_commit(public_version.bump, robust=True)
