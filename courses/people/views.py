"""Someone's own details."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.common import addresses
from courses.common.errors import Refusal, add_refusal
from courses.people import claiming, erasing, limits, queries, readable, services
from courses.people.forms import ClaimForm, ProfileForm
from courses.people.models import User
from courses.plugin_host.dependents import DeletionOutcome, dependents_of

JUST_NOW = timedelta(minutes=15)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """See and change what we know of you."""
    person = User.objects.get(pk=request.user.pk or 0)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        services.change_profile(person=form.instance, changed=form.changed_data)
        messages.success(request, _("Je gegevens zijn bewaard."))
        return redirect("people:profile")
    return render(
        request,
        "people/profile.html",
        {
            "form": form,
            "organisations": settings.ORGANISATIONS,
            "crumbs": [
                (_("Home"), "/"),
                (_("Mijn academie"), addresses.MINE),
                (_("Mijn gegevens"), None),
            ],
        },
    )


@login_required
@never_cache
@require_POST
def forget_browsers(request: HttpRequest) -> HttpResponse:
    """Make strangers of the browsers in which you signed in before."""
    services.forget_browsers(person=User.objects.get(pk=request.user.pk or 0))
    messages.success(request, _("Klaar. Wij kennen je apparaten niet meer."))
    return redirect("people:profile")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Add an account that staff made for you to your own: the code, then whether it is yours."""
    person = User.objects.get(pk=request.user.pk or 0)
    form = ClaimForm(request.POST or None)
    account = None
    if request.method == "POST" and form.is_valid():
        try:
            account = _claimed(request, person, form.cleaned_data["code"])
            if "is_mine" in request.POST:
                claiming.claim_account(person=person, code=form.cleaned_data["code"])
                messages.success(
                    request, _("Klaar. Alles van dat account staat nu bij jouw account.")
                )
                return redirect(addresses.MINE)
        except Refusal as no:
            add_refusal(form, no)
            account = None
    crumbs = [*_crumbs_to_details(), (_("Ik heb een code"), None)]
    return render(
        request, "people/claim.html", {"form": form, "account": account, "crumbs": crumbs}
    )


def _claimed(request: HttpRequest, person: User, code: str) -> User:
    """The account of a code; every wrong one counts as a try.

    Raises:
        Refusal: there is none, or there were too many tries.
    """
    try:
        taken = limits.count(request, limits.CLAIM, str(person.pk), person)
    except limits.RateLimited as no:
        raise Refusal(limits.refusal(limits.CLAIM, no), field="code") from no
    account = claiming.claimed_by(code, person=person)
    if account is None:
        raise Refusal(_("Deze code klopt niet, of geldt niet meer."), field="code")
    limits.give_back(taken)
    return account


@login_required
@never_cache
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """The same as the file, to read and to print."""
    person = User.objects.select_related("partner").get(pk=request.user.pk or 0)
    document = readable.as_sections(queries.export_personal_data(person))
    crumbs = [*_crumbs_to_details(), (_("Wat we van je weten"), None)]
    return render(request, "people/everything.html", {"sections": document, "crumbs": crumbs})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask to be erased, after signing in again, or come back on it."""
    person = User.objects.get(pk=request.user.pk or 0)
    if request.method == "POST":
        return _erase(request, person)
    return render(
        request,
        "people/erase.html",
        {
            "person": person,
            "days": erasing.WAIT.days,
            "why_not": erasing.why_not(person),
            "has_signed_in_just_now": _has_signed_in_just_now(request, person),
            "stays": services.must_stay(person),
            "goes": [one for one in dependents_of([person]) if one.fate is DeletionOutcome.GOES],
            "crumbs": [*_crumbs_to_details(), (_("Mijn account weghalen"), None)],
        },
    )


def _erase(request: HttpRequest, person: User) -> HttpResponse:
    action = request.POST.get("action")
    if action == "keep":
        erasing.cancel_erasure(person=person, actor=person)
        messages.success(request, _("Je account blijft."))
        return redirect("people:profile")
    if action == "again" or not _has_signed_in_just_now(request, person):
        # Not everybody has a password to ask for: who signs in with a code signs in once more.
        logout(request)
        there = urlencode({"next": reverse("people:erase")})
        return redirect(f"{reverse('account_login')}?{there}")
    try:
        erasing.request_erasure(person=person)
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Wij halen je account weg. Tot dan kun je terugkomen."))
    return redirect("people:erase")


def _has_signed_in_just_now(request: HttpRequest, person: User) -> bool:
    moments = [float(one.get("at", 0)) for one in get_authentication_records(request, person)]
    return bool(moments) and time.time() - max(moments) < JUST_NOW.total_seconds()


def _crumbs_to_details() -> list[tuple[str, str | None]]:
    return [
        (_("Home"), "/"),
        (_("Mijn academie"), addresses.MINE),
        (_("Mijn gegevens"), reverse("people:profile")),
    ]


@login_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything that we know of you, as a file. It changes nothing, so a link will do."""
    person = User.objects.select_related("partner").get(pk=request.user.pk or 0)
    text = queries.as_text(readable.in_own_words(queries.export_personal_data(person)))
    return HttpResponse(
        # Half a character, which somebody's programme may have sent, has no place in a file.
        text.encode(errors="replace"),
        content_type="application/json; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="mijn-gegevens.json"',
            "Cache-Control": "private, no-store",
        },
    )
