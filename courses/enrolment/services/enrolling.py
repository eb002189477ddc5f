"""Somebody gets a seat, or a place on the waiting list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment import queries
from courses.enrolment.enums import ACTIVE, TAKES_PART, TRANSITIONS, EnrolmentStatus
from courses.enrolment.group_plans import NOT_FOR_OTHERS
from courses.enrolment.models import Enrolment
from courses.enrolment.services.companions import (
    come_alone,
    come_together_again,
    count_companion,
    tell_of_newcomer,
)
from courses.enrolment.services.joining import joins_at
from courses.enrolment.services.refusals import (
    already_in_it,
    denial,
    refuse_if_closed,
    refuse_if_inactive,
    refuse_if_not_on,
    refuse_second_seat,
)
from courses.enrolment.services.states import lock_edition, lock_enrolment, set_status
from courses.enrolment.services.waiting_list import end_offers
from courses.people.services import NewPerson, register_person
from courses.plugin_api.contributions.enrolment import Allow, Deny, Waitlist
from courses.plugin_host.asking import Activations

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.people.models import User


class Somebody(NewPerson, total=False):
    """One whom we know, or all that tells who somebody new is."""

    person: User


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
    locked = lock_edition(edition)
    by_another = actor is not None and actor != person
    by_staff = by_another and not by_contact
    if by_staff:
        refuse_if_not_on(locked)
    else:
        refuse_if_closed(locked)
    refuse_if_inactive(person, by_staff=by_another)
    activations = Activations()
    enrolment, offers = queries.own_and_offers(person.pk, locked)
    end_offers(locked, offers, activations)
    if enrolment and enrolment.status in ACTIVE | TAKES_PART:
        raise Refusal(already_in_it(EnrolmentStatus(enrolment.status), by_staff=by_another))
    rules = queries.rules_of(locked.training_id, activations)
    answer = queries.ask_rules(
        person_id=person.pk, edition=locked, by_staff=by_staff, rules=rules, person=person
    )
    if isinstance(answer, Deny):
        raise Refusal(NOT_FOR_OTHERS if by_contact else denial(answer, by_staff=by_staff))
    seat = gets_a_seat(locked, answer, rules) and not wait
    if seat and not by_staff:
        refuse_second_seat(person, locked, by_another=by_another)
    now = clock.now()
    if enrolment is None:
        enrolment = Enrolment(person=person, edition=locked)
    elif EnrolmentStatus.WAITING not in TRANSITIONS[EnrolmentStatus(enrolment.status)]:
        raise Refusal(
            _("Deze persoon kan niet opnieuw in deze uitvoering.")
            if by_another
            else _("Je kunt je niet opnieuw inschrijven voor deze datum.")
        )
    enrolled_at = now
    if enrolment.pk is not None:
        come_alone(enrolment)
        enrolment.brought_by = None
        enrolled_at = joins_at(
            locked, was_in_since=enrolment.enrolled_at, left_at=enrolment.changed_at
        )
    enrolment.enrolled_at = enrolled_at
    enrolment.by_staff = by_staff
    enrolment.queued_at = None if seat else now
    status = EnrolmentStatus.CONFIRMED if seat else EnrolmentStatus.WAITING
    set_status(enrolment, locked, status, actor=actor or person, activations=activations)
    if not by_another:
        come_together_again(enrolment, actor=person)
    return enrolment


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
    lock_edition(edition)
    if actor is None or actor == person:
        count_companion(person, edition, companion)
    try:
        with transaction.atomic():
            pair = _enrol_pair(person, edition, companion, actor, wait=False)
            if len({one.status for one in pair}) > 1:
                raise _OneSeatOnly
    except _OneSeatOnly:
        pair = _enrol_pair(person, edition, companion, actor, wait=True)
    return pair


@transaction.atomic
def enrol_with_the_same(*, person: User, edition: Edition) -> tuple[Enrolment, list[Enrolment]]:
    """Enrol `person`, to come with whom he or she brought along earlier and who is there still.

    Those are returned too; nobody where there is a seat for one only, or they left meanwhile.

    Raises:
        Refusal: see `enrol`.
    """
    enrolment = enrol(person=person, edition=edition)
    come_together_again(enrolment, actor=person, also_waiting=True)
    return enrolment, list(queries.brought_along(enrolment))


def _enrol_pair(
    person: User, edition: Edition, companion: NewPerson, actor: User | None, *, wait: bool
) -> tuple[Enrolment, Enrolment]:
    first = enrol(person=person, edition=edition, actor=actor, wait=wait)
    return first, _enrol_companion(first, edition, companion, actor, wait=wait)


def _enrol_companion(
    first: Enrolment, edition: Edition, companion: NewPerson, actor: User | None, *, wait: bool
) -> Enrolment:
    by = actor or first.person
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
    return second


@transaction.atomic
def bring_along(*, enrolment: Enrolment, companion: NewPerson) -> Enrolment:
    """Enrol whom somebody brings along who has a seat already, or waits: then both wait together.

    The person does so; staff have `enrol_along`. Returns the enrolment of who comes along.

    Raises:
        Refusal: the person is not in it, there is no second seat, or see `enrol_together`.
    """
    enrolment, edition = lock_enrolment(enrolment)
    if enrolment.status not in {EnrolmentStatus.CONFIRMED, EnrolmentStatus.WAITING}:
        raise Refusal(_("Je bent niet ingeschreven."))
    refuse_if_closed(edition)
    waits = enrolment.status == EnrolmentStatus.WAITING
    if not waits and not queries.has_free_seat(edition):
        raise Refusal(
            _("Voor wie meekomt is nu geen plaats vrij. Jouw plaats houd je."),
            field="companion_first_name",
        )
    count_companion(enrolment.person, edition, companion)
    second = _enrol_companion(enrolment, edition, companion, None, wait=waits)
    if second.status != enrolment.status:
        # A rule lets this one wait: alone on a waiting list is not what was asked.
        raise Refusal(
            _("Voor wie meekomt is nu geen plaats vrij. Jouw plaats houd je."),
            field="companion_first_name",
        )
    tell_of_newcomer(enrolment, second, actor=enrolment.person)
    return second


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
    edition = lock_edition(enrolment.edition)
    second = enrol_somebody(edition=edition, actor=actor, person=person, **new)
    first = Enrolment.objects.get(pk=enrolment.pk)
    if first.status == second.status:
        second.comes_with = first
        second.save(update_fields=["comes_with"])
    return second


def gets_a_seat(edition: Edition, answer: queries.RuleAnswer, rules: queries.Rules) -> bool:
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
