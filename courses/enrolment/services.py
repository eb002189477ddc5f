"""Everything that changes an enrolment.

Each service locks the edition first and counts then, so that two people never get one seat. A
seat that comes free belongs to the queue, not to the next visitor.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment import queries, tasks
from courses.enrolment.enums import ACTIVE, HOLDS_SEAT, TAKES_PART, TRANSITIONS, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.services import register_person
from courses.plugin_api.contributions import Allow, Deny
from courses.plugin_api.events import EnrolmentChanged, NoticeWritten, publish

OFFER_LASTS = timedelta(hours=48)
"""How long someone may think about an offered seat, if the edition is that far away."""


@transaction.atomic
def enrol(*, person: Any, edition: Edition, actor: Any = None) -> Enrolment:
    """Give `person` a seat, or a place on the waiting list when the edition is full.

    Raises:
        Refusal: the edition cannot be enrolled in, the person is in it already, or a rule of the
            training denies.
    """
    locked = _lock(edition)
    refuse_if_closed(locked)
    enrolment = Enrolment.objects.filter(person=person, edition=locked).first()
    if enrolment and enrolment.status in ACTIVE | TAKES_PART:
        raise Refusal(_("Je bent al ingeschreven voor deze uitvoering."))
    by_staff = actor is not None and actor != person
    answer = queries.ask_rules(person_id=person.pk, edition=locked, by_staff=by_staff)
    if isinstance(answer, Deny):
        raise Refusal(answer.reason)
    seat = isinstance(answer, Allow) and queries.has_free_seat(locked)
    now = clock.now()
    if enrolment is None:
        enrolment = Enrolment(person=person, edition=locked)
    elif EnrolmentStatus.WAITING not in TRANSITIONS[EnrolmentStatus(enrolment.status)]:
        raise Refusal(_("Je kunt je niet opnieuw inschrijven voor deze uitvoering."))
    enrolment.enrolled_at = now
    enrolment.by_staff = by_staff
    enrolment.queued_at = None if seat else now
    status = EnrolmentStatus.CONFIRMED if seat else EnrolmentStatus.WAITING
    return _set(enrolment, locked, status, actor=actor or person)


@transaction.atomic
def enrol_somebody(*, edition: Edition, actor: Any, person: Any = None, **new: Any) -> Enrolment:
    """Enrol `person`, or somebody `new` (see `register_person`), on behalf of the academy.

    Raises:
        Refusal: the edition cannot be enrolled in, the person is in it already, or the address
            of somebody new is known already.
    """
    somebody = person or register_person(actor=actor, **new)
    return enrol(person=somebody, edition=edition, actor=actor)


@transaction.atomic
def withdraw(*, enrolment: Enrolment, actor: Any) -> Enrolment:
    """Take someone out; a freed seat is offered to the first in line.

    Raises:
        Refusal: the edition is over, or there is nothing to withdraw from.
    """
    enrolment, edition = _lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.WITHDRAWN:
        return enrolment
    if edition.is_past:
        raise Refusal(_("Deze uitvoering is al geweest. Afmelden kan niet meer."))
    _check(enrolment, EnrolmentStatus.WITHDRAWN, _("Je bent niet ingeschreven."))
    _set(enrolment, edition, EnrolmentStatus.WITHDRAWN, actor=actor)
    offer_free_seats(edition=edition)
    return enrolment


@transaction.atomic
def accept_offer(*, enrolment: Enrolment, actor: Any) -> Enrolment:
    """Take the seat that was offered.

    Raises:
        Refusal: there is no offer, or its time is over.
    """
    enrolment, edition = _lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.CONFIRMED:
        return enrolment
    if enrolment.status != EnrolmentStatus.OFFERED or not _offer_stands(enrolment):
        raise Refusal(_("Dit aanbod geldt niet meer. De plaats is voor de volgende in de rij."))
    return _set(enrolment, edition, EnrolmentStatus.CONFIRMED, actor=actor)


@transaction.atomic
def decline_offer(*, enrolment: Enrolment, actor: Any) -> Enrolment:
    """Leave the offered seat to the next in line.

    Raises:
        Refusal: there is no offer to decline.
    """
    enrolment, edition = _lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.DECLINED:
        return enrolment
    _check(enrolment, EnrolmentStatus.DECLINED, _("Er is geen aanbod dat je kunt afslaan."))
    _set(enrolment, edition, EnrolmentStatus.DECLINED, actor=actor)
    offer_free_seats(edition=edition)
    return enrolment


@transaction.atomic
def expire_offers(*, edition: Edition) -> int:
    """Pass on the edition's offers that nobody answered in time; returns how many changed."""
    locked = _lock(edition)
    overdue = list(queries.overdue_offers().filter(edition=locked))
    for enrolment in overdue:
        _set(enrolment, locked, EnrolmentStatus.EXPIRED, actor=None)
    return len(overdue) + offer_free_seats(edition=locked)


@transaction.atomic
def offer_free_seats(*, edition: Edition) -> int:
    """Offer each free seat to the next in line, until the edition's cut-off; returns how many."""
    locked = count_seats(edition=edition)
    if locked.status != EditionStatus.OPEN or not _before_cut_off(locked):
        return 0
    first_in_line = list(islice(queries.allowed_from_waiting_list(locked), locked.seats_left))
    for enrolment in first_in_line:
        enrolment.offer_expires_at = min(clock.now() + OFFER_LASTS, _cut_off(locked))
        _set(enrolment, locked, EnrolmentStatus.OFFERED, actor=None)
    return len(first_in_line)


def settle_waiting_lists() -> int:
    """Pass on offers that nobody answered, and offer seats that came free; returns how many.

    Each edition in a transaction of its own; for the regular tick.
    """
    return sum(expire_offers(edition=edition) for edition in queries.to_settle())


@transaction.atomic
def count_seats(*, edition: Edition) -> Edition:
    """Bring the edition's count of seats up to date; returns it, locked."""
    locked = _lock(edition)
    _count(locked)
    return locked


@transaction.atomic
def cancel_edition(*, edition: Edition, actor: Any) -> Edition:
    """Call an edition off and tell everyone who is in it or waits for it.

    Raises:
        Refusal: it has been held already.
    """
    locked = edition_services.cancel_edition(edition=edition, actor=actor)
    for enrolment in Enrolment.objects.filter(edition=locked, status__in=ACTIVE):
        _set(enrolment, locked, EnrolmentStatus.CANCELLED, actor=actor)
    return locked


@transaction.atomic
def complete(*, enrolment: Enrolment, actor: Any = None) -> Enrolment:
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
def send_notice(*, enrolment: Enrolment, subject: str, body: str) -> None:
    """Write to a participant, after commit; plain text, in the academy's mail layout.

    It is tried again when mail is out of order, so in rare cases it arrives a day later or twice.
    Who does not take part any more, or has no address, gets nothing. A subject of several lines
    becomes one line.

    Raises:
        ValueError: there is no subject or no text, or signs in it that no mail can have.
    """
    send_notices(notices=[(enrolment, subject, body)])


@transaction.atomic
def send_notices(*, notices: Iterable[tuple[Enrolment, str, str]]) -> None:
    """`send_notice` for many at once; each an enrolment, a subject and a text.

    Raises:
        ValueError: as there; nothing is sent then.
    """
    publish(*(_notice(enrolment, subject, body) for enrolment, subject, body in notices))


def _notice(enrolment: Enrolment, subject: str, body: str) -> NoticeWritten:
    subject, body = " ".join(str(subject).split()), str(body)
    if not subject or not body.strip():
        raise ValueError("a notice needs a subject and a text")
    if "\0" in subject + body:
        raise ValueError("a notice with a NUL sign")
    (subject + body).encode()
    return NoticeWritten(
        training_id=enrolment.edition.training_id,
        enrolment_id=enrolment.pk,
        subject=subject,
        body=body,
    )


def refuse_if_closed(edition: Edition) -> None:
    """Raise a `Refusal` that says why one cannot enrol in this edition, if one cannot."""
    if edition.status == EditionStatus.CANCELLED:
        raise Refusal(_("Deze uitvoering gaat niet door."))
    if edition.status != EditionStatus.OPEN or not edition.training.live:
        raise Refusal(_("Deze uitvoering is nog niet open voor inschrijving."))
    if edition.is_past:
        raise Refusal(_("Deze uitvoering is al geweest. Kies een andere datum."))
    if edition.is_running:
        raise Refusal(_("Deze uitvoering is al begonnen. Kies een andere datum."))
    if not _before_cut_off(edition):
        raise Refusal(_("De inschrijving voor deze uitvoering is gesloten."))


def _cut_off(edition: Edition) -> datetime:
    cut_off = edition.enrol_until or edition.starts_at
    assert cut_off is not None, "an open edition has sessions"  # noqa: S101
    return cut_off


def _before_cut_off(edition: Edition) -> bool:
    return edition.starts_at is not None and clock.now() < min(_cut_off(edition), edition.starts_at)


def _offer_stands(enrolment: Enrolment) -> bool:
    return enrolment.offer_expires_at is not None and clock.now() < enrolment.offer_expires_at


def _lock(edition: Edition) -> Edition:
    return (
        Edition.objects.select_for_update(of=("self",))
        .select_related("training")
        .get(pk=edition.pk)
    )


def _lock_enrolment(enrolment: Enrolment) -> tuple[Enrolment, Edition]:
    edition = _lock(enrolment.edition)
    return Enrolment.objects.select_related("person").get(pk=enrolment.pk), edition


def _check(enrolment: Enrolment, status: EnrolmentStatus, message: Any) -> None:
    if status not in TRANSITIONS[EnrolmentStatus(enrolment.status)]:
        raise Refusal(message)


def _set(
    enrolment: Enrolment, edition: Edition, status: EnrolmentStatus, *, actor: Any
) -> Enrolment:
    """Move to `status`, keep the edition's count, write the log, tell the person after commit."""
    enrolment.status = status
    enrolment.changed_at = clock.now()
    if status != EnrolmentStatus.OFFERED:
        enrolment.offer_expires_at = None
    enrolment.save()
    _count(edition)
    audit.record(enrolment, f"enrolment.{status}", actor=actor)
    publish(
        EnrolmentChanged(training_id=edition.training_id, enrolment_id=enrolment.pk, status=status)
    )
    pk = enrolment.pk
    transaction.on_commit(lambda: tasks.tell.enqueue(pk, str(status)), robust=True)
    return enrolment


def _count(edition: Edition) -> None:
    taken = Enrolment.objects.filter(edition=edition, status__in=HOLDS_SEAT).count()
    if taken != edition.seats_taken:
        edition.seats_taken = taken
        edition.save(update_fields=["seats_taken"])
