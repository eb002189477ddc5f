"""What becomes of what two accounts both have, when they become one: of enrolments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.editions.services import lock_editions
from courses.enrolment import queries, services
from courses.enrolment.enums import HOLDS_SEAT, TAKES_PART, EnrolmentStatus, MoveAnswer
from courses.enrolment.models import Enrolment, MoveRequest
from courses.people import merge_rules

if TYPE_CHECKING:
    from django.db.models import Model

    from courses.editions.models import Edition

S = EnrolmentStatus

BEST_FIRST = (
    *(S.COMPLETED, S.CONFIRMED, S.NOT_COMPLETED, S.OFFERED, S.WAITING),
    *(S.NO_PLACE, S.EXPIRED, S.DECLINED, S.WITHDRAWN, S.CANCELLED),
)
"""Which of two enrolments in one edition stays: the one that gave most."""


def keep_the_best(own: Enrolment, other: Enrolment) -> None:
    """One person has one enrolment in an edition: the best, with all that hangs on both.

    A seat too many is counted as free and passed on, as when somebody leaves. In a queue the first
    place counts. The person is in the group since one of the two was; one that left before, or
    never was in it, says nothing of that.
    """
    best, rest = _best_first(own, other)
    merge_rules.absorb(best, rest)
    if rest.status in TAKES_PART:
        best.enrolled_at = min(best.enrolled_at, rest.enrolled_at)
    if best.comes_with_id == rest.pk:
        # Two who came together were one.
        best.comes_with = None
    best.save(update_fields=["enrolled_at", "comes_with"])
    rest.delete()


def keep_the_answer(own: MoveRequest, other: MoveRequest) -> None:
    """Who was asked twice to go to another date, and answered once, has answered."""
    answered = other.answer != MoveAnswer.OPEN and own.answer == MoveAnswer.OPEN
    (own if answered else other).delete()


@dataclass(frozen=True)
class FreedSeat:
    """A seat that comes free when two accounts become one, and who is offered it as it stands."""

    edition: Edition
    offered: list[Enrolment]

    @property
    def somebody_waits(self) -> bool:
        """Whether there is a queue, also where nobody in it can have the seat now."""
        return queries.waiting_list(self.edition).exists()


def freed_seats(stays: Model, goes: Model) -> list[FreedSeat]:
    """Of which editions to come two accounts both hold a seat, and what becomes of the second."""
    held = Enrolment.objects.filter(person__in=[stays.pk, goes.pk], status__in=HOLDS_SEAT)
    of_edition: dict[int, list[Enrolment]] = {}
    for one in held.select_related("edition__training").order_by("edition__starts_at", "pk"):
        of_edition.setdefault(one.edition_id, []).append(one)
    freed = []
    for both in of_edition.values():
        if len(both) > 1 and not both[0].edition.is_past:
            _best, rest = _best_first(*both)
            freed.append(FreedSeat(rest.edition, services.next_when_left(rest.edition, [rest])))
    return freed


def _best_first(own: Enrolment, other: Enrolment) -> tuple[Enrolment, Enrolment]:
    best, rest = sorted((own, other), key=_rank)
    return best, rest


def _rank(enrolment: Enrolment) -> tuple[int, str]:
    queued = enrolment.queued_at.isoformat() if enrolment.queued_at else ""
    return BEST_FIRST.index(EnrolmentStatus(enrolment.status)), queued


@merge_rules.provide_lock
def lock_editions_of_both(stays: Model, goes: Model) -> None:
    """The editions of both: seats are counted under their lock, which comes before all others."""
    editions = Enrolment.objects.filter(person__in=[stays.pk, goes.pk])
    lock_editions(editions.values_list("edition_id", flat=True))


@merge_rules.provide_before
def nobody_brings_oneself(stays: Model, goes: Model) -> None:
    """Who was brought along by the other account, and stayed where that one left, was brought by
    nobody: else it would count as somebody whom the person has brought along."""
    both = [stays.pk, goes.pk]
    Enrolment.objects.filter(person__in=both, brought_by__in=both).update(brought_by=None)


merge_rules.provide("enrolment.Enrolment.person", keep_the_best)
merge_rules.provide("enrolment.Enrolment.comes_with")
merge_rules.provide("enrolment.Enrolment.brought_by")
merge_rules.provide("enrolment.EnrolmentAnswer.enrolment", merge_rules.drop_other)
merge_rules.provide("enrolment.MoveRequest.enrolment", keep_the_answer)
merge_rules.provide("enrolment.MoveRequest.asked_by")
