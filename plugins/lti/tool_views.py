"""Our lessons in somebody else's system: where a platform begins, and where people go on.

A platform shows us in a frame on its own page. Browsers keep our cookies from such a frame, so
nobody can be signed in there. The page in the frame says so and opens the lesson in a tab of its
own; its link holds a secret for once. There, where our cookies work, the person sees who it will be
and presses a button: nobody can be signed in, or linked, without noticing.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.catalogue.models import LessonPage
from courses.catalogue.queries import for_participants
from courses.common import addresses as academy
from courses.learning.queries import may_read
from courses.people.models import User
from courses.people.queries import signed_in_user
from courses.plugin_api.api import Refusal
from plugins.lti import addresses, messages, signing_in
from plugins.lti.framing import framed
from plugins.lti.models import Platform, PlatformAccount
from plugins.lti.services import arrivals, choosing, grading, groups, launching, registering
from plugins.lti.tokens import Disbelief

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from plugins.lti.models import Arrival

    View = Callable[..., HttpResponse]

LONGEST = 10_000
"""Characters of what a platform wants to have back as it came."""


def doubtful(view: View) -> View:
    """Say on a plain page why something is not believed."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Disbelief as no:
            return framed(request, "lti/disbelief.html", {"doubt": no.doubt}, status=400)

    return answered


@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """A platform says that somebody is coming; ask it who."""
    sent = request.POST if request.method == "POST" else request.GET
    wanted = launching.Login(
        issuer=sent.get("iss", ""),
        client_id=sent.get("client_id", ""),
        hint=sent.get("login_hint", "")[:LONGEST],
        message_hint=sent.get("lti_message_hint", "")[:LONGEST],
        target=sent.get("target_link_uri", ""),
    )
    platform = launching.platform_of(wanted.issuer, wanted.client_id)
    if platform is None or not wanted.hint:
        return framed(request, "lti/unknown_platform.html", {}, status=400)
    return HttpResponseRedirect(launching.address_to_ask(platform, wanted))


@require_POST
@doubtful
def launch(request: HttpRequest) -> HttpResponse:
    """A platform says who comes and for what."""
    if "error" in request.POST:
        return framed(request, "lti/no_answer.html", {}, status=400)
    platform, message = launching.launch(
        state=request.POST.get("state", ""), token=request.POST.get("id_token", "")
    )
    try:
        if message.deep_linking is not None:
            choosing.refuse_who_may_not(message)
        secret = arrivals.receive(platform=platform, message=message)
        looks = groups.let_look(platform=platform, message=message)
    except Refusal as no:
        return _no(request, platform, no)
    if message.deep_linking is not None:
        return _choice(request, platform, secret)
    arrival = arrivals.arrival_of(secret)
    values = {
        "lesson": _lesson_of(arrival),
        "platform": platform,
        "url": f"/{addresses.FOLDER}/open/{secret}",
        "group_url": f"/{addresses.FOLDER}/groep/{looks}" if looks else "",
    }
    return framed(request, "lti/arrived.html", values, platform=platform)


def _no(request: HttpRequest, platform: Platform, no: Refusal) -> HttpResponse:
    return framed(request, "lti/refused.html", {"sentence": str(no)}, platform=platform, status=409)


@require_GET
def register(request: HttpRequest, secret: str) -> HttpResponse:
    """The administrator of a platform lets it and us write each other down. With GET, as the
    standard has it, so the address works for a day only."""
    url = request.GET.get("openid_configuration", "")
    there = Platform(issuer=url, auth_url=url) if registering.is_askable(url) else None
    try:
        registering.refuse_old_address(secret)
        platform = registering.register(
            configuration_url=url, token=request.GET.get("registration_token", "")
        )
    except Refusal as no:
        values = {"sentence": str(no)}
        return framed(request, "lti/refused.html", values, platform=there, status=409)
    return framed(request, "lti/registered.html", {"platform": platform}, platform=platform)


# --- Choosing a lesson for a course there -----------------------------------------------------


def _choice(request: HttpRequest, platform: Platform, secret: str, error: str = "") -> HttpResponse:
    arrival = arrivals.arrival_of(secret)
    values = {
        "platform": platform,
        "lessons": arrivals.lessons_for(platform),
        "several": bool(arrival and arrival.told["deep_linking"]["takes_several"]),
        "url": f"/{addresses.FOLDER}/kies/{secret}",
        "error": error,
    }
    status = 409 if error else 200
    return framed(request, "lti/choose_lesson.html", values, platform=platform, status=status)


@require_POST
def choose(request: HttpRequest, secret: str) -> HttpResponse:
    """The chosen lessons go back, in a form that the browser sends on."""
    arrival = arrivals.arrival_of(secret)
    if arrival is None or "deep_linking" not in arrival.told:
        return framed(request, "lti/used.html", {}, status=409)
    try:
        form = choosing.choose_lessons(arrival=arrival, chosen=request.POST.getlist("les"))
    except Refusal as no:
        return _choice(request, arrival.platform, secret, str(no))
    return framed(
        request,
        "lti/send_on.html",
        form._asdict(),
        platform=arrival.platform,
        goes_to=form.action,
    )


# --- Going on to the lesson -------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@csrf_protect
def go_on(request: HttpRequest, secret: str) -> HttpResponse:
    """In a tab of its own: who somebody will be here, and on to the lesson."""
    arrival = arrivals.arrival_of(secret)
    if arrival is None or arrival.told["lesson"] is None or _is_lured(request):
        return framed(request, "lti/used.html", {}, status=409)
    if request.method == "POST":
        return _go(request, arrival)
    known = arrivals.identity_of(arrival)
    here = request.user if isinstance(request.user, User) else None
    values = {
        "lesson": _lesson_of(arrival),
        "platform": arrival.platform,
        "told_name": " ".join(
            filter(None, (arrival.told["first_name"], arrival.told["last_name"]))
        ),
        "known": known.person,
        "may_enter": known.may_enter,
        "here": here,
        "is_other": bool(here and known.person and here != known.person),
        "login_url": f"{academy.ACCOUNT}login/?next=/{addresses.FOLDER}/open/{secret}",
        "logout_url": f"{academy.ACCOUNT}logout/",
    }
    return framed(request, "lti/go_on.html", values)


def _is_lured(request: HttpRequest) -> bool:
    """Whether a link from elsewhere leads here. Ours stands on our own page, in the frame."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def _go(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    here = request.user if isinstance(request.user, User) else None
    lesson = _lesson_of(arrival)
    person = arrivals.go_on(arrival=arrival, person=here)
    if here is None:
        signing_in.sign_in(request, person)
    request.__dict__.pop("_follows", None)
    if not may_read(request, lesson):
        notes.info(
            request, _("Je hebt nog geen plaats in deze training. Schrijf je eerst hieronder in.")
        )
        return redirect(academy.training(lesson.training.slug))
    return redirect(academy.lesson(lesson.training.slug, lesson.slug))


def _lesson_of(arrival: Arrival | None) -> LessonPage:
    found: LessonPage | None = (
        for_participants(LessonPage.objects.filter(pk=arrival.told["lesson"])).first()
        if arrival
        else None
    )
    if found is None:
        raise Http404
    return found


@require_GET
def group(request: HttpRequest, secret: str) -> HttpResponse:
    """In a tab of its own, for who gives the course there: who of it has done the lesson. Whoever
    opened the lesson as such has the address; nobody need be signed in here."""
    arrival = arrivals.arrival_of(secret)
    link = groups.link_of(arrival) if arrival is not None else None
    if arrival is None or link is None or _is_lured(request):
        return framed(request, "lti/used.html", {}, status=409)
    values: dict[str, object] = {
        "lesson": link.lesson,
        "platform": arrival.platform,
        "course_title": arrival.told["course"],
        "most": groups.MOST,
    }
    try:
        values["group"] = groups.group_of(link=link, url=arrival.told["members"])
    except grading.NotTaken as no:
        return framed(request, "lti/group.html", {**values, "trouble": no}, status=409)
    return framed(request, "lti/group.html", values)


@require_http_methods(["GET", "POST"])
@csrf_protect
@login_required
def linked(request: HttpRequest) -> HttpResponse:
    """The systems from which somebody comes in without signing in; each can be unlinked."""
    person = signed_in_user(request)
    if request.method == "POST":
        key = request.POST.get("account", "")
        if messages.is_number(key) and arrivals.unlink(person=person, account_id=int(key)):
            notes.success(request, _("Het systeem is ontkoppeld."))
        return redirect(f"/{addresses.FOLDER}/gekoppeld")
    accounts = PlatformAccount.objects.filter(person=person).order_by("pk")
    return framed(request, "lti/linked.html", {"accounts": accounts})


@require_GET
def lesson(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Who opens the address of a lesson for platforms by hand gets the lesson's own page."""
    found = for_participants(LessonPage.objects.filter(pk=lesson_id)).first()
    if found is None:
        raise Http404
    return redirect(academy.lesson(found.training.slug, found.slug))
