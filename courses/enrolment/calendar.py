"""What goes along with a mail about an enrolment, for the person's own calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import override

from courses.common import mail
from courses.editions import calendar
from courses.editions.calendar import Attendee, Method

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment


def calendar_parts(
    enrolment: Enrolment, method: Method, *, edition: Edition | None = None, name: str = ""
) -> list[mail.Attachment]:
    """The sessions to put into the person's calendar (REQUEST), or to take out of it (CANCEL).

    `edition`: another one, which the person was in before. In the person's language; `name` is
    what the file is called.
    """
    about = edition or enrolment.edition
    person = enrolment.person
    with override(person.language):
        return calendar.invitation(
            about,
            attendee=Attendee(person.name, person.email or ""),
            method=method,
            sequence=_sequence(enrolment, about),
            url=mail.absolute_url(reverse("enrolment:enrol", args=[about.pk])),
            name=name,
        )


def _sequence(enrolment: Enrolment, edition: Edition) -> int:
    """Rises when the edition changes, and when the person leaves or comes back.

    The same when nothing changed in between, so that a mail that comes twice says the same.
    """
    since = enrolment.changed_at - edition.created_at
    return edition.calendar_version + max(0, int(since.total_seconds()))
