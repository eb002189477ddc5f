"""What the browser lets our pages do: scripts, styles and frames of our own, and little more.

Whatever text of somebody would come through as HTML after all: its scripts do not run, and nothing
goes to another host. What Wagtail 8.0 starts with scripts in the page, such as fields for dates, is
started by `common/start.js`. https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from courses.catalogue.providers import PLAYERS
from courses.common import process_cache
from courses.common.addresses import ACCOUNT
from courses.plugin_api.version import as_numbers
from courses.plugin_files import origins
from courses.plugin_host import registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"
SINCE = "1.3"
"""The version of the contract for plugins that says that pages have no scripts of their own in
them."""


WHOLE = ("default-src", "sandbox")
"""What says that a page brings a policy of its own, and not only what it needs more."""


class ContentPolicyMiddleware:
    """Gives each page the policy. What a page says itself of one thing counts for that thing, such
    as where its form goes; a page with a whole policy of its own keeps that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        # Django's own page about an error is for developers, and has its script in it.
        is_for_developers = settings.DEBUG and response.status_code == 500
        own = _directives(response.headers.get(HEADER, ""))
        if is_page and not is_for_developers and not any(one in own for one in WHOLE):
            ours = policy(request.path)
            response.headers[HEADER] = "; ".join((ours | own).values())
        return response


def _directives(text: str) -> dict[str, str]:
    """The directives of a policy, by name."""
    found = (one.strip() for one in text.split(";"))
    return {one.split()[0].lower(): one for one in found if one}


def policy(path: str) -> dict[str, str]:
    """The policy of a page at this address, of the site or the administration: its directives by
    name."""
    older = bool(with_scripts_in_pages())
    inline = " 'unsafe-inline'" if older else ""
    elsewhere = " https:" if older else ""
    frames = ("'self'", *PLAYERS, origins.content())
    return _directives(
        "; ".join(
            (
                "default-src 'self'",
                f"script-src 'self'{inline}",
                # Widths of bars and the like stand in the page. A style cannot send anything away:
                # pictures come from here.
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                # A sound elsewhere is asked for when somebody presses, and not before.
                # Captions that were typed come along in the page.
                "media-src 'self' blob: data: https:",
                f"frame-src {' '.join(filter(None, frames))}{elsewhere}",
                "object-src 'none'",
                "base-uri 'self'",
                f"form-action 'self'{elsewhere or _organisations(path)}",
                "frame-ancestors 'self'",
            )
        )
    )


def _organisations(path: str) -> str:
    """Where forms for signing in go, of an academy with organisations whose people sign in with
    the account of their work: over several servers, of which only the first is known."""
    if not path.startswith(ACCOUNT) or not settings.ORGANISATIONS:
        return ""
    servers = (urlsplit(one.server) for one in settings.ORGANISATIONS)
    return " ".join(["", "https:", *sorted({f"{one.scheme}://{one.netloc}" for one in servers})])


@process_cache.for_process
def with_scripts_in_pages() -> tuple[str, ...]:
    """The plugins that may have scripts in their pages, and frames and forms of others: those for
    a contract that did not yet say no. Ours have none."""
    return tuple(
        plugin.slug
        for plugin in registry.plugins()
        if not plugin.name.startswith("plugins.")
        and as_numbers(plugin.requires_api) < as_numbers(SINCE)
    )
