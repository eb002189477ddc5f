"""Mail about enrolments, sent after commit."""

from __future__ import annotations

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


@task()
def tell(enrolment_id: int, status: str) -> None:
    """Mail the person about the new state.

    Not when the state has changed again, the edition is over, or there is no address.
    """
    if status not in TOLD:
        return
    enrolment = (
        Enrolment.objects.select_related("person", "edition__training")
        .prefetch_related("edition__sessions")
        .filter(pk=enrolment_id, status=status)
        .first()
    )
    if enrolment is None or not enrolment.person.email or enrolment.edition.is_past:
        return
    edition = enrolment.edition
    attachments = None
    if status == EnrolmentStatus.CONFIRMED:
        content = calendar.edition_calendar(edition, for_participant=True)
        attachments = [("training.ics", content, "text/calendar")]
    mail.send(
        to=enrolment.person.email,
        template=f"enrolment_{status}",
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
        },
        language=enrolment.person.language,
        attachments=attachments,
    )
