"""Gives the documents of uploaded packages, each with a policy that keeps it apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.http import content_disposition_header

from courses.plugin_files import frames, origins, serving, tokens

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from courses.plugin_files.serving import Stored
    from courses.plugin_files.tokens import Ticket

PAGES = {"text/html", "application/xhtml+xml"}
MOST_OF_A_PAGE = 5 * 1024 * 1024
"""Bytes up to which a document gets our scripts; what is bigger was made by no author."""

SECONDS = 60 * 60
"""How long a browser may keep what nobody changes."""

_HEAD = re.compile(rb"<head(\s[^>]*)?>", re.IGNORECASE)
_FIRST = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!doctype[^>]*>)?", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def give(
    request: HttpRequest, ticket: Ticket, token: str, stored: Stored, plugin: str
) -> HttpResponseBase:
    """Something of a package of this plugin, for a frame."""
    if stored.media_type in PAGES and stored.size <= MOST_OF_A_PAGE:
        page = _with_scripts(serving.read(stored), _scripts(request, ticket))
        response: HttpResponseBase = HttpResponse(page, content_type=stored.media_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Robots-Tag"] = "noindex"
        # State and scripts may be others tomorrow.
        patch_cache_control(response, private=True, no_store=True)
    else:
        response = serving.answer(request, stored)
        response["Content-Disposition"] = content_disposition_header(False, stored.file_name) or ""
        patch_cache_control(response, private=True, max_age=SECONDS)
    response["Content-Security-Policy"] = policy(request, token, plugin)
    response["Referrer-Policy"] = "no-referrer"
    # A document without an origin asks for its own fonts and data as a stranger. The address is
    # the secret, and cookies are never sent along.
    response["Access-Control-Allow-Origin"] = "*"
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    return response


def policy(request: HttpRequest, token: str, plugin: str) -> str:
    """What a document of a package may do: everything, with its own package and nothing else, but
    asking its plugin something, at that one's addresses for other systems (`Endpoints`).

    What it asks comes as from a stranger: no cookie goes along.
    """
    origin = f"{request.scheme}://{request.get_host()}"
    own = f"{origin}/{tokens.PATTERN}{token}/"
    scripts = f"{origin}{settings.STATIC_URL}"
    return "; ".join(
        (
            f"sandbox {frames.sandbox()}",
            f"default-src {own} data: blob: 'unsafe-inline' 'unsafe-eval'",
            f"script-src {own} {scripts} data: blob: 'unsafe-inline' 'unsafe-eval'",
            f"connect-src {own} {_site(request)}/p/{plugin}/ data: blob:",
            f"style-src {own} {scripts} data: blob: 'unsafe-inline'",
            "form-action 'none'",
            "object-src 'none'",
            f"base-uri {own}",
        )
    )


def _site(request: HttpRequest) -> str:
    """The origin of the academy, as the browser knows it."""
    return origins.site() if origins.content() else f"{request.scheme}://{request.get_host()}"


def _scripts(request: HttpRequest, ticket: Ticket) -> bytes:
    """The tags of the scripts that run first: ours, then the plugin's."""
    site = _site(request)
    bridge = static("plugin_files/content.js")
    tags = [format_html('<script src="{}" data-site="{}"></script>', bridge, site)]
    tags += [format_html('<script src="{}"></script>', static(one)) for one in ticket.scripts]
    return "".join(tags).encode()


def _with_scripts(page: bytes, scripts: bytes) -> bytes:
    """A document with scripts before its own; as it is when it is of wide characters (UTF-16)."""
    if page.startswith(_WIDE):
        return page
    found = _HEAD.search(page, 0, 20_000) or _FIRST.search(page)
    at = found.end() if found else 0
    return page[:at] + scripts + page[at:]
