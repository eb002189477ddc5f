"""Asking to hear of a new date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.catalogue.models import TrainingPage
from courses.common import addresses
from courses.common.addresses import spellings
from courses.interest import queries, services
from courses.people.queries import signed_in_user, way_to_reach

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, training: str) -> HttpResponse:
    """Say so, see that one did, or take it back. Who has no account is asked to sign in first."""
    page = TrainingPage.objects.live().filter(slug__in=spellings(training)).first()
    if page is None:
        raise Http404
    person = signed_in_user(request)
    if request.method == "POST":
        if request.POST.get("action") == "withdraw":
            services.withdraw_interest(person=person, training=page, actor=person)
            messages.success(request, _("Je staat niet meer op de lijst."))
        else:
            services.register_interest(person=person, training=page, actor=person)
            messages.success(request, _("Je hoort van ons als er een nieuwe datum is."))
        return redirect("interest:interest", training=page.slug)
    return render(
        request,
        "interest/interest.html",
        {
            "training": page,
            "is_interested": queries.is_interested(person, page.pk),
            "way": way_to_reach(person),
            "crumbs": [
                *page.crumbs_above,
                (page.title, addresses.training(page.slug)),
                (_("Nieuwe datum"), None),
            ],
        },
    )
