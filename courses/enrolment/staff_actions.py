"""What staff do for one participant: each is asked first, and done by the service that the
participant's own button calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages as admin_messages
from wagtail.admin.widgets.button import Button

from courses.common import clock
from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.common.errors import Refusal, add_refusal
from courses.editions.models import Edition
from courses.enrolment import queries, services
from courses.enrolment.enums import ACTIVE, EnrolmentStatus
from courses.enrolment.forms import MoveForm, edition_in_words
from courses.enrolment.models import Enrolment
from courses.enrolment.providers import page_of_missing
from courses.enrolment.staff_access import (
    DURING_CALL,
    WayBack,
    ask_again,
    edition_to_change,
    may_answer_telephone,
    reach_of_next,
    way_back,
)
from courses.notices.queries import who_gets_what
from courses.people.queries import signed_in_user
from courses.plugin_api.contributions.messages import NotificationKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from courses.notices.models import Notice
    from courses.notices.queries import Reach
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
    tells: bool
    """Whether the person hears of it from us."""
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
        True,
        _accept,
    ),
    StaffAction(
        "afslaan",
        _("Slaat af"),
        _("Slaat %(name)s de plaats af?"),
        _("De plaats gaat naar de volgende op de wachtlijst. Staat daar niemand, dan is zij vrij."),
        _("Ja, slaat de plaats af"),
        frozenset({S.OFFERED}),
        False,
        _decline,
    ),
    StaffAction(
        "opnieuw",
        _("Schrijf opnieuw in"),
        _("Wil je %(name)s opnieuw inschrijven?"),
        _("Is de uitvoering vol, dan komt deze persoon achteraan op de wachtlijst."),
        _("Ja, schrijf opnieuw in"),
        frozenset({S.WITHDRAWN, S.DECLINED, S.EXPIRED, S.NO_PLACE}),
        True,
        _enrol_again,
    ),
)


def buttons_for(
    enrolment: Enrolment,
    *,
    placed: Enrolment | None,
    call: Notice | None = None,
    asks: bool = False,
) -> list[Button]:
    """What staff can do now for this participant, the most likely first; of an edition that is
    called off only another one. `placed` is where somebody is now who is in it no more, `call` what
    that person is called about, `asks` whether the training asks questions."""
    edition = enrolment.edition
    here, during = [edition.pk, enrolment.pk], f"?{DURING_CALL}={call.pk}" if call else ""
    buttons = (
        []
        if edition.is_cancelled
        else [
            Button(
                action.label,
                url=reverse("edition_participant_action", args=[*here, action.name]) + during,
            )
            for action in ACTIONS
            if enrolment.state in action.states
        ]
    )
    asked_for = edition.is_cancelled or not edition.is_past or call is not None
    if asked_for and queries.may_go_elsewhere(enrolment, placed=placed):
        url = reverse("edition_move_participant", args=here) + during
        buttons.append(Button(_("Zet in een andere uitvoering"), url=url))
    if enrolment.status in ACTIVE and not edition.is_past:
        if asks:
            url = reverse("edition_participant_answers", args=here) + during
            buttons.append(Button(_("Antwoorden"), url=url))
        missing = page_of_missing(enrolment)
        if missing:
            buttons.append(Button(_("Kan één keer niet"), url=missing + during))
        waits = enrolment.status == S.WAITING
        buttons.append(
            Button(
                _("Haal van de wachtlijst") if waits else _("Meld af"),
                url=reverse("edition_withdraw_participant", args=here) + during,
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
    back = way_back(request, edition, enrolment.person_id)
    if enrolment.state not in action.states:
        messages.info(request, _stands(enrolment))
        return redirect(back.url)
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
            return back.after(request, *concerned, since=since)
        return redirect(back.url)
    return render(
        request,
        "enrolment/admin/action.html",
        {
            "edition": edition,
            "action": action,
            "back": back,
            "question": action.question % {"name": enrolment.person.name},
            "enrolment": enrolment,
            "along": along,
            "reach": who_gets_what([one.person for one in along]),
            "own": _own_reach(enrolment, edition, back) if action.tells else None,
            "next_in_line": None if action.tells else reach_of_next(edition, [enrolment, *along]),
            "snapshot_token": token(queries.enrolment_facts(enrolment)),
        },
    )


def _own_reach(enrolment: Enrolment, edition: Edition, back: WayBack) -> Reach | None:
    """How the person hears of a seat in this edition; not from us again who hears it in a call."""
    if back.call is not None:
        return None
    kind = NotificationKind.CONFIRMED.value
    return who_gets_what([enrolment.person], kind=kind, edition=edition)


def _lose_it_too(enrolment: Enrolment) -> list[Enrolment]:
    """Who was offered a seat together with somebody, and has none alone."""
    return list(queries.companions_of(enrolment).filter(comes_with=enrolment, status=S.OFFERED))


@never_cache
def move(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """Put somebody in another edition of the training, in one step and with one message; also who
    is in this one no more, since it was called off or no place came free."""
    edition = edition_to_change(request, pk)
    enrolments = Enrolment.objects.select_related("person", "edition__training")
    enrolment = get_object_or_404(enrolments, pk=enrolment_pk, edition=edition)
    back = way_back(request, edition, enrolment.person_id)
    over = queries.is_over(enrolment)
    placed = queries.placed_elsewhere(edition).get(enrolment.person_id) if over else None
    if not queries.may_go_elsewhere(enrolment, placed=placed):
        messages.info(request, _stands(placed or enrolment))
        return redirect(back.url)
    user = signed_in_user(request)
    search = request.GET.get("q", "")
    sent = request.POST if request.method == "POST" else None
    form = MoveForm(
        sent,
        editions=queries.other_editions(edition, user=user, search=search),
        keeps_seat=enrolment.status == S.CONFIRMED,
        initial=_asked_for(back.call) or _back_to(request),
    )
    since = clock.now()
    # With an edition that somebody is in no more, nothing binds people together.
    together = [] if over else list(queries.companions_of(enrolment))
    if form.is_valid():
        perform = (
            services.enrol_elsewhere
            if over
            else partial(services.move, along=_ticked(request, together))
        )
        try:
            moved = perform(
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
            undo = [] if over else _way_back(moved, edition)
            admin_messages.success(request, f"{_stands(moved)} {there}", buttons=undo)
            return replace(back, edition_id=moved.edition_id).after(
                request, edition, moved.edition, since=since
            )
    ticks = _with_ticks(request, enrolment, together)
    return render(
        request,
        "enrolment/admin/move.html",
        {
            "edition": edition,
            "enrolment": enrolment,
            "over": over,
            "back": back,
            "may_choose_another": may_answer_telephone(user) and enrolment.person.is_active,
            "form": form,
            "searched_for": search,
            "together": ticks,
            "reach": who_gets_what(one.person for one in together),
            "own": _own_reach(enrolment, edition, back),
            "next_in_line": reach_of_next(
                edition, [enrolment, *(one for one, ticked in ticks if ticked)]
            ),
            "snapshot_token": token(queries.enrolment_facts(enrolment)),
        },
    )


def _ticked(request: HttpRequest, together: Sequence[Enrolment]) -> set[int]:
    """Of those with whom somebody comes: who was chosen to go along."""
    return {one.pk for one in together if str(one.pk) in request.POST.getlist("along")}


def _with_ticks(
    request: HttpRequest, enrolment: Enrolment, together: Sequence[Enrolment]
) -> list[tuple[Enrolment, bool]]:
    """These with whether they are ticked: as they were sent, else for whom the person decides."""
    if request.method == "POST":
        ticked = _ticked(request, together)
    else:
        ticked = {one.pk for one in queries.brought_along(enrolment)}
    return [(one, one.pk in ticked) for one in together]


def _asked_for(call: Notice | None) -> dict[str, Any]:
    """The edition that somebody is called about, who is asked to go there."""
    return {} if call is None else {"to_edition": call.facts.get("to_edition")}


BACK_TO = "naar"
"""Names in an address the edition that is chosen already on the page for moving somebody."""


def _back_to(request: HttpRequest) -> dict[str, Any]:
    """The edition where somebody was, for who moved the wrong person."""
    return {"to_edition": request.GET.get(BACK_TO)}


def _way_back(moved: Enrolment, before: Edition) -> list[tuple[str, str, bool]]:
    """The button behind the message for who moved the wrong person; none to what is over."""
    if before.is_past:
        return []
    url = reverse("edition_move_participant", args=[moved.edition_id, moved.pk])
    return [admin_messages.button(f"{url}?{BACK_TO}={before.pk}", gettext("Toch niet? Zet terug"))]


def _stands(enrolment: Enrolment) -> str:
    return gettext("%(name)s: %(status)s.") % {
        "name": enrolment.person.name,
        "status": enrolment.state.label,
    }
