"""Enrolling and withdrawing."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.catalogue import page_context, slots
from courses.catalogue.models import LearningPathPage
from courses.catalogue.queries import readable_trainings
from courses.common import addresses, clock, formats
from courses.common.content_language import DUTCH, chosen, reading_in
from courses.common.errors import Refusal, add_refusal
from courses.common.pdf import MissingGlyphs, PdfUnavailable
from courses.common.public_version import memory
from courses.editions import calendar
from courses.editions.forms import AgendaFilterForm
from courses.editions.house_rules import why_too_late_to_withdraw
from courses.editions.models import Edition
from courses.editions.queries import (
    alternatives,
    edition_with_training,
    is_public,
    offered_to_everybody,
    other_dates,
)
from courses.enrolment import path_enrolment, queries, rendering, services
from courses.enrolment.answers import keep_answers
from courses.enrolment.companion_words import (
    also_on_another_date,
    before_leaving,
    hears_of_it,
    how_reached,
    left_behind,
    names_of,
    said_of_enrolling,
    state_of_left_behind,
    stays_behind,
    together_elsewhere,
)
from courses.enrolment.enums import ACTIVE, HOLDS_SEAT, TAKES_PART, EnrolmentStatus
from courses.enrolment.forms import ActionForm, BringForm, EnrolDetailsForm
from courses.enrolment.links import FROM_MESSAGE
from courses.enrolment.models import Enrolment
from courses.notices import edition_words
from courses.people import sign_in_goals
from courses.people.enums import ContactWay
from courses.people.queries import signed_in_user, way_to_reach
from courses.plugin_api.contributions.enrolment import Allow, Condition, Deny, Waitlist
from courses.plugin_api.contributions.slots import SlotPlace
from courses.translations.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from courses.editions.models import Session
    from courses.people.models import User
    from courses.people.services import NewPerson


SAID_HERE = "said-here"
"""On what the page itself says when somebody is back from a press on it."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The page of one edition for one person: what it is, where they stand, what they can do."""
    try:
        edition = _edition(request, edition_id)
    except Http404:
        if _from_own_message(request):
            # Perhaps it is only seen by who is in it; whether it is there is told to nobody else.
            return redirect_to_login(request.path)
        raise
    asked = _asked_to_open(request, edition)
    if asked is not None:
        return asked
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        acts = _bring if request.POST.get("action") == "bring" else _act
        return acts(request, edition)
    return _page(request, edition)


@login_required
@never_cache
@require_safe
def calendar_file(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The sessions of an edition, with the link of those online, for the calendar of who comes."""
    enrolment = get_object_or_404(
        Enrolment, person=request.user.pk, edition=edition_id, status__in=TAKES_PART
    )
    content = calendar.own_feed(
        _("Mijn trainingen"), Edition.objects.filter(pk=enrolment.edition_id), to_keep=True
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{calendar.FILE}"'},
    )


@require_safe
def dates_on_paper(request: HttpRequest) -> HttpResponse:
    """The dates of the agenda that fit what was chosen, on paper in large letters."""
    form = AgendaFilterForm(request.GET)
    editions = form.apply(offered_to_everybody())
    # Who reads a third language has it in Dutch: the paper is for somebody else.
    reading = chosen()
    is_third = reading is not None and not reading.has_own_interface
    # What can be enrolled in today may have begun tomorrow.
    key = ("dates on paper", str(form.cleaned_data), clock.today(), get_language())

    def made() -> bytes:
        with reading_in(DUTCH) if is_third else nullcontext():
            return rendering.render_dates(editions, list(form.in_words.values()))

    try:
        content = memory.get(key, made)
    except (PdfUnavailable, MissingGlyphs):
        messages.error(request, _("Dit blad kan nu niet gemaakt worden."))
        return redirect(addresses.AGENDA)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="data-in-grote-letters.pdf"'
    patch_cache_control(response, private=True, no_store=True)
    return response


@login_required
@never_cache
@require_safe
def appointment(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The date of who comes, on one sheet of paper: for that person and for who comes along."""
    enrolment = get_object_or_404(
        Enrolment.objects.select_related("person", "edition__training", "edition__location"),
        person=request.user.pk,
        edition=edition_id,
        status__in=TAKES_PART,
    )
    try:
        content = rendering.render(enrolment)
    except (PdfUnavailable, MissingGlyphs):
        messages.error(request, _("Dit blad kan nu niet gemaakt worden."))
        return redirect(reverse("enrolment:enrol", args=[edition_id]))
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="mijn-afspraak.pdf"'},
    )


@login_required
@never_cache
@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """All that somebody comes to or waits for, on paper in large letters."""
    try:
        content = rendering.render_all(signed_in_user(request))
    except (PdfUnavailable, MissingGlyphs):
        messages.error(request, _("Dit blad kan nu niet gemaakt worden."))
        return redirect(addresses.MINE)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="mijn-afspraken.pdf"'},
    )


@login_required
@never_cache
@require_safe
def withdraw(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Ask before withdrawing: a seat that is given up is gone."""
    edition = _edition(request, edition_id)
    if "wie" in request.GET:
        return _withdraw_left_behind(request, edition)
    enrolment = get_object_or_404(Enrolment, person=request.user.pk, edition=edition)
    along = list(queries.brought_along(enrolment))
    together = queries.companions_of(enrolment)
    values: page_context.Values = {
        "edition": edition,
        "enrolment": enrolment,
        # First what one may want instead: whoever withdraws first has lost the seat.
        "other_dates": other_dates(edition),
        # After the cut-off nobody gets the seat.
        "passed_on": edition.is_open_for_enrolment and queries.waiting_list(edition).exists(),
        "closes": queries.closes_lessons(enrolment),
        "along": along,
        "names": names_of(along),
        "told": before_leaving(along),
        "staying": names_of([one for one in together if one not in along]),
        "too_late": why_too_late_to_withdraw(edition) if enrolment.status in TAKES_PART else "",
        "crumbs": _crumbs(edition, _("Afmelden")),
    }
    page_context.extend(request, edition, values, name="withdraw")
    return render(request, "enrolment/withdraw.html", values)


def _withdraw_left_behind(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Ask the same about somebody whom one brought along and who stayed."""
    kept = queries.seats_kept_for(signed_in_user(request).pk, edition.pk)
    found = [one for one in kept if str(one.pk) == request.GET["wie"]]
    if not found:
        return redirect(reverse("enrolment:enrol", args=[edition.pk]))
    takes_part = found[0].status in TAKES_PART
    values = {
        "edition": edition,
        "companion": found[0],
        "too_late": why_too_late_to_withdraw(edition) if takes_part else "",
        "crumbs": _crumbs(edition, _("Afmelden")),
    }
    return render(request, "enrolment/withdraw_left_behind.html", values)


def _edition(request: HttpRequest, edition_id: int) -> Edition:
    """An edition that is public, or that the person enrolled in: who is in it can always come
    back here, also when the training went off the site."""
    edition = edition_with_training(edition_id)
    if edition is None:
        raise Http404
    if is_public(edition) or _is_in_it(request, edition):
        return edition
    raise Http404


def _asked_to_open(request: HttpRequest, edition: Edition) -> HttpResponse | None:
    """The answer to whom staff closed the training of an edition: what the page of the training
    asks. Who is in the edition can always come back here."""
    if not edition.training.is_closed_to(request) or _is_in_it(request, edition):
        return None
    if _from_own_message(request):
        return redirect_to_login(request.path)
    answer: HttpResponse | None = edition.training.answer_if_closed(request)
    return answer


def _is_in_it(request: HttpRequest, edition: Edition) -> bool:
    """Whether the reader enrolled in it, or keeps a seat there of somebody brought along."""
    return queries.enrolment_of(request.user, edition) is not None or bool(
        queries.seats_kept_for(request.user.pk or 0, edition.pk)
    )


@sign_in_goals.provide("enrolment:enrol")
def _signs_in_for(request: HttpRequest, edition_id: int) -> sign_in_goals.Goal | None:
    """The training and its first day; of an edition that visitors do not see nothing."""
    edition = edition_with_training(edition_id)
    if edition is None or not is_public(edition) or edition.training.is_closed_to(request):
        return None
    named = {"training": read(edition.training.title), "day": formats.day(edition.starts_at)}
    sentence = _("Hierna ga je verder met de training ‘%(training)s’ van %(day)s.") % named
    in_mail = _("Het gaat om de training ‘%(training)s’ van %(day)s.") % named
    if _seems_free(edition):
        return sign_in_goals.Goal(
            sentence=sentence,
            heading=_("Schrijf je in voor ‘%(training)s’") % named,
            in_mail=in_mail,
            button=_("Ga verder met inschrijven"),
            afterwards=_("Daarna schrijf je je in."),
            subject=_("Je code om je in te schrijven"),
            note=_brings_along(has_seat=True),
        )
    return sign_in_goals.Goal(
        sentence=sentence,
        heading=_("Zet je op de wachtlijst voor ‘%(training)s’") % named,
        in_mail=in_mail,
        button=_("Ga verder naar de wachtlijst"),
        afterwards=_("Daarna zet je jezelf op de wachtlijst."),
        subject=_("Je code voor de wachtlijst"),
        note=_brings_along(has_seat=False),
    )


def _seems_free(edition: Edition) -> bool:
    """Whether who has not signed in may count on a seat. Whether one is kept for somebody who
    waits, rules tell of each of them: that is asked for who is signed in."""
    return edition.seats_left > 0 and not queries.waiting_list(edition).exists()


def _brings_along(*, has_seat: bool) -> str:
    """What who is not signed in reads of somebody who comes along."""
    if has_seat:
        return _(
            "Neem je iemand mee die geen e-mail heeft? Die schrijf je straks in, samen met jezelf."
        )
    return _(
        "Neem je iemand mee die geen e-mail heeft? Die zet je straks ook op de wachtlijst, samen "
        "met jezelf."
    )


def _from_own_message(request: HttpRequest) -> bool:
    """Whether a visitor came by the link in a message about his or her own enrolment.

    The address says so, not who that is: anybody may type it.
    """
    return FROM_MESSAGE in request.GET and not request.user.is_authenticated


def _act(request: HttpRequest, edition: Edition) -> HttpResponse:
    form = ActionForm(request.POST)
    if not form.is_valid():
        (words, *_more) = form.errors.values()
        return _page(request, edition, refusal=str(words[0]), status=400)
    action, person = form.cleaned_data["action"], signed_in_user(request)
    details = EnrolDetailsForm(request.POST, training_id=edition.training_id)
    if action in ASKS and not details.is_valid():
        return _page(request, edition, details=details, status=400)
    if not form.cleaned_data["anyway"]:
        clashes = _clashes_to_ask_about(action, person, edition)
        if clashes:
            return _page(request, edition, clashes=clashes, details=details)
    try:
        if action == "withdraw_companion":
            message = _withdraw_companion(person, edition, form.cleaned_data["companion"] or 0)
        else:
            message = _ACTIONS[action](person, edition, details)
    except services.HasSeatElsewhere:
        # The page asks whether to swap, and says of what.
        return _page(request, edition, details=details, status=409)
    except Refusal as refusal:
        same = refusal.companion if isinstance(refusal, services.BroughtAlready) else None
        why = "" if same else str(refusal)
        return _page(request, edition, refusal=why, same=same, details=details, status=409)
    messages.success(request, message, extra_tags=SAID_HERE)
    return redirect(reverse("enrolment:enrol", args=[edition.pk]))


def _bring(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Enrol whom the person brings along who is enrolled already."""
    form = BringForm(request.POST)
    companion = form.companion() if form.is_valid() else None
    if companion is None:
        return _page(request, edition, bring=form, status=400)
    try:
        enrolment = _own(signed_in_user(request), edition)
        second = services.bring_along(enrolment=enrolment, companion=companion)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _page(request, edition, bring=form, status=409)
    said = said_of_enrolling(second, companion.get("telephone", ""))
    messages.success(request, said, extra_tags=SAID_HERE)
    return redirect(reverse("enrolment:enrol", args=[edition.pk]))


def _enrol(person: User, edition: Edition, details: EnrolDetailsForm) -> str:
    companion, answers = details.companion(), details.answers()
    if companion is not None:
        second = _enrol_together(person, edition, companion, answers)
        said = said_of_enrolling(second, companion.get("telephone", ""))
        return " ".join([said, *also_on_another_date(second, person.pk)])
    if answers:
        enrolment = _enrol_with(person, edition, answers)
    else:
        enrolment = services.enrol(person=person, edition=edition)
    if enrolment.status == EnrolmentStatus.CONFIRMED:
        return _enrolled(person)
    return _("De training is vol. Je staat nu op de wachtlijst.")


def _enrolled(person: User) -> str:
    """What to say at once: that it is done, and to who reads mail, that one comes."""
    if way_to_reach(person) != ContactWay.MAIL:
        return _("Gelukt! Je bent ingeschreven.")
    return _("Gelukt! Je bent ingeschreven. Je krijgt ook een mail met wanneer en waar het is.")


@transaction.atomic
def _enrol_with_the_same(person: User, edition: Edition, details: EnrolDetailsForm) -> str:
    """With whom the person brought along earlier, who is there still."""
    enrolment, together = services.enrol_with_the_same(person=person, edition=edition)
    keep_answers(enrolment=enrolment, answers=details.answers())
    has_seat = enrolment.status == EnrolmentStatus.CONFIRMED
    names = {"names": names_of(together)}
    if together and has_seat:
        return _("Gelukt! Je bent ingeschreven. Je komt samen met %(names)s.") % names
    if together:
        return _("De training is vol. Je wacht nu samen met %(names)s.") % names
    if has_seat:
        return _enrolled(person)
    return _("De training is vol. Je staat nu op de wachtlijst.")


@transaction.atomic
def _enrol_with(person: User, edition: Edition, answers: Mapping[int, str]) -> Enrolment:
    """With answers: all of it or nothing."""
    enrolment = services.enrol(person=person, edition=edition)
    keep_answers(enrolment=enrolment, answers=answers)
    return enrolment


@transaction.atomic
def _enrol_together(
    person: User, edition: Edition, companion: NewPerson, answers: Mapping[int, str]
) -> Enrolment:
    """With somebody who comes along, whose enrolment is returned, and answers."""
    enrolment, second = services.enrol_together(person=person, edition=edition, companion=companion)
    keep_answers(enrolment=enrolment, answers=answers)
    return second


def _queue(person: User, edition: Edition, details: EnrolDetailsForm) -> str:
    """Wait here together, and keep the seats on the other date so long."""
    elsewhere = queries.seat_elsewhere(person_id=person.pk, edition=edition)
    if elsewhere is None:
        return _enrol(person, edition, details)
    waits = services.move(enrolment=elsewhere, to_edition=edition, actor=person, waiting_list=True)
    keep_answers(enrolment=waits, answers=details.answers())
    if waits.status == EnrolmentStatus.CONFIRMED:
        return _("Er was toch plaats. Jullie zijn nu hier ingeschreven.")
    return _(
        "Jullie staan nu samen op de wachtlijst. De plaatsen op de andere datum houden jullie."
    )


def _withdraw(
    person: User,
    edition: Edition,
    details: EnrolDetailsForm,
    *,
    along: Collection[int] | None = None,
) -> str:
    enrolment = _own(person, edition)
    waited = enrolment.status in {EnrolmentStatus.WAITING, EnrolmentStatus.OFFERED}
    brought = list(queries.brought_along(enrolment))
    together = brought if along is None else []
    services.withdraw(enrolment=enrolment, actor=person, along=along)
    staying = [stays_behind(one) for one in brought if one not in together]
    if waited and together:
        return _("Je staat niet meer op de wachtlijst, en %(names)s ook niet.") % {
            "names": names_of(together)
        }
    if waited:
        return " ".join([_("Je staat niet meer op de wachtlijst."), *staying])
    if together:
        return _("Je bent afgemeld, en %(names)s ook. Fijn dat je het laat weten.") % {
            "names": names_of(together)
        }
    return " ".join([_("Je bent afgemeld. Fijn dat je het laat weten."), *staying])


def _withdraw_companion(person: User, edition: Edition, key: int) -> str:
    if any(one.pk == key for one in queries.seats_kept_for(person.pk, edition.pk)):
        left = services.withdraw_left_behind(person=person, edition=edition, key=key)
        return _("%(name)s is afgemeld. Vertel dat zelf: wij hebben geen telefoonnummer.") % {
            "name": left.person.name
        }
    own = _own(person, edition)
    gone = services.withdraw_companions(enrolment=own, along=[key], actor=person)
    if own.status != EnrolmentStatus.CONFIRMED:
        return _("%(names)s staat niet meer op de wachtlijst. Jij nog wel.") % {
            "names": names_of(gone)
        }
    return _("%(names)s is afgemeld. Jij blijft ingeschreven.") % {"names": names_of(gone)}


def _accept(
    person: User,
    edition: Edition,
    details: EnrolDetailsForm,
    *,
    along: Collection[int] | None = None,
) -> str:
    elsewhere = queries.seat_elsewhere(person_id=person.pk, edition=edition)
    before = elsewhere.edition_id if elsewhere is not None else None
    done = services.accept_offer(enrolment=_own(person, edition), actor=person, along=along)
    if queries.brought_along(done).filter(status=EnrolmentStatus.CONFIRMED).exists():
        return _("Gelukt! De plaatsen zijn van jullie.")
    return " ".join([_("Gelukt! De plaats is van jou."), *left_behind(person.pk, before)])


def _decline(person: User, edition: Edition, details: EnrolDetailsForm) -> str:
    services.decline_offer(enrolment=_own(person, edition), actor=person)
    return _("Dank je wel. De plaats is weer vrij voor een ander.")


def _swap(
    person: User,
    edition: Edition,
    details: EnrolDetailsForm,
    *,
    along: Collection[int] | None = None,
) -> str:
    elsewhere = queries.seat_elsewhere(person_id=person.pk, edition=edition)
    if elsewhere is None:
        return _enrol(person, edition, details)
    before = elsewhere.edition_id
    moved = services.move(enrolment=elsewhere, to_edition=edition, actor=person, along=along)
    keep_answers(enrolment=moved, answers=details.answers())
    together = list(queries.brought_along(moved))
    if together:
        return _("Gelukt! Jullie hebben geruild: jij en %(names)s zijn nu hier ingeschreven.") % {
            "names": names_of(together)
        }
    done_alone = _("Gelukt! Je hebt geruild. Je bent nu hier ingeschreven.")
    return " ".join([done_alone, *left_behind(person.pk, before)])


def _answer(person: User, edition: Edition, details: EnrolDetailsForm) -> str:
    enrolment = _own(person, edition)
    if enrolment.status not in ACTIVE:
        raise Refusal(_("Je bent niet ingeschreven."))
    keep_answers(enrolment=enrolment, answers=details.answers())
    return _("Bewaard. Dank je wel.")


ASKS = frozenset({"enrol", "enrol_same", "queue", "swap", "swap_alone", "answer"})
"""What comes with more than a button: questions of the training, and who comes along."""

_ACTIONS: dict[str, Callable[[User, Edition, EnrolDetailsForm], str]] = {
    "answer": _answer,
    "enrol": _enrol,
    "enrol_same": _enrol_with_the_same,
    "queue": _queue,
    "swap": _swap,
    "swap_alone": partial(_swap, along=()),
    "withdraw": _withdraw,
    "withdraw_alone": partial(_withdraw, along=()),
    "accept": _accept,
    "accept_alone": partial(_accept, along=()),
    "decline": _decline,
}


def _clashes_to_ask_about(action: str, person: User, edition: Edition) -> list[Session]:
    """Where somebody is at that hour already who wants a seat, and can still have one."""
    accepts = action.startswith("accept")
    swaps = action.startswith("swap")
    if not (accepts or swaps or action in {"enrol", "enrol_same", "queue"}) or _why_closed(edition):
        return []
    clashes = queries.double_booked([person.pk], edition).get(person.pk, [])
    if not clashes:
        return []
    enrolment = queries.enrolment_of(person, edition)
    state = enrolment.state if enrolment else None
    if (state == EnrolmentStatus.OFFERED) != accepts or state in TAKES_PART:
        return []
    # What is given up for it is in nobody's way.
    elsewhere = queries.seat_elsewhere(person_id=person.pk, edition=edition)
    given_up = elsewhere.edition_id if elsewhere and (accepts or swaps) else None
    return [one for one in clashes if one.edition_id != given_up]


def _own(person: User, edition: Edition) -> Enrolment:
    enrolment = queries.enrolment_of(person, edition)
    if enrolment is None:
        raise Refusal(_("Je bent niet ingeschreven."))
    return enrolment


def _page(
    request: HttpRequest,
    edition: Edition,
    *,
    refusal: str = "",
    status: int = 200,
    details: EnrolDetailsForm | None = None,
    bring: BringForm | None = None,
    clashes: Sequence[Session] = (),
    same: Enrolment | None = None,
) -> HttpResponse:
    enrolment = queries.enrolment_of(request.user, edition)
    state = enrolment.state if enrolment else None
    closed_because = _why_closed(edition)
    rule = None if closed_because else _rule(request, edition, enrolment)
    waits = state == EnrolmentStatus.WAITING
    companions = list(queries.companions_of(enrolment)) if enrolment else []
    left_behind_here = _left_behind_here(request, edition)
    seat = _seat_elsewhere(request, edition, state)
    elsewhere = None if closed_because else seat
    is_about_own = FROM_MESSAGE in request.GET
    moved = services.move_away(seat, edition) if seat is not None else None
    has_seat = isinstance(rule, Allow) and not waits and queries.has_free_seat(edition)
    values: page_context.Values = {
        "edition": edition,
        "enrolment": enrolment,
        "state": state.value if state else "",
        "is_last_chance": enrolment is not None and enrolment.offer_expires_at == edition.closes_at,
        "place_in_queue": queries.place_in_queue(enrolment) if enrolment else None,
        "waiting": queries.waiting_list(edition).count(),
        # Who comes, or hopes to, and wants to say so finds it before a button to leave.
        "may_miss_one": state in ACTIVE and not edition.is_past and len(edition.sessions.all()) > 1,
        # Asks the rules for everybody who waits, so only for somebody who reads the answer.
        "has_seat": has_seat,
        "swaps": has_seat and elsewhere is not None,
        "readable": _is_readable(edition, enrolment),
        **_on_the_day(edition),
        "closed_because": closed_because,
        # Who has no seat and waits for none reads it there.
        "closed_below": bool(closed_because) and state not in ACTIVE | TAKES_PART,
        "denied_because": rule.reason if isinstance(rule, Deny) else "",
        "denied_links": rule.links if isinstance(rule, Deny) else (),
        "conditions": _told_beforehand(request, edition) if not closed_because else (),
        "waits_because": rule.reason if isinstance(rule, Waitlist) else "",
        "other_dates": _other_dates(edition, state, closed_because),
        "too_late": why_too_late_to_withdraw(edition) if state in TAKES_PART else "",
        # The same is not said twice; of signing in and the like it is not said at all.
        "is_said": any(SAID_HERE in one.tags.split() for one in messages.get_messages(request)),
        "from_message": is_about_own and not request.user.is_authenticated,
        "brings_along": ""
        if request.user.is_authenticated
        else _brings_along(has_seat=_seems_free(edition)),
        "online_in_short": edition_words.online_in_short() if edition.is_online else [],
        "elsewhere": elsewhere,
        "seat_edition_id": seat.edition_id if seat else None,
        # Who came for a seat here reads first where it is by now.
        "comes_elsewhere": None if state in ACTIVE or not (moved or is_about_own) else seat,
        "has_swapped": moved is not None and moved.user_id == request.user.pk,
        "together_there": together_elsewhere(elsewhere, edition),
        "also_then": _also_then(request, edition, state),
        "slots": _slots(edition, enrolment),
        "details": details or _details(edition, enrolment),
        "bring": bring or BringForm(),
        # Somebody brings one along; more is for who calls.
        "may_bring": not closed_because and not companions and not left_behind_here,
        "companions": names_of(companions),
        "companions_reached": _how_reached(enrolment, companions),
        "refusal": refusal,
        "clashes": clashes,
        # Whether it is the one whom one brought along earlier is asked, not guessed.
        "same": same,
        "left_behind": left_behind_here,
        "crumbs": _crumbs(edition, _("Inschrijven")),
        "noindex": True,
    }
    page_context.extend(request, edition, values, name="enrol")
    return render(request, "enrolment/enrol.html", values, status=status)


def _other_dates(
    edition: Edition, state: EnrolmentStatus | None, closed_because: str
) -> list[Edition]:
    """For who cannot be here, or gave up a seat here; who has one is told whether there are any."""
    if closed_because and state != EnrolmentStatus.CONFIRMED:
        return alternatives(edition)
    has_use = (
        state in {EnrolmentStatus.WITHDRAWN, EnrolmentStatus.CONFIRMED} and not edition.is_past
    )
    return other_dates(edition) if has_use else []


def _on_the_day(edition: Edition) -> dict[str, object]:
    """The way to an online session is the first thing on its day, and only then."""
    days = {clock.local_day(one.starts_at) for one in edition.sessions.all()}
    meets_today = clock.today() in days and not edition.is_past
    meets_online = meets_today and bool(edition.online_link)
    return {"meets_today": meets_today, "to_lessons": "secondary" if meets_online else "primary"}


def _slots(edition: Edition, enrolment: Enrolment | None) -> list[SafeString]:
    """What plugins put on the page, for who has a seat and for others."""
    has_seat = enrolment is not None and enrolment.state in TAKES_PART
    found = slots.fill(
        SlotPlace.EDITION,
        {edition.pk: edition.training_id},
        person_id=enrolment.person_id if enrolment is not None and has_seat else None,
    )
    return found.get(edition.pk, [])


def _also_then(
    request: HttpRequest, edition: Edition, state: EnrolmentStatus | None
) -> list[Session]:
    """Where somebody who comes here is at the same hour: one of the two may have moved since."""
    if state != EnrolmentStatus.CONFIRMED or edition.is_past:
        return []
    person = signed_in_user(request).pk
    return queries.double_booked([person], edition).get(person, [])


def _details(edition: Edition, enrolment: Enrolment | None) -> EnrolDetailsForm:
    """The questions, with what was answered; of who enrolled there is nobody else to name."""
    given = enrolment.answers.all() if enrolment is not None else ()
    initial = {f"question_{one.question_id}": one.text for one in given}
    return EnrolDetailsForm(training_id=edition.training_id, initial=initial)


def _how_reached(enrolment: Enrolment | None, companions: Sequence[Enrolment]) -> list[str]:
    """How whom one brought along hears of it; of others that is nobody's business."""
    if enrolment is None or not companions:
        return []
    return [how_reached(one) for one in queries.brought_along(enrolment)]


class _LeftBehind(NamedTuple):
    """Whom one brought along and who stayed, where that one stands, and how he or she hears of it;
    nobody but the reader can say of who hears nothing that he or she does not come."""

    enrolment: Enrolment
    stands: str
    told: str
    is_decided_for: bool


def _left_behind_here(request: HttpRequest, edition: Edition) -> list[_LeftBehind]:
    if not request.user.is_authenticated:
        return []
    return [
        _LeftBehind(one, state_of_left_behind(one), hears_of_it(one), queries.is_unreachable(one))
        for one in queries.stayed_behind(request.user.pk, edition.pk)
    ]


def _seat_elsewhere(
    request: HttpRequest, edition: Edition, state: EnrolmentStatus | None
) -> Enrolment | None:
    """The seat that is given up by taking one here, with its meetings; None where nobody asks."""
    if not request.user.is_authenticated or state in TAKES_PART:
        return None
    return queries.seat_elsewhere(person_id=signed_in_user(request).pk, edition=edition)


def _rule(
    request: HttpRequest, edition: Edition, enrolment: Enrolment | None
) -> queries.RuleAnswer | None:
    """What the training's rules say to somebody who has no seat; visitors have to sign in first."""
    if not request.user.is_authenticated:
        return None
    if enrolment is not None and enrolment.state in HOLDS_SEAT | {EnrolmentStatus.CANCELLED}:
        return None
    by_staff = enrolment is not None and enrolment.by_staff
    return queries.ask_rules(person_id=request.user.pk, edition=edition, by_staff=by_staff)


def _told_beforehand(request: HttpRequest, edition: Edition) -> Sequence[Condition]:
    """What the rules ask of everybody; who is signed in gets the answer of the rules instead."""
    return () if request.user.is_authenticated else queries.conditions_of(edition.training_id)


def _is_readable(edition: Edition, enrolment: Enrolment | None) -> bool:
    """Whether the person can open the pages of the training, so that no link to them is dead."""
    takes_part = enrolment is not None and enrolment.status in TAKES_PART
    return edition.training.live or (
        takes_part and edition.training_id in readable_trainings([edition.training])
    )


def _why_closed(edition: Edition) -> str:
    try:
        services.refuse_if_closed(edition)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _crumbs(edition: Edition, last: str) -> list[tuple[str, str | None]]:
    training = edition.training
    # A training that is off the site is no step on the way: visitors find nothing there.
    way = [(read(training.title), training.url)] if training.live else []
    return [(_("Home"), "/"), (_("Trainingen"), addresses.CATALOGUE), *way, (last, None)]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_in_path(request: HttpRequest, slug: str) -> HttpResponse:
    """Enrol in all trainings of a learning path at once, after a look at which dates these are."""
    path = get_object_or_404(LearningPathPage.objects.live(), slug=slug)
    asked: HttpResponse | None = path.answer_if_closed(request)
    if asked is not None:
        return asked
    person = signed_in_user(request)
    steps = path_enrolment.plan_path(person=person, path=path)
    is_sent = request.method == "POST"
    is_done = is_sent and path_enrolment.is_as_shown(steps, request.POST.getlist("edition"))
    if is_done:
        path_enrolment.enrol_as_planned(person=person, steps=steps)
    crumbs = [
        (_("Home"), "/"),
        (_("Leerlijnen"), addresses.LEARNING_PATHS),
        (read(path.title), path.url),
        (_("Inschrijven"), None),
    ]
    return render(
        request,
        "enrolment/path.html",
        {
            "path": path,
            "steps": steps,
            "is_done": is_done,
            "is_changed": is_sent and not is_done,
            "has_some": any(one.edition and not one.asks for one in steps),
            "crumbs": crumbs,
        },
        status=409 if is_sent and not is_done else 200,
    )
