"""What staff do for one participant: each is asked first, and done by the service that the
participant's own button calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.widgets.button import Button

from courses.common import clock
from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.common.errors import Refusal, add_refusal
from courses.editions.models import Edition
from courses.enrolment import queries, services
from courses.enrolment.enums import ACTIVE, EnrolmentStatus
from courses.enrolment.forms import MoveForm, edition_in_words
from courses.enrolment.models import Enrolment
from courses.enrolment.staff_access import ask_again, edition_to_change, say_who_is_told
from courses.notices.queries import who_gets_what
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from courses.people.models import User

S = EnrolmentStatus


@dataclass(frozen=True)
class StaffAction:
    """One thing that staff can do for somebody in a state, and how the page asks it.

    `question` and `consequence` are sentences; the question has a place for the name.
    """

    name: str
    label: StrOrPromise
    question: StrOrPromise
    consequence: StrOrPromise
    yes: StrOrPromise
    states: frozenset[EnrolmentStatus]
    perform: Callable[[Enrolment, User, FormSnapshot], Enrolment]


def _accept(enrolment: Enrolment, actor: User, snapshot: FormSnapshot) -> Enrolment:
    return services.accept_offer(enrolment=enrolment, actor=actor, snapshot=snapshot)


def _decline(enrolment: Enrolment, actor: User, snapshot: FormSnapshot) -> Enrolment:
    return services.decline_offer(enrolment=enrolment, actor=actor, snapshot=snapshot)


def _enrol_again(enrolment: Enrolment, actor: User, snapshot: FormSnapshot) -> Enrolment:
    return services.enrol(person=enrolment.person, edition=enrolment.edition, actor=actor)


ACTIONS = (
    StaffAction(
        "aannemen",
        _("Neemt aan"),
        _("Neemt %(name)s de plaats aan?"),
        _("De plaats is daarna van deze persoon."),
        _("Ja, neemt de plaats aan"),
        frozenset({S.OFFERED}),
        _accept,
    ),
    StaffAction(
        "afslaan",
        _("Slaat af"),
        _("Slaat %(name)s de plaats af?"),
        _("De plaats gaat naar de volgende op de wachtlijst. Staat daar niemand, dan is zij vrij."),
        _("Ja, slaat de plaats af"),
        frozenset({S.OFFERED}),
        _decline,
    ),
    StaffAction(
        "opnieuw",
        _("Schrijf opnieuw in"),
        _("Wil je %(name)s opnieuw inschrijven?"),
        _("Is de uitvoering vol, dan komt deze persoon achteraan op de wachtlijst."),
        _("Ja, schrijf opnieuw in"),
        frozenset({S.WITHDRAWN, S.DECLINED, S.EXPIRED, S.NO_PLACE}),
        _enrol_again,
    ),
)


def buttons_for(enrolment: Enrolment) -> list[Button]:
    """What staff can do now for this participant, the most likely first; nothing in an edition
    that is called off."""
    edition = enrolment.edition
    if edition.is_cancelled:
        return []
    here = [edition.pk, enrolment.pk]
    buttons = [
        Button(action.label, url=reverse("edition_participant_action", args=[*here, action.name]))
        for action in ACTIONS
        if enrolment.state in action.states
    ]
    if enrolment.status in ACTIVE and not edition.is_past:
        url = reverse("edition_move_participant", args=here)
        buttons.append(Button(_("Verplaats"), url=url))
        waits = enrolment.status == S.WAITING
        buttons.append(
            Button(
                _("Haal van de wachtlijst") if waits else _("Meld af"),
                url=reverse("edition_withdraw_participant", args=here),
            )
        )
    return buttons


@never_cache
def act(request: HttpRequest, pk: int, enrolment_pk: int, name: str) -> HttpResponse:
    """Ask whether something is to be done for a participant, and do it."""
    edition = edition_to_change(request, pk)
    enrolments = Enrolment.objects.select_related("person", "edition__training")
    enrolment = get_object_or_404(enrolments, pk=enrolment_pk, edition=edition)
    action = next((one for one in ACTIONS if one.name == name), None)
    if action is None:
        raise Http404
    back = redirect("edition_enrolments", pk=pk)
    if enrolment.state not in action.states:
        messages.info(request, _stands(enrolment))
        return back
    since = clock.now()
    along = _lose_it_too(enrolment) if action.name == "afslaan" else []
    if request.method == "POST":
        # Who takes a seat here gives one up there.
        elsewhere = queries.seat_elsewhere(person_id=enrolment.person_id, edition=edition)
        concerned = [edition] if elsewhere is None else [edition, elsewhere.edition]
        try:
            done = action.perform(
                enrolment, signed_in_user(request), FormSnapshot.submitted(request.POST)
            )
        except Conflict as conflict:
            return ask_again(request, conflict)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _stands(done))
            say_who_is_told(request, *concerned, since=since)
        return back
    return render(
        request,
        "enrolment/admin/action.html",
        {
            "edition": edition,
            "action": action,
            "question": action.question % {"name": enrolment.person.name},
            "enrolment": enrolment,
            "along": along,
            "reach": who_gets_what([one.person for one in along]),
            "snapshot_token": token(queries.enrolment_facts(enrolment)),
        },
    )


def _lose_it_too(enrolment: Enrolment) -> list[Enrolment]:
    """Who was offered a seat together with somebody, and has none alone."""
    return list(queries.companions_of(enrolment).filter(comes_with=enrolment, status=S.OFFERED))


@never_cache
def move(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """Move a participant to another edition of the training, in one step and with one message."""
    edition = edition_to_change(request, pk)
    enrolments = Enrolment.objects.select_related("person", "edition__training")
    enrolment = get_object_or_404(enrolments, pk=enrolment_pk, edition=edition)
    if enrolment.status not in ACTIVE or edition.is_past:
        messages.info(request, _stands(enrolment))
        return redirect("edition_enrolments", pk=pk)
    user = signed_in_user(request)
    search = request.GET.get("q", "")
    sent = request.POST if request.method == "POST" else None
    form = MoveForm(sent, editions=queries.other_editions(edition, user=user, search=search))
    since = clock.now()
    if form.is_valid():
        try:
            moved = services.move(
                enrolment=enrolment,
                actor=user,
                snapshot=FormSnapshot.submitted(request.POST),
                **form.cleaned_data,
            )
        except Conflict as conflict:
            return ask_again(request, conflict)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            # What the form holds, was read before a seat was taken.
            there = edition_in_words(Edition.objects.get(pk=moved.edition_id))
            messages.success(request, f"{_stands(moved)} {there}")
            say_who_is_told(request, edition, moved.edition, since=since)
            return redirect("edition_enrolments", pk=moved.edition_id)
    return render(
        request,
        "enrolment/admin/move.html",
        {
            "edition": edition,
            "enrolment": enrolment,
            "form": form,
            "searched_for": search,
            "reach": who_gets_what(one.person for one in queries.companions_of(enrolment)),
            "snapshot_token": token(queries.enrolment_facts(enrolment)),
        },
    )


def _stands(enrolment: Enrolment) -> str:
    return gettext("%(name)s: %(status)s.") % {
        "name": enrolment.person.name,
        "status": enrolment.state.label,
    }
