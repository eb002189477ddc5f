"""What happens around every question to the API: who asks, how often, in which language.

A browser's session does not count here: whoever has no token is a visitor. So no page of another
site can use somebody's session, and no token against forgery is needed.
"""

from __future__ import annotations

import hashlib
import logging
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from academy.api import limits, problems, queries, services
from academy.api.problems import Problem
from courses.common import clock
from courses.common.content_language import DUTCH, ReadingLanguage, reading_in
from courses.common.limits import RateLimited
from courses.common.text import is_keepable
from courses.translations.queries import offered

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from academy.api.models import PersonalToken

logger = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024
"""Of what is sent to us: an enrolment with answers is a few hundred."""

MOST_IN_ADDRESS = 2000
"""Characters of an address with its query."""

FRESH = 60
"""Seconds that what is public may be kept by others, without asking whether it is still so."""

OWN = ("/api/v1/me", "/api/v1/figures", "/api/v1/reports")
"""Below these is what not everybody may see; the rest is public. A test compares it with what asks
for a token."""


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` for programs: nothing that happens in it is answered with a page for people."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_public = not request.path.startswith(OWN)
        if request.method == "OPTIONS":
            return _preflight(is_public=is_public)
        is_head = request.method == "HEAD"
        if is_head:
            # What is asked is the same; the server sends its head alone.
            request.method = "GET"
        request.user = AnonymousUser()
        reading = _language(request, None)
        try:
            token = _who(request)
            reading = _language(request, token)
            with translation.override(reading.interface), reading_in(reading):
                response = _answered(view, request, *args, **kwargs)
        except Problem as problem:
            with translation.override(reading.interface):
                response = problem.response
        response = _finished(request, response, reading, is_public=is_public)
        if is_head:
            request.method = "HEAD"
        return response

    return answer


def _answered(
    view: Callable[..., HttpResponse],
    request: HttpRequest,
    *args: Any,
    **kwargs: Any,
) -> HttpResponse:
    _refuse_too_much(request)
    response = view(request, *args, **kwargs)
    if response.status_code == 405:
        allowed = response.headers.get("Allow", "")
        return problems.response("wrong-method", headers={"Allow": allowed})
    return response


def _who(request: HttpRequest) -> PersonalToken | None:
    """Whose token came along; None without one.

    Raises:
        Problem: it is none that works, or it is used too often.
    """
    header = request.headers.get("Authorization", "")
    try:
        if not header:
            limits.count_visitor(request)
            return None
        scheme, _space, text = header.partition(" ")
        token = queries.working_token(text.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            limits.count_miss(request)
            raise Problem("no-token", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        limits.count_use(request, token)
    except RateLimited as no:
        seconds = max(1, round((no.again - clock.now()).total_seconds()))
        raise Problem("too-often", headers={"Retry-After": str(seconds)}) from no
    services.note_use(token=token)
    request.user = token.person
    request.api_token = token  # type: ignore[attr-defined]
    return token


def _language(request: HttpRequest, token: PersonalToken | None) -> ReadingLanguage:
    """The first language that was asked for and that there is; else the person's; else Dutch."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500])
    known = offered() if asked or token else {}
    for code, _weight in asked:
        for one in (code, code.partition("-")[0]):
            if one in known:
                return known[one]
    return known.get(token.person.language, DUTCH) if token else DUTCH


def _refuse_too_much(request: HttpRequest) -> None:
    if len(request.get_full_path()) > MOST_IN_ADDRESS:
        raise Problem("malformed", _("Het adres is te lang."))
    texts = [request.path, *request.GET.keys()]
    texts += [value for values in request.GET.lists() for value in values[1]]
    if not all(map(is_keepable, texts)):
        raise Problem("malformed", _("Er staat een teken in het adres dat wij niet kennen."))
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise Problem("malformed") from None
    if size > MOST_BYTES:
        raise Problem("too-large", _("Stuur niet meer dan %(n)d bytes.") % {"n": MOST_BYTES})


def _finished(
    request: HttpRequest, response: HttpResponse, reading: ReadingLanguage, *, is_public: bool
) -> HttpResponse:
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    response["Content-Language"] = reading.code
    response["X-Robots-Tag"] = "noindex"
    with_token = "Authorization" in request.headers
    if not is_public or with_token or response.status_code != 200:
        response["Cache-Control"] = "private, no-store"
    else:
        response["Cache-Control"] = f"public, max-age={FRESH}"
    if is_public and not with_token:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    if request.method != "GET" or response.status_code != 200:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)  # noqa: S101 - one of the two that went in or came out
    return answer


def _preflight(*, is_public: bool) -> HttpResponse:
    """What a browser asks on behalf of another site: public things may be read there, without a
    token. Whoever puts a token in a page gives it to all who read that page."""
    response = HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
    if is_public:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
    return response
