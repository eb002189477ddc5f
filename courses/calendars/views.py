"""Somebody's own sessions in a calendar, and the page about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.calendars import limits, links, queries, services
from courses.common import addresses
from courses.common.limits import RateLimited
from courses.common.mail import absolute_url
from courses.editions import calendar
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.calendars.models import CalendarFeed


@login_required
@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What the address is for, and the address if there is one."""
    found = queries.feed_of(signed_in_user(request))
    address = "" if found is None else _address(found)
    return render(
        request,
        "calendars/own.html",
        {
            "address": address,
            "subscribe_url": f"webcal://{address.partition('://')[2]}",
            "crumbs": [
                (_("Home"), "/"),
                (_("Mijn academie"), addresses.MINE),
                (_("Eigen agenda"), None),
            ],
        },
    )


def _address(found: CalendarFeed) -> str:
    return absolute_url(reverse("calendars:feed", args=[links.token(found.key)]))


@login_required
@never_cache
@require_POST
def open_feed(request: HttpRequest) -> HttpResponse:
    """Give an address."""
    services.open_feed(person=signed_in_user(request))
    return redirect("calendars:own")


@login_required
@never_cache
@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    """Give another address in the place of the one that there is."""
    services.renew_feed(person=signed_in_user(request))
    messages.success(request, _("Je hebt een nieuwe link. De oude werkt niet meer."))
    return redirect("calendars:own")


@login_required
@never_cache
@require_POST
def close_feed(request: HttpRequest) -> HttpResponse:
    """Take the address away."""
    services.close_feed(person=signed_in_user(request))
    messages.success(request, _("Klaar. De link werkt niet meer."))
    return redirect("calendars:own")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, for a program that knows the address and nothing else."""
    try:
        response = _feed(request, token)
    except RateLimited:
        response = HttpResponse(status=429, headers={"Retry-After": "3600"})
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _feed(request: HttpRequest, token: str) -> HttpResponse:
    found = queries.feed_at(token)
    if found is None:
        limits.count_miss(request)
        return HttpResponse(status=404)
    limits.count_look(found)
    with override(found.person.language):
        content = calendar.own_feed(_("Mijn trainingen"), queries.editions_of(found.person))
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="mijn-trainingen.ics"'},
    )
