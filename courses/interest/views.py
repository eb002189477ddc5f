"""Asking to hear of a new date: with one press, also for who has to sign in first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.catalogue.models import TrainingPage
from courses.common import addresses, clock, form_submissions
from courses.common.addresses import spellings
from courses.editions.enums import Language, PartOfDay
from courses.enrolment.queries import coming_seats_in
from courses.interest import queries, services
from courses.interest.models import Interest
from courses.people import sign_in_goals
from courses.people.queries import signed_in_user, way_to_reach
from courses.translations.reading import read

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


WISH = "interest_wish"
"""Where the session keeps what somebody asked who had to sign in first: the training, when that
was, and which dates."""

WISH_LASTS = timedelta(hours=1)
"""Who signs in later than this asked it another time, or was somebody else."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, training: str) -> HttpResponse:
    """Say so, see that one did, or take it back. Who is not signed in says so first, and is on the
    list once that is done."""
    page = TrainingPage.objects.live().filter(slug__in=spellings(training)).first()
    if page is None:
        raise Http404
    if not request.user.is_authenticated:
        return _of_visitor(request, page)
    person = signed_in_user(request)
    if request.method == "POST" and request.POST.get("action") == "withdraw":
        services.withdraw_interest(person=person, training=page, actor=person)
        messages.success(request, _("Klaar. Je staat niet meer op de lijst."))
        # Not back to this page: that would ask at once whether to be put on the list.
        is_own_page = request.POST.get("from") == "mine"
        return redirect(addresses.MINE if is_own_page else addresses.training(page.slug))
    waited = request.session.get(WISH) or {}
    if request.method == "POST" or (request.method == "GET" and _took_up_wish(request, page)):
        before = queries.wish_of(person, page.pk)
        made = services.register_interest(
            person=person,
            training=page,
            actor=person,
            part_of_day=request.POST.get("part_of_day", waited.get("part", "")),
            language=request.POST.get("language", waited.get("language", "")),
        )
        # Of who was signing in, this is what it was for: one message, not that one too.
        list(messages.get_messages(request))
        messages.success(request, _registered(made, before))
    if request.method == "POST":
        return redirect("interest:interest", training=page.slug)
    wish = queries.wish_of(person, page.pk)
    return _page(
        request,
        page,
        {
            "is_interested": wish is not None,
            "wish": wish,
            "way": way_to_reach(person),
            # Who waits for another date may forget the seat, and leave it empty.
            "seats": coming_seats_in(page.pk, person) if wish is not None else [],
        },
    )


def _registered(wish: Interest, before: Interest | None) -> str:
    if before is not None and before.when == wish.when:
        return _("Je stond al op de lijst. Je hoeft niets te doen.")
    if not wish.when:
        return _("Gelukt! Je hoort van ons bij elke nieuwe datum.")
    return _("Gelukt! Je hoort van ons bij elke nieuwe datum %(when)s.") % {"when": wish.when}


def _of_visitor(request: HttpRequest, page: TrainingPage) -> HttpResponse:
    if request.method == "POST":
        request.session[WISH] = {
            "training": page.pk,
            "at": clock.now().timestamp(),
            "part": request.POST.get("part_of_day", "")[:7],
            "language": request.POST.get("language", "")[:12],
        }
        form_submissions.say_it_waits(request)
        # Who is new would ask for a code at an address that we do not know yet.
        is_new = request.POST.get("action") == "new"
        return redirect_to_login(request.path, reverse("account_signup") if is_new else None)
    return _page(request, page, {"is_visitor": True})


def _page(request: HttpRequest, page: TrainingPage, values: dict[str, object]) -> HttpResponse:
    crumbs = [
        *page.crumbs_above,
        (read(page.title), addresses.training(page.slug)),
        (_("Nieuwe datum"), None),
    ]
    return render(
        request,
        "interest/interest.html",
        {
            "training": page,
            "crumbs": crumbs,
            "noindex": True,
            "parts_of_day": PartOfDay.choices,
            "languages": Language.choices,
            **values,
        },
    )


def _has_wish(request: HttpRequest, page: TrainingPage) -> bool:
    wish = request.session.get(WISH) or {}
    asked_after = (clock.now() - WISH_LASTS).timestamp()
    return bool(wish.get("training") == page.pk and wish["at"] > asked_after)


def _took_up_wish(request: HttpRequest, page: TrainingPage) -> bool:
    """Whether who is back from signing in asked it before; that is done once."""
    has_wish = _has_wish(request, page)
    request.session.pop(WISH, None)
    return has_wish


@sign_in_goals.provide("interest:interest")
def _signs_in_for(request: HttpRequest, training: str) -> sign_in_goals.Goal | None:
    page = TrainingPage.objects.live().filter(slug__in=spellings(training)).first()
    if page is None or not _has_wish(request, page):
        return None
    asked = (request.session[WISH].get(name, "") for name in ("part", "language"))
    wish = Interest(training=page, **Interest.asked(*asked))
    words = _(
        "Je wilt het weten als er een nieuwe datum is voor ‘%(training)s’. Zodra je bent ingelogd, "
        "sta je op de lijst."
    )
    if wish.when:
        words = _(
            "Je wilt het weten als er een nieuwe datum %(when)s is voor ‘%(training)s’. Zodra je "
            "bent ingelogd, sta je op de lijst."
        )
    return sign_in_goals.Goal(words % {"training": read(page.title), "when": wish.when})
