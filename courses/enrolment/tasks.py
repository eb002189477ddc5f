"""Mail about enrolments, sent after commit."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django_tasks import task

from courses.common import formats, mail
from courses.editions import calendar
from courses.enrolment import queries
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment

TOLD = {
    EnrolmentStatus.CONFIRMED,
    EnrolmentStatus.WAITING,
    EnrolmentStatus.OFFERED,
    EnrolmentStatus.EXPIRED,
    EnrolmentStatus.WITHDRAWN,
    EnrolmentStatus.CANCELLED,
}
"""The states that people get a mail about."""

TOLD_OF_MOVE = {EnrolmentStatus.CONFIRMED, EnrolmentStatus.OFFERED, EnrolmentStatus.WAITING}
"""The states in which it matters when and where the edition is."""


@task()
def tell(enrolment_id: int, status: str) -> None:
    """Mail the person about the new state.

    Not when the state has changed again, the edition is over, or there is no address.
    """
    if status not in TOLD:
        return
    enrolment = _find(enrolment_id)
    if enrolment is not None and enrolment.status == status:
        _send(
            enrolment,
            f"enrolment_{status}",
            with_calendar=status == EnrolmentStatus.CONFIRMED,
        )


@task()
def tell_of_move(enrolment_id: int) -> None:
    """Mail the person that the edition has other times, another place or another link.

    Not when the person has left, the edition is over, or there is no address.
    """
    enrolment = _find(enrolment_id)
    if enrolment is not None and enrolment.status in TOLD_OF_MOVE:
        takes_part = enrolment.status == EnrolmentStatus.CONFIRMED
        _send(enrolment, "enrolment_moved", with_calendar=takes_part, takes_part=takes_part)


def _find(enrolment_id: int) -> Enrolment | None:
    """The enrolment, if there is still somebody to tell something."""
    enrolment = (
        Enrolment.objects.select_related("person", "edition__training")
        .prefetch_related("edition__sessions")
        .filter(pk=enrolment_id)
        .first()
    )
    if enrolment is None or not enrolment.person.email or enrolment.edition.is_past:
        return None
    return enrolment


def _send(enrolment: Enrolment, template: str, *, with_calendar: bool, **more: Any) -> None:
    edition = enrolment.edition
    attachments = None
    if with_calendar:
        content = calendar.edition_calendar(edition, for_participant=True)
        attachments = [("training.ics", content, "text/calendar")]
    mail.send(
        to=enrolment.person.email or "",
        template=template,
        context={
            "enrolment": enrolment,
            "person": enrolment.person,
            "edition": edition,
            "training": edition.training,
            "sessions": list(edition.sessions.all()),
            "place_in_queue": queries.place_in_queue(enrolment),
            "deadline": formats.deadline(enrolment.offer_expires_at)
            if enrolment.offer_expires_at
            else "",
            "url": mail.absolute_url(reverse("enrolment:enrol", args=[edition.pk])),
            **more,
        },
        language=enrolment.person.language,
        attachments=attachments,
    )
