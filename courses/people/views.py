"""Someone's own details."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.common import addresses
from courses.common.errors import Refusal
from courses.people import claiming, limits, queries, services
from courses.people.forms import ClaimForm, ProfileForm
from courses.people.models import User


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
            form.add_error("code" if no.field == "code" else None, str(no))
            account = None
    crumbs = [
        (_("Home"), "/"),
        (_("Mijn academie"), addresses.MINE),
        (_("Mijn gegevens"), reverse("people:profile")),
        (_("Ik heb een code"), None),
    ]
    return render(
        request, "people/claim.html", {"form": form, "account": account, "crumbs": crumbs}
    )


def _claimed(request: HttpRequest, person: User, code: str) -> User:
    """The account of a code; every wrong one counts as a try.

    Raises:
        Refusal: there is none, or there were too many tries.
    """
    try:
        taken = limits.count(request, limits.CLAIM, person.email or str(person.pk), person)
    except limits.RateLimited as no:
        raise Refusal(limits.refusal(limits.CLAIM, no), field="code") from no
    account = claiming.claimed_by(code, person=person)
    if account is None:
        raise Refusal(_("Deze code klopt niet, of geldt niet meer."), field="code")
    limits.give_back(taken)
    return account


@login_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything that we know of you, as a file. It changes nothing, so a link will do."""
    person = User.objects.select_related("partner").get(pk=request.user.pk or 0)
    text = queries.as_text(queries.export_personal_data(person))
    return HttpResponse(
        # Half a sign, which somebody's programme may have sent, has no place in a file.
        text.encode(errors="replace"),
        content_type="application/json; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="mijn-gegevens.json"',
            "Cache-Control": "private, no-store",
        },
    )
