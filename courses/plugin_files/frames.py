"""The frame in which uploaded HTML is shown, and the address that only it has."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from courses.common.text import plain_text
from courses.common.visitors import signed_in
from courses.plugin_api.contributions.base import checked_json
from courses.plugin_api.contributions.files import MOST_TOLD
from courses.plugin_files import origins, tokens

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.plugin_api.contributions.files import Embedded

ALLOWED = "allow-scripts allow-forms allow-modals allow-popups allow-downloads allow-pointer-lock"
"""What content in a frame may do. It has no origin of the site, and leads no other page away."""

LEAST, MOST = 100, 4000
"""CSS pixels that a frame may be high."""


def address(embedded: Embedded, request: HttpRequest) -> str:
    """The address of the start of the content, for who asks for the page."""
    person = signed_in(request)
    ticket = tokens.Ticket(
        embedded.file_id, person.pk if person else 0, tuple(map(str, embedded.scripts))
    )
    path, mark, more = _divided(embedded.start)
    start = quote(path.lstrip("/")) + mark + more
    return f"{origins.content()}/{tokens.PATTERN}{tokens.written(ticket)}/{start}"


def _divided(start: str) -> tuple[str, str, str]:
    """A path, and what follows it from `?` or `#` on."""
    ends = [place for one in "?#" if (place := start.find(one)) >= 0]
    at = min(ends, default=len(start))
    return start[:at], start[at : at + 1], start[at + 1 :]


def frame(embedded: Embedded, request: HttpRequest) -> SafeString:
    """The frame as HTML.

    Raises:
        TypeError, ValueError: state or settings are no JSON, or too much of it.
    """
    key = secrets.token_urlsafe(16)
    name = {"academy": key, "state": embedded.state, "settings": embedded.settings}
    values = {
        "src": address(embedded, request),
        "title": plain_text(embedded.title),
        # A frame's name is what its document can read before anything else, of whatever origin.
        "name": json.dumps(checked_json(name, limit=2 * MOST_TOLD)),
        "key": key,
        "height": max(LEAST, min(int(embedded.height), MOST)),
        "sandbox": sandbox(),
        "origin": origins.content() if origins.stands_apart() else "null",
        "answers_to": embedded.answers_to,
        # Of who is not signed in a page may be kept whole, for everybody.
        "token": get_token(request) if embedded.answers_to and signed_in(request) else "",
    }
    return mark_safe(render_to_string("plugin_files/frame.html", values))


def sandbox() -> str:
    """What a frame, and the documents in it, may do."""
    return f"{ALLOWED} allow-same-origin" if origins.stands_apart() else ALLOWED
