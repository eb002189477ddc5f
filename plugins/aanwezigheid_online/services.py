"""Everything that changes what is kept of who was online."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from courses.attendance import services as attendance
from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from courses.common import clock
from plugins.aanwezigheid_online.models import LONGEST_NAMES, OnlinePresence
from plugins.aanwezigheid_online.queries import Change

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from courses.attendance.services import EditResult, SaveResult
    from courses.editions.models import Session
    from courses.people.models import User
    from plugins.aanwezigheid_online.queries import Outcome


@dataclass(frozen=True)
class Kept:
    """What came of keeping a report. Where `saved` was not kept, nothing was changed: first the
    trainer must agree with what follows. `newer` has, by enrolment, what somebody else filled in
    meanwhile; that stays."""

    saved: SaveResult
    newer: Mapping[int, Mark | None]


@transaction.atomic
def keep_report(
    *,
    session: Session,
    outcomes: Sequence[Outcome],
    taken_over: Collection[int],
    shown: Mapping[int, str],
    agreed: str,
    actor: User,
) -> Kept:
    """Fill in the list of a session by what a report came to, and keep how long each was there.

    Only enrolments in `taken_over` are filled in; `shown` is what the page showed of them, so that
    what somebody else filled in meanwhile stays. Again with the same report changes nothing. A list
    that is closed changes under the rules of closed lists: what follows must be `agreed`.

    Raises:
        Refusal: the session's day has not come; the edition does not go on.
    """
    result: EditResult | None = None

    def save() -> int:
        nonlocal result
        edits = [
            attendance.MarkEdit(
                one.enrolment.pk, _mark(shown.get(one.enrolment.pk, one.known)), one.mark
            )
            for one in outcomes
            if one.enrolment.pk in taken_over
        ]
        result = attendance.edit_marks(session=session, edits=edits, actor=actor)
        _keep(session, outcomes, {one.enrolment_id for one in result.changed}, actor)
        return len(result.changed)

    saved = attendance.save_list(
        edition=session.edition, save=save, close=False, agreed=agreed, actor=actor
    )
    return Kept(saved, result.newer if result else {})


def _mark(value: str) -> Mark | None:
    return Mark(value) if value else None


def _keep(
    session: Session, outcomes: Sequence[Outcome], changed: Collection[int], actor: User
) -> None:
    """Write down what the report says of who was seen, and of whom it filled in the list; forget
    what an earlier one said of others. Who stays present by an earlier report keeps its minutes."""
    stays = {
        one.enrolment.pk
        for one in outcomes
        if one.change == Change.LESS and one.enrolment.pk not in changed
    }
    filled_in = dict(
        Attendance.objects.filter(session=session, enrolment__in=changed).values_list(
            "enrolment_id", "marked_at"
        )
    )
    now = clock.now()
    rows = [
        OnlinePresence(
            enrolment=one.enrolment,
            session=session,
            minutes=one.stay.minutes,
            first_at=one.stay.first_at,
            times=one.stay.times,
            names=_names(one.names),
            mark=mark,
            marked_at=marked_at,
            reported_at=now,
            reported_by=actor,
        )
        for one in outcomes
        for mark, marked_at in [_filled_in(one, filled_in)]
        if (one.names or mark) and one.enrolment.pk not in stays
    ]
    OnlinePresence.objects.filter(session=session).exclude(
        enrolment__in=[*stays, *(one.enrolment_id for one in rows)]
    ).delete()
    OnlinePresence.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["enrolment", "session"],
        update_fields=[
            "minutes", "first_at", "times", "names",
            "mark", "marked_at", "reported_at", "reported_by",
        ],
    )  # fmt: skip


def _filled_in(outcome: Outcome, filled_in: Mapping[int, datetime]) -> tuple[str, datetime | None]:
    """What a report filled in of somebody, and when: this one, or an earlier one."""
    if outcome.enrolment.pk in filled_in:
        return outcome.mark, filled_in[outcome.enrolment.pk]
    return (outcome.earlier.mark, outcome.earlier.marked_at) if outcome.earlier else ("", None)


def _names(names: Sequence[str]) -> str:
    kept = ""
    for name in names:
        longer = f"{kept}\n{name}" if kept else name
        if len(longer) > LONGEST_NAMES:
            break
        kept = longer
    return kept


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Remove what is kept of how long somebody was online, and that they read reports."""
    OnlinePresence.objects.filter(enrolment__person=person_id).delete()
    OnlinePresence.objects.filter(reported_by=person_id).update(reported_by=None)
