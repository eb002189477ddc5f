"""Everything that changes attendance."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.attendance import queries
from courses.attendance.models import Attendance
from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
from courses.enrolment.queries import participants
from courses.plugin_api.events import EditionEnded, ProgressChanged, publish


@transaction.atomic
def mark_attendance(
    *, session: Session, present: Collection[int], absent: Collection[int], actor: Any
) -> int:
    """Keep who was at a session and who was not, by enrolment id; returns how many changed.

    Enrolments that are in neither stay as they are. Marking the same again changes nothing.

    Raises:
        Refusal: the session's day has not come; the edition does not go on; somebody is marked
            twice, or takes no part in the edition.
    """
    edition = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("training")
        .get(pk=session.edition_id)
    )
    marks = {pk: True for pk in present} | {pk: False for pk in absent}
    _refuse_if_wrong(session, edition, marks, doubles=set(present) & set(absent))
    changed = _store(session, marks, actor)
    if changed:
        _tell(session, edition, changed, actor)
    return len(changed)


def _refuse_if_wrong(
    session: Session, edition: Edition, marks: dict[int, bool], *, doubles: set[int]
) -> None:
    if edition.status == EditionStatus.CANCELLED:
        raise Refusal(_("Deze uitvoering gaat niet door."))
    if not queries.can_be_marked(session):
        raise Refusal(
            _("Deze bijeenkomst is nog niet geweest. Vul de presentie op de dag zelf in.")
        )
    if doubles:
        raise Refusal(_("Iemand kan niet aanwezig én afwezig zijn."))
    if marks.keys() - set(participants(edition).values_list("pk", flat=True)):
        raise Refusal(
            _("Niet iedereen in deze lijst doet mee aan de uitvoering. Laad de lijst opnieuw.")
        )


def _store(session: Session, marks: dict[int, bool], actor: Any) -> list[int]:
    """Write the marks that differ from what is known; returns their enrolments."""
    known = dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "present"))
    changed = sorted(pk for pk, is_present in marks.items() if known.get(pk) is not is_present)
    now = clock.now()
    Attendance.objects.bulk_create(
        [
            Attendance(
                enrolment_id=pk,
                session=session,
                present=marks[pk],
                marked_by=actor,
                marked_at=now,
            )
            for pk in changed
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "session"],
        update_fields=["present", "marked_by", "marked_at"],
    )
    return changed


def _tell(session: Session, edition: Edition, changed: list[int], actor: Any) -> None:
    audit.record(edition, "attendance.mark", actor=actor, session=session.pk, enrolments=changed)
    publish(*(ProgressChanged(training_id=edition.training_id, enrolment_id=pk) for pk in changed))
    if edition.is_past:
        last = edition.sessions.order_by("-ends_at", "-pk").first()
        if last is not None and queries.is_marked(last):
            publish(EditionEnded(training_id=edition.training_id, edition_id=edition.pk))
