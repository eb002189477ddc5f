"""Who is the contact person of which partner: kept by coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from courses.common.errors import Refusal
from courses.enrolment.queries import find_people
from courses.people import services
from courses.people.models import Partner, User
from courses.people.queries import is_coordinator, signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ChosenPersonForm(forms.Form):
    """Who becomes a contact person, or is one no longer."""

    person = forms.ModelChoiceField(queryset=User.objects.all())


@never_cache
def contacts(request: HttpRequest) -> HttpResponse:
    """All partners with their contact persons."""
    _only_coordinators(request)
    partners = Partner.objects.prefetch_related("contacts").order_by("name")
    return render(request, "enrolment/admin/contacts.html", {"partners": partners})


@never_cache
def contacts_of(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Add and remove contact persons of one partner."""
    _only_coordinators(request)
    partner = get_object_or_404(Partner, pk=partner_id)
    search = request.GET.get("q", "")
    if request.method == "POST":
        actor = signed_in_user(request)
        chosen = ChosenPersonForm(request.POST)
        if not chosen.is_valid():
            return redirect("partner_contacts_of", partner.pk)
        person = chosen.cleaned_data["person"]
        try:
            if "remove" in request.POST:
                services.remove_contact(partner=partner, person=person, actor=actor)
                said = gettext("%(name)s is geen contactpersoon meer.")
            else:
                services.add_contact(partner=partner, person=person, actor=actor)
                said = gettext("%(name)s is nu contactpersoon.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said % {"name": person.name})
        return redirect("partner_contacts_of", partner.pk)
    return render(
        request,
        "enrolment/admin/contacts_of.html",
        {
            "partner": partner,
            "contacts": partner.contacts.order_by("sort_name", "pk"),
            "searched_for": search,
            "sees_all": True,
            "found": find_people(search, user=request.user),
        },
    )


def _only_coordinators(request: HttpRequest) -> None:
    if not (is_coordinator(request.user) and request.user.has_perm("people.change_partner")):
        raise PermissionDenied
