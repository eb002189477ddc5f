"""What the screens of staff for enrolments share: who may, and asking again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext

from courses.editions.queries import editions_for_staff
from courses.notices.queries import reach_since, trainers_reached_since

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from courses.common.edit_conflicts import Conflict
    from courses.editions.models import Edition
    from courses.people.models import User

CHANGE = "enrolment.change_enrolment"


def may_change(user: User | AnonymousUser) -> bool:
    """Whether somebody enrols others and takes them out: in which editions, see below."""
    return user.has_perm(CHANGE)


def edition_to_change(request: HttpRequest, pk: int) -> Edition:
    """The edition, for who may change who is in it: coordinators in all, trainers in their own.

    Raises:
        Http404: it is not one that this person works with.
        PermissionDenied: the person may not change enrolments.
    """
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    if not may_change(request.user):
        raise PermissionDenied
    return edition


def ask_again(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """What was about to be done is about something else by now; the page says what."""
    messages.warning(request, what_changed(conflict))
    return redirect(request.path)


def say_who_is_told(request: HttpRequest, *editions: Edition, since: datetime) -> None:
    """Say how people are told what was just done: who gets a mail or a letter, and whom to call.

    `editions` are all in which something came of it: who goes to another one leaves a seat, which
    is offered to somebody. The trainers are counted apart, as the pages that ask beforehand do.
    """
    reach = reach_since(since, *editions)
    if reach:
        messages.info(request, reach.sentence)
    trainers = trainers_reached_since(since, *editions)
    if trainers:
        messages.info(request, trainers.sentence_about_trainers)


def what_changed(conflict: Conflict) -> str:
    """What somebody else did in the meantime, for who was about to do something."""
    changed = "; ".join(f"{one.label}: {one.theirs}" for one in conflict.differences)
    return gettext(
        "Er is intussen iets veranderd (%(changed)s). Er is nog niets gedaan. Klopt het nog?"
    ) % {"changed": changed}
