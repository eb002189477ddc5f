"""How long a page is true, where that depends on the time of day.

Whoever shows such a thing says until when. A middleware tells the page cache, in a header.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from courses.common import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

HEADER = "X-True-For"
"""Whole seconds for which the page may be kept."""


def at_most(request: HttpRequest, moment: datetime) -> None:
    """Let the page of this request be kept until `moment` at most."""
    before = getattr(request, "true_until", None)
    request.true_until = moment if before is None else min(before, moment)  # type: ignore[attr-defined]


class TrueUntilMiddleware:
    """Tells who keeps the page how long it is true."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        moment = getattr(request, "true_until", None)
        if moment is not None:
            response[HEADER] = str(max(0, floor((moment - clock.now()).total_seconds())))
        return response
