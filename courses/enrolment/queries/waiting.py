"""Who waits for a seat, in which order, and who has an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet

from courses.common import clock
from courses.common.statements import Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.enums import HOLDS_SEAT, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.queries.rules import CANNOT_TELL, RuleAnswer, Rules, ask_rules, rules_of
from courses.plugin_api.contributions.enrolment import Allow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from django.db.models import Expression

    from courses.plugin_host.asking import Activations

_OWN_AND_OFFERS = Statement(
    lambda person, edition: (
        Enrolment.objects.filter(
            Q(person=person) | Q(status=EnrolmentStatus.OFFERED), edition=edition
        )
        .select_related("person")
        .order_by("offer_expires_at", "pk")
    ),
    person=BigIntegerField(),
    edition=BigIntegerField(),
)


def own_and_offers(person_id: int, edition: Edition) -> tuple[Enrolment | None, list[Enrolment]]:
    """Somebody's own enrolment in an edition, and all the offers in it."""
    found = _OWN_AND_OFFERS.run(person=person_id, edition=edition.pk)
    for one in found:
        one.edition = edition
    offers = [one for one in found if one.status == EnrolmentStatus.OFFERED]
    return next((one for one in found if one.person_id == person_id), None), offers


def waiting_list(edition: Edition | Expression) -> QuerySet[Enrolment]:
    """Who is waiting, first in line first; who has no active account is passed over."""
    return (
        Enrolment.objects.filter(
            edition=edition, status=EnrolmentStatus.WAITING, person__is_active=True
        )
        .select_related("person")
        .order_by("queued_at", "pk")
    )


def how_many_wait(editions: Iterable[Edition]) -> dict[int, int]:
    """How many people wait for a seat in each of these editions; one query."""
    waiting = Enrolment.objects.filter(
        edition__in=[one.pk for one in editions],
        status=EnrolmentStatus.WAITING,
        person__is_active=True,
    )
    counted = waiting.order_by().values_list("edition").annotate(n=Count("pk"))
    return dict(counted)


_WAITING_LIST = Statement(waiting_list, edition=BigIntegerField())


def ahead_of(
    *, queued_at: datetime | OuterRef | None, pk: int | OuterRef, edition: int | OuterRef
) -> QuerySet[Enrolment]:
    earlier = Q(queued_at__lt=queued_at) | Q(queued_at=queued_at, pk__lt=pk)
    return Enrolment.objects.filter(
        earlier, edition=edition, status=EnrolmentStatus.WAITING, person__is_active=True
    )


def place_in_queue(enrolment: Enrolment) -> int | None:
    """The place on the waiting list, 1 for the first; None for who is not waiting."""
    if enrolment.status != EnrolmentStatus.WAITING:
        return None
    counted = getattr(enrolment, "ahead", None)
    if counted is None:
        counted = ahead_of(
            queued_at=enrolment.queued_at,
            pk=enrolment.pk,
            edition=enrolment.edition_id,
        ).count()
    return int(counted) + 1


def allowed_from_waiting_list(
    edition: Edition, activations: Activations | None = None
) -> Iterator[Enrolment]:
    """Who waits and may have a seat now, first in line first.

    Who waits because a rule says so keeps the place in the queue and is passed over. Where a rule
    cannot tell about somebody the list ends: nobody may go by who might have had the seat.
    """
    for enrolment, answer in not_held_back(edition, activations=activations):
        if answer is CANNOT_TELL:
            return
        yield enrolment


def not_held_back(
    edition: Edition, rules: Rules | None = None, activations: Activations | None = None
) -> Iterator[tuple[Enrolment, RuleAnswer]]:
    """Who waits though no rule says so, first in line first, with `Allow` or `CANNOT_TELL`."""
    for enrolment in _WAITING_LIST.run(edition=edition.pk):
        # Found once, and only when somebody waits.
        rules = rules or rules_of(edition.training_id, activations)
        answer = ask_rules(
            person_id=enrolment.person_id,
            edition=edition,
            by_staff=enrolment.by_staff,
            rules=rules,
            person=enrolment.person,
        )
        if isinstance(answer, Allow) or answer is CANNOT_TELL:
            yield enrolment, answer


def who_fit(allowed: Iterable[Enrolment], edition: Edition) -> list[Enrolment]:
    """Who of those in line can have the free seats: of two who come together both, or neither.

    Two for whom there is one seat keep their place and are passed over. They are two only when
    both are in line: who waits for somebody who cannot have a seat would wait for ever.
    """
    line = list(allowed)
    # In an edition for one there never are two seats to wait for.
    together = pairs_in(line) if edition.capacity > 1 else {}
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


def pairs_in(line: Iterable[Enrolment]) -> dict[int, Enrolment]:
    """Of each in line who comes with another in line: that other, both ways; nobody is in two."""
    standing = {one.pk: one for one in line}
    found: dict[int, Enrolment] = {}
    for second in standing.values():
        first = standing.get(second.comes_with_id or 0)
        if first is not None and not found.keys() & {first.pk, second.pk}:
            found |= {first.pk: second, second.pk: first}
    return found


def one_seat_passes_by(edition: Edition, rules: Rules | None = None) -> bool:
    """Whether all who wait are twos, and there is a single seat: who comes alone may have that."""
    if edition.seats_left != 1:
        return False
    line = list(not_held_back(edition, rules))
    can_tell = all(answer is not CANNOT_TELL for _enrolment, answer in line)
    return can_tell and not who_fit([enrolment for enrolment, _answer in line], edition)


def offers_in(edition: Edition) -> QuerySet[Enrolment]:
    """The offers in an edition, the first to end first."""
    return (
        Enrolment.objects.filter(edition=edition, status=EnrolmentStatus.OFFERED)
        .select_related("person", "edition")
        .order_by("offer_expires_at", "pk")
    )


def number_of_offers(edition: Edition, people: Collection[int]) -> int:
    """How many of these people are offered a seat in an edition that they can take now."""
    offers = offers_in(edition).filter(person__in=people)
    return sum(one.offer_stands for one in offers)


def to_settle() -> QuerySet[Edition]:
    """Editions in which something must happen to an offer or to who waits.

    An offer that is overdue, longer than its edition can be enrolled in, or made to who has no
    active account (any more); a free seat and somebody who waits for one; somebody who waits
    though one can no longer enrol. Counts the seats itself: this is what sets right a count that
    went wrong.
    """
    now = clock.now()
    own = Enrolment.objects.filter(edition=OuterRef("pk"))
    offered = own.filter(status=EnrolmentStatus.OFFERED)
    waiting = own.filter(status=EnrolmentStatus.WAITING)
    too_long = (
        Q(offer_expires_at__lte=now)
        | Q(offer_expires_at__gt=F("edition__starts_at"))
        | Q(offer_expires_at__gt=F("edition__enrol_until"))
        | Q(person__is_active=False)
    )
    closed = Q(starts_at__lte=now) | Q(enrol_until__lte=now)
    holding = Count("enrolments", filter=Q(enrolments__status__in=HOLDS_SEAT))
    # The type is lost where a count is added.
    found = (
        Edition.objects.annotate(holding=holding)
        .filter(
            Exists(offered.filter(too_long))
            | Q(
                Q(closed) & Exists(waiting)
                # Nothing is offered of what nobody can see; it goes on when it is public again.
                | Q(holding__lt=F("capacity"), training__live=True)
                & Exists(waiting.filter(person__is_active=True)),
                status=EditionStatus.OPEN,
            )
        )
        .order_by("pk")
    )
    return cast("QuerySet[Edition]", found)
