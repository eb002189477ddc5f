"""The page about the API, its document, and somebody's own tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.api import queries, services
from academy.api.enums import Lifetime, Scope
from academy.api.forms import TokenForm
from academy.api.problems import TITLES, Problem
from academy.api.v1 import api
from courses.common import addresses
from courses.common.errors import Refusal
from courses.common.mail import absolute_url
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def show_api(request: HttpRequest) -> HttpResponse:
    """What programs can ask here, for people who make one."""
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    groups: dict[str, list[dict[str, object]]] = {}
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(
                {"method": method.upper(), "address": address, **operation}
            )
    names = {
        "catalogue": _("Wat iedereen mag weten"),
        "me": _("Over jezelf, met een sleutel"),
        "figures": _("Cijfers over evaluaties"),
        "reports": _("Rapporten"),
    }
    return render(
        request,
        "api/about.html",
        {
            "groups": [(names[tag], found) for tag, found in groups.items()],
            "base": absolute_url("/api/v1"),
            "problems": [(kind, status, title) for kind, (status, title) in TITLES.items()],
            "crumbs": [(_("Home"), "/"), (_("Voor programma's"), None)],
        },
    )


@require_safe
def show_document(request: HttpRequest) -> HttpResponse:
    """The API as OpenAPI 3.1."""
    response = JsonResponse(dict(api.get_openapi_schema(path_prefix="/api/v1/")))
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=300)
    return response


def not_there(request: HttpRequest, rest: str | None = None) -> HttpResponse:
    """Every address below that leads nowhere.

    Raises:
        Problem: always.
    """
    raise Problem("not-found")


# --- Somebody's own tokens ------------------------------------------------------------------------


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_tokens(request: HttpRequest) -> HttpResponse:
    """Which tokens somebody has, and a form for another one, which is shown once."""
    person = signed_in_user(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    token, refusal = "", ""
    if request.method == "POST" and form.is_valid():
        try:
            _made, token = services.create_token(
                person=person,
                name=form.cleaned_data["name"],
                scope=Scope(form.cleaned_data["scope"]),
                lifetime=Lifetime(form.cleaned_data["lifetime"]),
            )
            form = TokenForm()
        except Refusal as no:
            refusal = str(no)
    wrong = bool(form.errors or refusal)
    return render(
        request,
        "api/tokens.html",
        {
            "form": form,
            "token": token,
            "refusal": refusal,
            "tokens": list(queries.tokens_of(person)),
            "crumbs": [
                (_("Home"), "/"),
                (_("Mijn academie"), addresses.MINE),
                (_("Sleutels voor programma's"), None),
            ],
        },
        status=400 if wrong else 200,
    )


@login_required
@never_cache
@require_POST
def end_tokens(request: HttpRequest) -> HttpResponse:
    """End one token, or all of them."""
    person = signed_in_user(request)
    which = request.POST.get("token", "")
    if not which:
        services.end_all_tokens(person=person)
        messages.success(request, _("Klaar. Geen van je sleutels werkt nog."))
    elif which.isdecimal() and services.end_token(person=person, token_id=int(which[:18])):
        messages.success(request, _("Klaar. Deze sleutel werkt niet meer."))
    else:
        messages.success(request, _("Deze sleutel was er al niet meer."))
    return redirect("api:tokens")
