"""The page on which somebody says whether a record store may hear what he or she does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from courses.common.addresses import MINE
from courses.people.queries import signed_in_user
from plugins.xapi import addresses, queries
from plugins.xapi.services import consents, stores

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@login_required
def sharing(request: HttpRequest) -> HttpResponse:
    """What the store hears, and what it has; with POST somebody says yes or no."""
    store = stores.current_on()
    person = signed_in_user(request)
    consent = consents.consent_of(person.pk, store) if store is not None else None
    if store is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("choice") == "yes":
            consents.give(person=person, store=store)
            messages.success(request, _("Dank je wel. Vanaf nu deel je wat je doet."))
        else:
            consents.withdraw(person=person, store=store)
            messages.success(request, _("Goed. Wij delen niets van je."))
        back = request.POST.get("back", "")
        # Back to the lesson in which it was asked, and never to another site.
        is_here = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return redirect(back if is_here else addresses.sharing())
    values = {
        "store": store,
        "consent": consent,
        "shared": queries.shared_of(consent) if consent is not None else [],
        "title": _("Delen wat je doet"),
        "noindex": True,
        "own_page": MINE,
    }
    return render(request, "xapi/sharing.html", values)
