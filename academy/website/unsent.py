"""A form that could not be taken, because its session or its token had ended, is given back.

The answer to it is a page that holds all that was sent, and sends it again. The server keeps
nothing: no session, no database, no cache. So it does for evaluations too, which nobody may ever
be able to tie to a person. Without script somebody signs in in a second tab and comes back to this
one; with script an evaluation also waits in the tab itself (`frontend/js/draft.js`).
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare

from courses.common import addresses
from courses.common.form_submissions import CARRIED, SAFE, submission_of, waits

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

BUTTONS = frozenset({"action", "next"})
"""Fields of forms that are no more than a button: nobody typed them."""

MARK_LASTS = 24 * 60 * 60
"""Seconds that a page may stand open before it asks for one press more."""

SIGNING_IN = (addresses.ACCOUNT, addresses.STAFF_DOOR)
"""Where passwords and codes are typed, which no page ever gives back."""


def was_turned_away(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form was sent, and the answer is to sign in first."""
    if request.method in SAFE or response.status_code != 302:
        return False
    if waits(request) or request.user.is_authenticated:
        # Signing in again would not help: this is somebody who may not do it.
        return False
    if request.path == reverse("set_language") or not can_go_on(request):
        # Who chooses another language on the page to sign in goes back to it, as meant.
        return False
    doors = {urlsplit(resolve_url(one)).path for one in _sign_in_pages()}
    return urlsplit(response["Location"]).path in doors


def _sign_in_pages() -> tuple[str, str]:
    return settings.LOGIN_URL, settings.WAGTAILADMIN_LOGIN_URL


def can_go_on(request: HttpRequest) -> bool:
    """Whether something was filled in that a page can hold, by a browser that shows pages."""
    by_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    if by_script or getattr(request, "htmx", False) or not request.accepts("text/html"):
        return False
    if request.path.startswith(SIGNING_IN):
        return False
    return bool(submission_of(request).values.keys() - BUTTONS)


def is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site."""
    origin = request.headers.get("Origin", "")
    ours = f"{request.scheme}://{request.get_host()}"
    return origin == ours or origin in settings.CSRF_TRUSTED_ORIGINS


def give_back(request: HttpRequest, *, sign_in: bool) -> HttpResponse:
    """The page that holds what was sent; `sign_in` says that this has to be done first."""
    # Should this page fail, a report of it must not tell what was sent either.
    request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]
    mark = request.COOKIES.get(CARRIED) or secrets.token_urlsafe(32)
    values = {
        "unsent": submission_of(request),
        "sign_in": sign_in,
        "here": quote(request.get_full_path()),
        "carried": {"name": CARRIED, "mark": mark} if sign_in else None,
        "noindex": True,
    }
    response = render(request, "website/unsent.html", values, status=403)
    patch_cache_control(response, private=True, no_store=True)
    if sign_in:
        response.set_cookie(
            CARRIED,
            mark,
            max_age=MARK_LASTS,
            path=quote(request.path),
            secure=request.is_secure(),
            httponly=True,
            samesite="Strict",
        )
    return response


def is_carried_on(request: HttpRequest) -> bool:
    """Whether the page that `give_back` made in this browser sends what it held.

    Signing in makes a new CSRF token, so the page has an old one by then. Two things speak for it
    instead: the browser's word that the form stood on a page of this site, and a riddle in a cookie
    that only this address gets, and that signing in leaves alone.
    """
    mark = request.COOKIES.get(CARRIED, "")
    if request.method != "POST" or not mark or not is_ours(request):
        return False
    return constant_time_compare(request.POST.get(CARRIED, ""), mark)


def renew_token(request: HttpRequest) -> None:
    """Put the token of now into a form that is carried on."""
    values = request.POST.copy()
    del values[CARRIED]
    values["csrfmiddlewaretoken"] = get_token(request)
    request.POST = values  # type: ignore[assignment]
