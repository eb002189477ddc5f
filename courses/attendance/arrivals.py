"""Who is added from the list of a session is in the room, and so is present there at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.utils.translation import gettext

from courses.attendance import queries
from courses.attendance.enums import Mark
from courses.attendance.presses import keep_undo
from courses.attendance.services import MarkEdit, edit_marks
from courses.common.visitors import account_of
from courses.enrolment import arrivals

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.enrolment.models import Enrolment


@arrivals.provide
def mark_present(request: HttpRequest, enrolment: Enrolment, where: str) -> None:
    """Not before the day of the session, and not where a certificate may have followed: that is
    asked about first."""
    edition = enrolment.edition
    session = edition.sessions.filter(pk=where).first() if where.isdecimal() else None
    if session is None or not queries.can_be_marked(session):
        return
    if queries.was_closed(edition):
        words = gettext("De lijst was al klaar. Vul bij %(name)s zelf nog in: was die er?")
        messages.warning(request, words % {"name": enrolment.person.name})
        return
    there = [MarkEdit(enrolment.pk, None, Mark.PRESENT)]
    result = edit_marks(session=session, edits=there, actor=account_of(request))
    keep_undo(request, session, result)
    if result.changed:
        words = gettext("%(name)s staat op de lijst als aanwezig.")
        messages.success(request, words % {"name": enrolment.person.name})
