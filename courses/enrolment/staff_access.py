"""What the screens of staff for enrolments share: who may, and asking again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from courses.editions.queries import editions_for_staff
from courses.enrolment import queries, services
from courses.notices.admin import on_to_the_next
from courses.notices.queries import call_list, reach_since, trainers_reached_since, visible
from courses.notices.services import settle_call
from courses.people.queries import is_coordinator, signed_in_user

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from courses.common.edit_conflicts import Conflict
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.notices.models import Notice
    from courses.notices.queries import Reach
    from courses.people.models import User

CHANGE = "enrolment.change_enrolment"


def may_change(user: User | AnonymousUser) -> bool:
    """Whether somebody enrols others and takes them out: in which editions, see below."""
    return user.has_perm(CHANGE)


def may_answer_telephone(user: User | AnonymousUser) -> bool:
    """Whether somebody enrols whoever calls, in whatever edition: a coordinator."""
    return may_change(user) and is_coordinator(user)


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


def reach_of_next(edition: Edition, leaving: Collection[Enrolment]) -> Reach:
    """Who is offered the seats of people that staff are about to take out, and how they hear so."""
    return queries.reach_of_offer(edition, services.next_when_left(edition, leaving))


def ask_again(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """What was about to be done is about something else by now; the page says what."""
    messages.warning(request, what_changed(conflict))
    return redirect(request.get_full_path())


DURING_CALL = "bel"
"""Names in an address the notice that somebody is being called about."""

BACK = "terug"
"""Names in an address the page where one came from."""


@dataclass(frozen=True)
class WayBack:
    """Where one came from: a call, another page of the site, or the list of an edition."""

    edition_id: int
    call: Notice | None = None
    page: str = ""

    @property
    def url(self) -> str:
        """To that page again."""
        if self.call is not None:
            return reverse("notices_call", args=[self.call.pk])
        return self.page or reverse("edition_enrolments", args=[self.edition_id])

    def after(
        self, request: HttpRequest, *editions: Edition, since: datetime, told: int | None = None
    ) -> HttpResponse:
        """Something was done: say who is told, and go where one goes on. In a call the person has
        heard it, so that is done; then comes what else there is to say to that person, or else
        the list of whom to call. `told` is who knows it without a call."""
        if self.call is None:
            say_who_is_told(request, *editions, since=since, told=told)
            return redirect(self.page or reverse("edition_enrolments", args=[self.edition_id]))
        settle_call(notice=self.call, actor=signed_in_user(request), since=since)
        say_who_is_told(request, *editions, since=since, told=self.call.person_id)
        words = gettext("Het gesprek met %(name)s staat als gesproken genoteerd.")
        messages.info(request, words % {"name": self.call.person.name})
        return on_to_the_next(request, self.call)


def way_back(request: HttpRequest, edition: Edition, person_id: int) -> WayBack:
    """Where somebody came from who does something for a person in an edition, as the address says.

    A call counts when it is with that person, who looks may make it, and it is still to be made.
    """
    page = request.GET.get(BACK, "")
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return WayBack(edition.pk, call_with(request, person_id), page if is_ours else "")


def call_with(request: HttpRequest, person_id: int) -> Notice | None:
    """The call with somebody in which this is done, as the address says; see `way_back`."""
    try:
        key = uuid.UUID(request.GET.get(DURING_CALL, ""))
    except ValueError:
        return None
    calls = visible(call_list(), request.user)
    return calls.filter(pk=key, person=person_id).first()


def say_who_is_told(
    request: HttpRequest,
    *editions: Edition,
    since: datetime,
    told: int | None = None,
    trainers: Reach | None = None,
) -> None:
    """Say how people are told what was just done: who gets a mail or a letter, and whom to call.

    `editions` are all in which something came of it: who goes to another one leaves a seat, which
    is offered to somebody. The trainers are counted apart, as the pages that ask beforehand do.
    `told` is who is on the telephone now; `trainers` who of them hears it, where that is not
    written yet.
    """
    reach = reach_since(since, *editions).still_to_tell(told)
    if reach:
        messages.info(request, reach.with_names)
    trainers = trainers or trainers_reached_since(since, *editions)
    if trainers:
        messages.info(request, trainers.trainers_with_names)


def what_changed(conflict: Conflict) -> str:
    """What somebody else did in the meantime, for who was about to do something."""
    changed = "; ".join(f"{one.label}: {one.theirs}" for one in conflict.differences)
    return gettext(
        "Er is intussen iets veranderd (%(changed)s). Er is nog niets gedaan. Klopt het nog?"
    ) % {"changed": changed}
