"""What goes along with a mail about an enrolment, for the person's own calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from courses.common import mail
from courses.editions import calendar
from courses.editions.calendar import FILE, Attendee, Method
from courses.enrolment.links import own_path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.editions.models import Edition
    from courses.editions.plans import Planned
    from courses.enrolment.models import Enrolment


def calendar_parts(
    enrolment: Enrolment, method: Method, *, name: str = FILE
) -> list[mail.Attachment]:
    """The sessions to put into the person's calendar (REQUEST), or to take out of it (CANCEL).

    In the person's language; `name` is what the file is called.
    """
    edition = enrolment.edition
    with override(enrolment.person.language):
        return calendar.invitation(
            edition,
            attendee=_attendee(enrolment),
            method=method,
            sequence=_sequence(enrolment, edition),
            url=_url(edition),
            name=name,
        )


def parts_of_move(enrolment: Enrolment, before: Edition) -> list[mail.Attachment]:
    """The sessions of the edition that the person is in now; those of `before` are taken out."""
    with override(enrolment.person.language):
        gone = calendar.withdrawal(
            before,
            attendee=_attendee(enrolment),
            sequence=_sequence(enrolment, before),
            url=_url(before),
            name="oud.ics",
        )
    return [*calendar_parts(enrolment, Method.REQUEST, name="nieuw.ics"), *gone]


def parts_of_change(enrolment: Enrolment, gone: Sequence[Planned]) -> list[mail.Attachment]:
    """The sessions as they are now; those that were in it and are `gone` are taken out."""
    edition = enrolment.edition
    parts = calendar_parts(enrolment, Method.REQUEST)
    with override(enrolment.person.language):
        return parts + calendar.withdrawal(
            edition,
            attendee=_attendee(enrolment),
            sequence=_sequence(enrolment, edition),
            url=_url(edition),
            name="vervalt.ics",
            gone=gone,
        )


def _attendee(enrolment: Enrolment) -> Attendee:
    return Attendee(enrolment.person.name, enrolment.person.email or "")


def _url(edition: Edition) -> str:
    return mail.absolute_url(own_path_of(edition))


def _sequence(enrolment: Enrolment, edition: Edition) -> int:
    """Rises when the edition changes, and when the person leaves or comes back.

    The same when nothing changed in between, so that a mail that comes twice says the same.
    """
    since = enrolment.changed_at - edition.created_at
    return edition.calendar_version + max(0, int(since.total_seconds()))
