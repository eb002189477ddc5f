"""To an organisation and back, and where somebody ends that."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from courses.people import organisations
from courses.people.adapter import organisation_failed
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

NOT_AS_AGREED = (RequestException, OAuth2Error, KeyError, TypeError, ValueError)
"""How it goes wrong when the other server is away, or answers what no such server answers."""


@never_cache
@login_not_required
@require_POST
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the organisation."""
    if organisations.organisation(provider_id) is None:
        raise Http404
    try:
        response: HttpResponse = openid_connect.login(request, provider_id)
    except NOT_AS_AGREED as fault:
        return _failed(request, fault)
    return response


@never_cache
@login_not_required
@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it, with a code for our server."""
    if organisations.organisation(provider_id) is None:
        raise Http404
    try:
        response: HttpResponse = openid_connect.callback(request, provider_id)
    except NOT_AS_AGREED as fault:
        return _failed(request, fault)
    return response


def _failed(request: HttpRequest, fault: Exception) -> HttpResponse:
    logger.warning("Signing in through an organisation failed: %s", type(fault).__name__)
    return organisation_failed(request)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """With which accounts of work you sign in here, and a way to end each."""
    person = signed_in_user(request)
    if request.method == "POST":
        which = request.POST.get("account", "")
        if which.isdecimal() and organisations.unlink(person=person, account_id=int(which[:18])):
            messages.success(request, _("Klaar. Je logt niet meer in met dat account."))
        return redirect("socialaccount_connections")
    found = SocialAccount.objects.filter(user=person).order_by("pk")
    named = [(one, organisations.organisation(one.provider)) for one in found]
    links = [
        {"pk": one.pk, "name": of.name if of else one.provider, "since": one.date_joined}
        for one, of in named
    ]
    return render(request, "account/organisations.html", {"links": links})
