"""The queue of an edition: a seat that comes free is offered to the first in line."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from django.db import transaction

from courses.common import audit, clock
from courses.editions.enums import EditionStatus
from courses.enrolment import notice_kinds, queries
from courses.enrolment.enums import HOLDS_SEAT, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.services.states import count_seats, lock_edition, offer_deadline, set_status
from courses.notices.services import notify
from courses.plugin_host.asking import Activations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from courses.editions.models import Edition


@transaction.atomic
def settle_waiting_list(*, edition: Edition, tell: bool = True) -> int:
    """Bring an edition's offers and waiting list up to date; returns how many people it concerned.

    Offers that nobody answered in time end, and those of who has no active account. Those that
    stay get the time that the edition leaves them: as much as a new offer would have had. When one
    can no longer enrol, who still waits hears that no place came free; until then each free seat
    goes to the first in line. Harmless to repeat. `tell` is whether people hear of a new deadline.
    """
    locked = lock_edition(edition)
    activations = Activations()
    offers = list(queries.offers_in(locked))
    changed = end_offers(locked, offers, activations) + _fit_offers(locked, tell=tell)
    if locked.status == EditionStatus.OPEN and not locked.is_open_for_enrolment:
        return changed + _end_waiting(locked, activations)
    return changed + offer_free_seats(edition=locked, activations=activations)


def settle_waiting_lists() -> int:
    """Settle every waiting list in which something must happen; returns how many people.

    Each edition in a transaction of its own; for the regular tick.
    """
    return sum(settle_waiting_list(edition=edition) for edition in queries.to_settle())


@transaction.atomic
def offer_free_seats(*, edition: Edition, activations: Activations | None = None) -> int:
    """Offer each free seat to the next in line, until the edition's cut-off; returns how many.

    `activations` are those that were looked up in this transaction, if they were.
    """
    activations = activations or Activations()
    locked = count_seats(edition=edition)
    first_in_line = next_in_line(locked, activations)
    for enrolment in first_in_line:
        set_status(enrolment, locked, EnrolmentStatus.OFFERED, actor=None, activations=activations)
    return len(first_in_line)


def next_in_line(
    edition: Edition,
    activations: Activations | None = None,
    *,
    without: Collection[Enrolment] = (),
) -> list[Enrolment]:
    """Who is offered the seats that are free in an edition as it stands: nobody of what is closed,
    nor while the training is off the site, since nobody can see the offer then; `without` who is
    about to leave the line."""
    if not edition.is_open_for_enrolment or not edition.training.live:
        return []
    line = queries.allowed_from_waiting_list(edition, activations)
    return queries.who_fit((one for one in line if one not in without), edition)


def next_when_left(edition: Edition, leaving: Collection[Enrolment]) -> list[Enrolment]:
    """Who would be offered the seats of these people when they leave, for who is about to take them
    out; nothing changes."""
    freed = sum(one.status in HOLDS_SEAT for one in leaving)
    if not freed:
        return []
    after = copy(edition)
    after.seats_taken -= freed
    return next_in_line(after, without=leaving)


def end_offers(edition: Edition, offers: Iterable[Enrolment], activations: Activations) -> int:
    """End what nobody answered in time, and what nobody can answer; returns how many."""
    over = [one for one in offers if not (one.person.is_active and one.offer_stands)]
    for enrolment in over:
        set_status(enrolment, edition, EnrolmentStatus.EXPIRED, actor=None, activations=activations)
    return len(over)


def _fit_offers(edition: Edition, *, tell: bool) -> int:
    """Give each offer the time that the edition leaves; returns how many have another deadline."""
    changed = 0
    for enrolment in queries.offers_in(edition):
        deadline = offer_deadline(edition, enrolment.person, offered_at=enrolment.changed_at)
        known = enrolment.offer_expires_at
        if known is not None and edition.closes_at is not None:
            # Who is reached faster by now keeps the time that a letter gave.
            deadline = max(deadline, min(known, edition.closes_at))
        enrolment.offer_expires_at = deadline
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
        set_status(
            enrolment, edition, EnrolmentStatus.NO_PLACE, actor=None, activations=activations
        )
    return len(waiting)
