"""What staff do with enrolments in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from wagtail.admin import messages as admin_messages

from courses.common import clock
from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.common.errors import Refusal, add_refusal
from courses.editions.queries import editions_for_staff
from courses.enrolment import arrivals, queries, services
from courses.enrolment.answers import answers_in, questions_of
from courses.enrolment.enums import ACTIVE, HOLDS_SEAT, TAKES_PART, EnrolmentStatus
from courses.enrolment.forms import AddParticipantForm
from courses.enrolment.group_mergers import may_be_merged
from courses.enrolment.models import Enrolment
from courses.enrolment.queries.told_of_cancelling import told_of_cancelling
from courses.enrolment.staff_access import (
    ask_again,
    edition_to_change,
    may_answer_telephone,
    may_change,
    reach_of_next,
    say_who_is_told,
    way_back,
)
from courses.enrolment.staff_actions import buttons_for
from courses.notices.queries import (
    notes_about,
    notices_about,
    to_tell_about,
    way_of,
    who_gets_what,
    wrong_numbers,
)
from courses.notices.services import mark_done
from courses.people.enums import ContactWay
from courses.people.forms import typed_in_search
from courses.people.queries import is_coordinator, signed_in_user
from courses.people.services import ask_if_double

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from courses.editions.models import Edition, Session
    from courses.people.models import User


@never_cache
def enrolments(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in an edition, who has an offer, who waits and in which order, and who left."""
    editions = editions_for_staff(request.user).select_related("erased_participants")
    edition = get_object_or_404(editions, pk=pk)
    erased = getattr(edition, "erased_participants", None)
    everybody = list(queries.enrolments_in(edition))
    coming = [one for one in everybody if one.status in HOLDS_SEAT]
    booked = queries.meanwhile([one.person_id for one in coming], edition, viewer=request.user)
    for one in coming:
        one.elsewhere = booked.get(one.person_id)  # type: ignore[attr-defined]
    answered, noted = answers_in(edition), notes_about(edition)
    asks = bool(questions_of(edition.training_id))
    gone = any(queries.is_over(one) for one in everybody)
    placed = queries.placed_elsewhere(edition) if gone else {}
    together = queries.names_of_companions(everybody)
    wrong = wrong_numbers(one.person for one in everybody)
    for one in everybody:
        one.has_wrong_number = one.person_id in wrong  # type: ignore[attr-defined]
        one.edition = edition
        one.placed = placed.get(one.person_id) if queries.is_over(one) else None  # type: ignore[attr-defined]
        one.buttons = buttons_for(one, placed=one.placed, asks=asks)  # type: ignore[attr-defined]
        one.answered = answered.get(one.pk, [])  # type: ignore[attr-defined]
        one.noted = noted.get(one.person_id, [])  # type: ignore[attr-defined]
        one.together = together.get(one.pk, "")  # type: ignore[attr-defined]
        one.unreachable = queries.is_unreachable(one)  # type: ignore[attr-defined]
    waiting = sorted(
        (one for one in everybody if one.status == EnrolmentStatus.WAITING),
        key=lambda one: (one.queued_at, one.pk),
    )
    return render(
        request,
        "enrolment/admin/enrolments.html",
        {
            "edition": edition,
            "erased": erased.number if erased else 0,
            "taking_part": [one for one in everybody if one.status in TAKES_PART],
            "offered": [one for one in everybody if one.status == EnrolmentStatus.OFFERED],
            "waiting": waiting,
            "twos": _twos_passed_by(edition, waiting),
            "gone": [one for one in everybody if one.status not in ACTIVE | TAKES_PART],
            "may_change": may_change(request.user),
            "may_add_group": is_coordinator(request.user),
            "may_merge": may_be_merged(edition),
            "told": told_of_cancelling(edition) if edition.is_cancelled else None,
            # Of what is called off the page says it with how many were told.
            "to_tell": None
            if edition.is_cancelled
            else to_tell_about(edition, viewer=request.user),
        },
    )


def _twos_passed_by(edition: Edition, waiting: Sequence[Enrolment]) -> list[tuple[int, int]]:
    """The numbers of each two who wait together, where one seat is left that they cannot take."""
    if not waiting or not edition.is_open_for_enrolment or not queries.one_seat_passes_by(edition):
        return []
    numbers = {one.pk: number for number, one in enumerate(waiting, start=1)}
    pairs = ((numbers[pk], numbers[other.pk]) for pk, other in queries.pairs_in(waiting).items())
    return sorted(pair for pair in pairs if pair[0] < pair[1])


@never_cache
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enrol somebody in this edition: who called, wrote, or stands at the door."""
    edition = edition_to_change(request, pk)
    actor = signed_in_user(request)
    search = request.GET.get("q", "")
    companion = _who_is_accompanied(request, edition)
    found = _found_for(search, actor, edition)
    # Who is found is not somebody new as well.
    typed = {} if found else typed_in_search(search)
    form = AddParticipantForm(request.POST or None, user=actor, initial=typed)
    asks = form.is_valid() and not _is_read(form)
    clashes, seat = _to_ask_about(form, edition, actor) if asks else (None, None)
    since = clock.now()
    if form.is_valid() and not (clashes or seat):
        try:
            enrolment = _enrol(edition, companion, actor, _somebody(form))
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request,
                gettext("%(name)s: %(status)s.")
                % {"name": enrolment.person.name, "status": enrolment.get_status_display()},
            )
            _tell_who_it_is(request, form, enrolment, actor)
            if "hier" in request.GET and enrolment.status in TAKES_PART:
                arrivals.tell(request, enrolment, request.GET["hier"])
            if companion is not None and may_answer_telephone(actor) and "hier" not in request.GET:
                # Whom one speaks is still on the telephone: what to say, and what each gets.
                return redirect("enrol_by_telephone_done", enrolment.pk)
            if not _was_told_in_the_room(request, enrolment, actor):
                say_who_is_told(request, edition, since=since)
            return redirect(way_back(request, edition, enrolment.person_id).url)
    session = _session_of(request, edition)
    return render(
        request,
        "enrolment/admin/add.html",
        {
            "edition": edition,
            "form": form,
            "clashes": clashes,
            "seat": seat,
            "searched_for": search,
            "session": session,
            "seats_left": max(edition.seats_left, 0),
            "is_full": not edition.is_open_for_enrolment and edition.seats_left <= 0,
            "may_give_room": actor.has_perm("editions.change_edition"),
            # How one takes part online is no news at a session that is over.
            "still_to_come": not _is_over(session or edition, now=since),
            "back": way_back(request, edition, actor.pk),
            "sees_all": is_coordinator(request.user),
            "companion": companion,
            "found": found,
        },
    )


def _tell_who_it_is(
    request: HttpRequest, form: AddParticipantForm, enrolment: Enrolment, actor: User
) -> None:
    """A trainer who wrote somebody down hears that we knew the person; coordinators are asked
    whether we did, where only the address was somebody's."""
    if form.recognised is not None:
        messages.info(request, gettext("Deze persoon kenden wij al. Alles staat nu bij elkaar."))
    elif form.has_address is not None:
        ask_if_double(person=enrolment.person, known=form.has_address, actor=actor)
        words = gettext("Een coördinator kijkt of wij deze persoon al kennen.")
        messages.info(request, words)


def _found_for(search: str, actor: User, edition: Edition) -> list[User]:
    """Who may be meant by what was typed, each with how that person is in this edition (`here`)."""
    found = queries.find_people(search, user=actor)
    if found:
        known = Enrolment.objects.filter(
            edition=edition, person__in=found, status__in=ACTIVE | TAKES_PART
        )
        here = {one.person_id: one for one in known}
        for person in found:
            person.here = here.get(person.pk)  # type: ignore[attr-defined]
    return found


def _is_over(about: Session | Edition, *, now: datetime) -> bool:
    return about.ends_at is not None and about.ends_at <= now


def _session_of(request: HttpRequest, edition: Edition) -> Session | None:
    """At which session of the edition somebody walks in, as the address says (`hier`)."""
    text = request.GET.get("hier", "")
    return edition.sessions.filter(pk__in=[text]).first() if text.isdecimal() else None


def _who_is_accompanied(request: HttpRequest, edition: Edition) -> Enrolment | None:
    """With whom somebody comes along, as the address says (`samen`): one who is in this edition."""
    text = request.GET.get("samen", "")
    if not text.isdecimal():
        return None
    active = Enrolment.objects.select_related("person", "edition").filter(status__in=ACTIVE)
    return active.filter(edition=edition, pk__in=[text]).first()


def _enrol(
    edition: Edition, companion: Enrolment | None, actor: User, somebody: services.Somebody
) -> Enrolment:
    if companion is None:
        return services.enrol_somebody(edition=edition, actor=actor, **somebody)
    return services.enrol_along(enrolment=companion, actor=actor, **somebody)


def _was_told_in_the_room(request: HttpRequest, enrolment: Enrolment, actor: User) -> bool:
    """Who is here, as the address says (`hier`), sees that it is done: where there is no e-mail
    address, nobody need call or write that he or she is in."""
    if "hier" not in request.GET or enrolment.person.email or enrolment.status not in TAKES_PART:
        return False
    told = notices_about(enrolment.edition).filter(person=enrolment.person_id)
    if not mark_done(notices=told.filter(created_at__gte=enrolment.changed_at), actor=actor):
        return False
    words = gettext("Deze persoon heeft geen e-mailadres, en krijgt geen bericht: vertel het zelf.")
    messages.info(request, words)
    return True


@never_cache
def withdraw(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """Take somebody out, after asking; the freed seat is offered to the first in line."""
    edition = edition_to_change(request, pk)
    enrolment = get_object_or_404(
        Enrolment.objects.select_related("person", "edition"), pk=enrolment_pk, edition=edition
    )
    back = way_back(request, edition, enrolment.person_id)
    if enrolment.status == EnrolmentStatus.WITHDRAWN:
        messages.info(request, gettext("Deze persoon is al afgemeld."))
        return redirect(back.url)
    since = clock.now()
    together = list(queries.companions_of(enrolment))
    with_this_one = {one.pk for one in queries.brought_along(enrolment)}
    if request.method == "POST":
        try:
            waited = enrolment.status in {EnrolmentStatus.WAITING, EnrolmentStatus.OFFERED}
            services.withdraw(
                enrolment=enrolment,
                actor=signed_in_user(request),
                snapshot=FormSnapshot.submitted(request.POST),
                along={one.pk for one in together if str(one.pk) in request.POST.getlist("along")},
            )
        except Conflict as conflict:
            return ask_again(request, conflict)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            done = gettext("Van de wachtlijst gehaald.") if waited else gettext("Afgemeld.")
            admin_messages.success(request, done, buttons=_way_back_in(enrolment, edition))
            told = enrolment.person_id if "told" in request.POST else None
            if told is not None:
                new = notices_about(edition).filter(person=told, created_at__gte=since)
                mark_done(notices=new, actor=signed_in_user(request))
            return back.after(request, edition, since=since, told=told)
        return redirect(back.url)
    return render(
        request,
        "enrolment/admin/withdraw.html",
        {
            "edition": edition,
            "enrolment": enrolment,
            "back": back,
            "next_in_line": reach_of_next(
                edition, [enrolment, *(one for one in together if one.pk in with_this_one)]
            ),
            "closes": queries.closes_lessons(enrolment),
            # Who is on the telephone needs no letter about it.
            "may_know": back.call is None
            and way_of(enrolment.person, kind=None) != ContactWay.MAIL,
            "together": [(one, one.pk in with_this_one) for one in together],
            "reach": who_gets_what([enrolment.person, *(one.person for one in together)]),
            "may_come_back": not edition.is_past,
            "has_queue": edition.is_open_for_enrolment,
            "sessions": edition.sessions.count(),
            "status": enrolment.get_status_display(),
            "snapshot_token": token(queries.enrolment_facts(enrolment)),
        },
    )


def _way_back_in(enrolment: Enrolment, edition: Edition) -> list[tuple[str, str, bool]]:
    """The button behind the message for who took out the wrong person; none of what is over."""
    if edition.is_past:
        return []
    url = reverse("edition_participant_action", args=[edition.pk, enrolment.pk, "opnieuw"])
    return [admin_messages.button(url, gettext("Toch niet? Schrijf opnieuw in"))]


def _is_read(form: AddParticipantForm) -> bool:
    """Whether there is nothing to ask about the chosen person, or staff have read it and go on."""
    person = form.cleaned_data["person"]
    # Who is recognised stands in the room; where else that person is, the trainer need not know.
    is_known = form.recognised is not None or form.cleaned_data["anyway_for"] == getattr(
        person, "pk", None
    )
    return person is None or is_known


def _to_ask_about(
    form: AddParticipantForm, edition: Edition, actor: User
) -> tuple[queries.Meanwhile | None, Enrolment | None]:
    """Where the chosen person is at that hour, and the seat on another date of the training."""
    person = form.cleaned_data["person"]
    clashes = queries.meanwhile([person.pk], edition, viewer=actor).get(person.pk)
    return clashes, queries.seat_elsewhere(person_id=person.pk, edition=edition)


def _somebody(form: AddParticipantForm) -> services.Somebody:
    if form.cleaned_data["person"]:
        return {"person": form.cleaned_data["person"]}
    return cast("services.Somebody", form.new_person())
