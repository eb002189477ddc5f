"""The second host name gives content of others and nothing else; the academy's own gives none of
it, once there is a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from courses.plugin_files import origins, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENT = f"/{tokens.PATTERN}"


class ContentHostMiddleware:
    """Comes first: on the second host name nobody is known, and no page of ours is found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = origins.content_host()
        if host:
            is_content = request.path.startswith(CONTENT)
            elsewhere = request.get_host() == host
            is_static = request.path.startswith(settings.STATIC_URL)
            if is_content is not elsewhere and not (elsewhere and is_static):
                return HttpResponse(status=404)
        return self.get_response(request)
