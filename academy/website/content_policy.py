"""What the browser lets our pages do: scripts, styles and frames of our own, and little more.

Whatever text of somebody would come through as HTML after all: its scripts do not run, and nothing
goes to another host. https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from courses.catalogue.providers import PLAYERS
from courses.common import process_cache
from courses.common.addresses import ADMIN
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


class ContentPolicyMiddleware:
    """Gives each page the policy, unless it brings one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        # Django's own page about an error is for developers, and has its script in it.
        is_for_developers = settings.DEBUG and response.status_code == 500
        if is_page and not is_for_developers and HEADER not in response.headers:
            response.headers[HEADER] = policy(for_staff=request.path.startswith(ADMIN))
        return response


def policy(*, for_staff: bool) -> str:
    """The policy of a page of the site, or of the administration."""
    # Wagtail 8.0 starts the fields for dates and the lists within forms with scripts in the page.
    inline = " 'unsafe-inline'" if for_staff or with_scripts_in_pages() else ""
    frames = ("'self'", *PLAYERS, origins.content())
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{inline}",
            # Widths of bars and the like stand in the page. A style cannot send anything away:
            # pictures come from here.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            # A sound elsewhere is asked for when somebody presses, and not before.
            "media-src 'self' blob: https:",
            f"frame-src {' '.join(filter(None, frames))}",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


@process_cache.for_process
def with_scripts_in_pages() -> tuple[str, ...]:
    """The plugins that may have scripts in their pages: those for a contract that did not yet say
    no. Ours have none."""
    return tuple(
        plugin.slug
        for plugin in registry.plugins()
        if not plugin.name.startswith("plugins.")
        and as_numbers(plugin.requires_api) < as_numbers(SINCE)
    )
