"""Making one group of two that are too small: everybody is asked, and nobody is moved unasked.

Who says yes moves at once; who does not answer stays until staff decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.editions.services import lock_editions
from courses.enrolment import notice_kinds, services
from courses.enrolment.enums import EnrolmentStatus, MoveAnswer
from courses.enrolment.models import Enrolment, MoveRequest
from courses.enrolment.services.states import is_by_another
from courses.notices.services import Announcement, notify_all

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.people.models import User


def may_be_merged(edition: Edition) -> bool:
    """Whether there are people in it who can be asked: it is to come, and published."""
    is_to_come = edition.status == EditionStatus.OPEN and not edition.has_begun
    return is_to_come and edition.seats_taken > 0


@transaction.atomic
def ask_to_move(*, edition: Edition, to_edition: Edition, actor: User | None) -> list[MoveRequest]:
    """Ask everybody with a seat in one edition to go to the other; returns who is asked now.

    Whoever was asked before is not asked again.

    Raises:
        Refusal: it is the same edition or another training; one of the two cannot be enrolled in
            any more.
    """
    if to_edition.pk == edition.pk or to_edition.training_id != edition.training_id:
        raise Refusal(_("Kies een andere datum van dezelfde training."), field="to_edition")
    if edition.has_begun or not to_edition.is_open_for_enrolment:
        raise Refusal(_("Voor een van de twee kan niemand zich meer inschrijven."))
    # What is written below points at both: at the commit the database locks them in its own order.
    lock_editions([edition.pk, to_edition.pk])
    asked = []
    with_seat = Enrolment.objects.filter(edition=edition, status=EnrolmentStatus.CONFIRMED)
    for enrolment in with_seat.select_related("person").order_by("pk"):
        request, is_new = MoveRequest.objects.get_or_create(
            enrolment=enrolment,
            to_edition=to_edition,
            defaults={"from_edition": edition, "asked_by": actor, "asked_at": clock.now()},
        )
        if is_new:
            asked.append(request)
            audit.record(enrolment, "enrolment.move_asked", actor=actor)
    notify_all(
        [
            Announcement(
                person=one.enrolment.person,
                kind=notice_kinds.MOVE_ASKED,
                key=f"{one.pk}",
                edition=edition,
                facts={"to_edition": to_edition.pk},
            )
            for one in asked
        ],
        actor=actor,
    )
    return asked


@transaction.atomic
def answer_request(*, request: MoveRequest, moves: bool, actor: User | None) -> MoveRequest:
    """Keep what somebody answered, or said to staff; who says yes is moved, with whom he or she
    brought along.

    Raises:
        Refusal: another answer was given before; the enrolment it was about is gone; the person
            cannot move (see `services.move`).
    """
    # First the editions, as everywhere: who moves somebody to where that one was deletes what was
    # asked there, under their locks.
    lock_editions([request.enrolment.edition_id, request.to_edition_id])
    fresh = MoveRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk).first()
    if fresh is None:
        raise Refusal(_("Deze inschrijving is intussen verplaatst. Laad de pagina opnieuw."))
    answer = MoveAnswer.YES if moves else MoveAnswer.NO
    if fresh.answer == answer:
        return fresh
    by_staff = is_by_another(actor, fresh.enrolment)
    if fresh.answer != MoveAnswer.OPEN:
        raise Refusal(
            _("Deze persoon heeft al geantwoord.")
            if by_staff
            else _("Je hebt al geantwoord. Bel ons als je je bedenkt.")
        )
    if by_staff and not moves:
        # Who moves is logged as moved.
        audit.record(fresh.enrolment, "enrolment.stays", actor=actor)
    if moves:
        moved = services.move(enrolment=fresh.enrolment, to_edition=fresh.to_edition, actor=actor)
        # Who came along was asked the same, and need not answer any more.
        MoveRequest.objects.filter(
            enrolment__comes_with=moved,
            enrolment__edition=fresh.to_edition,
            to_edition=fresh.to_edition,
            answer=MoveAnswer.OPEN,
        ).update(answer=answer, answered_at=clock.now())
    fresh.answer = answer
    fresh.answered_at = clock.now()
    fresh.save(update_fields=["answer", "answered_at"])
    return fresh
