"""What an administrator sees of the record store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from courses.plugin_api.api import FormViewSet, Refusal
from plugins.xapi import queries
from plugins.xapi.enums import Version
from plugins.xapi.services import stores
from plugins.xapi.staff_forms import StoreForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django import forms
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

INDEX = "xapi_store:index"


class StoreViewSet(FormViewSet):
    """One form for the store; below it how sending goes, and the buttons that belong to it."""

    form_class = StoreForm
    icon = "upload"
    title = gettext_lazy("Recordstore (xAPI)")
    explanation = gettext_lazy(
        "Een recordstore (‘LRS’) van je organisatie hoort wat deelnemers hier doen. Alleen van wie "
        "dat goed vindt, en met een nummer in plaats van een naam."
    )
    submit_label = gettext_lazy("Bewaar")
    template_name = "xapi/store.html"

    def form(self, request: HttpRequest) -> forms.Form:
        """With what is known already, without the secret."""
        store = stores.current()
        if request.method == "POST" or store is None:
            return super().form(request)
        fields = ("name", "endpoint", "key", "version", "is_on")
        return StoreForm(initial={name: getattr(store, name) for name in fields})

    def values(self, request: HttpRequest) -> Mapping[str, object]:
        """How it goes with the store."""
        store = stores.current()
        if store is None:
            return {}
        return {
            "store": store,
            "standing": queries.standing(store),
            "removals": list(store.removals.order_by("since")[:100]),
        }

    def done(self, request: HttpRequest, form: forms.Form) -> str:
        """Keep what was filled in.

        Raises:
            Refusal: the secret is missing.
        """
        found = form.cleaned_data
        stores.save_store(**{**found, "version": Version(found["version"])})
        messages.success(request, _("De recordstore is bewaard."))
        return reverse(INDEX)

    def more_patterns(self) -> list[URLPattern]:
        """Where the buttons go."""
        return [
            path("proef/", try_store, name="try"),
            path("opnieuw/", send_again, name="again"),
            path("gewist/", removed, name="removed"),
        ]


@require_POST
@transaction.non_atomic_requests
def try_store(request: HttpRequest) -> HttpResponse:
    """Ask the store whether it knows us, and say what came of it."""
    store = stores.current()
    if store is None:
        raise Refusal(_("Vul eerst een recordstore in."))
    trouble = stores.try_store(store)
    if trouble:
        messages.error(request, trouble)
    else:
        messages.success(request, _("Het werkt: de recordstore kent ons."))
    return redirect(reverse(INDEX))


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Let what was refused be sent once more, with whatever is sent next."""
    store = stores.current()
    number = stores.send_refused_again(store=store) if store is not None else 0
    words = ngettext("%(n)d bericht gaat opnieuw.", "%(n)d berichten gaan opnieuw.", number)
    messages.success(request, words % {"n": number})
    return redirect(reverse(INDEX))


@require_POST
def removed(request: HttpRequest) -> HttpResponse:
    """The numbers were removed at the store."""
    store = stores.current()
    if store is not None:
        stores.note_removed(store=store)
        messages.success(request, _("De nummers zijn van de lijst."))
    return redirect(reverse(INDEX))
