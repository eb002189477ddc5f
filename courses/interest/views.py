"""Asking to hear of a new date: with one press, also for who has to sign in first."""

from __future__ import annotations

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
from courses.common import addresses, form_submissions
from courses.common.addresses import spellings
from courses.common.errors import Refusal
from courses.editions.enums import Language, PartOfDay
from courses.enrolment.queries import coming_seats_in
from courses.interest import queries, services
from courses.interest.sessions import keep_wish, kept_wish
from courses.interest.signals import TAKEN_UP
from courses.people import sign_in_goals
from courses.people.queries import signed_in_user, way_to_reach
from courses.translations.reading import read

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from courses.interest.models import Interest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, training: str) -> HttpResponse:
    """Say so, see that one did, or take it back. Who is not signed in says so first, and is on the
    list once that is done."""
    page = TrainingPage.objects.live().filter(slug__in=spellings(training)).first()
    if page is None:
        raise Http404
    asked = _asked_to_open(request, page)
    if asked is not None:
        return asked
    if not request.user.is_authenticated:
        return _of_visitor(request, page)
    person = signed_in_user(request)
    if request.method == "POST" and request.POST.get("action") == "withdraw":
        services.withdraw_interest(person=person, training=page, actor=person)
        messages.success(request, _("Klaar. Je staat niet meer op de lijst."))
        # Not back to this page: that would ask at once whether to be put on the list.
        is_own_page = request.POST.get("from") == "mine"
        return redirect(addresses.MINE if is_own_page else addresses.training(page.slug))
    if request.method == "POST":
        before = queries.wish_of(person, page.pk)
        try:
            made = services.register_interest(
                person=person,
                training=page,
                actor=person,
                part_of_day=request.POST.get("part_of_day", ""),
                language=request.POST.get("language", ""),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(addresses.training(page.slug))
        messages.success(request, _registered(made, before))
        return redirect("interest:interest", training=page.slug)
    _say_one_thing(request)
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


def _asked_to_open(request: HttpRequest, page: TrainingPage) -> HttpResponse | None:
    """The answer to whom staff closed the training. Who waits already can come back, and stop."""
    if not page.is_closed_to(request):
        return None
    if request.user.is_authenticated and queries.wish_of(signed_in_user(request), page.pk):
        return None
    return page.answer_if_closed(request)


def _say_one_thing(request: HttpRequest) -> None:
    """Of who was signing in for a wish, that is what it was for: not that one is signed in too."""
    said = list(messages.get_messages(request))
    of_wish = [one for one in said if TAKEN_UP in one.tags.split()]
    for one in of_wish or said:
        messages.add_message(request, one.level, one.message, extra_tags=one.extra_tags or "")


def _registered(wish: Interest, before: Interest | None) -> str:
    if before is not None and before.when == wish.when:
        return _("Je stond al op de lijst. Je hoeft niets te doen.")
    if not wish.when:
        return _("Gelukt! Je hoort van ons bij elke nieuwe datum.")
    return _("Gelukt! Je hoort van ons bij elke nieuwe datum %(when)s.") % {"when": wish.when}


def _of_visitor(request: HttpRequest, page: TrainingPage) -> HttpResponse:
    if request.method == "POST":
        keep_wish(request, page)
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


@sign_in_goals.provide("interest:interest")
def _signs_in_for(request: HttpRequest, training: str) -> sign_in_goals.Goal | None:
    page = TrainingPage.objects.live().filter(slug__in=spellings(training)).first()
    wish = kept_wish(request)
    if page is None or wish is None or wish.training_id != page.pk:
        return None
    if page.is_closed_to(request):
        return None
    words = _(
        "Je wilt het weten als er een nieuwe datum is voor ‘%(training)s’. Zodra je bent ingelogd, "
        "sta je op de lijst."
    )
    if wish.when:
        words = _(
            "Je wilt het weten als er een nieuwe datum %(when)s is voor ‘%(training)s’. Zodra je "
            "bent ingelogd, sta je op de lijst."
        )
    named = {"training": read(page.title), "when": wish.when}
    return sign_in_goals.Goal(
        sentence=words % named,
        heading=_("Laat het me weten als er een nieuwe datum is"),
        in_mail=_("Je wilt het weten als er een nieuwe datum is voor ‘%(training)s’.") % named,
        button=_("Ga verder"),
        afterwards=_("Daarna sta je op de lijst."),
        subject=_("Je code om het te horen van een nieuwe datum"),
    )
