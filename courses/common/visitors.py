"""Who is looking at a page, without touching the session of a visitor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from courses.common.internals.of_django import is_user_at_hand


def signed_in(request: HttpRequest | None) -> Any:
    """Who is signed in, or None.

    Without a session cookie nobody can be, and then the session is left alone: pages for visitors
    are the same for everyone and can be kept whole.
    """
    if request is None or not hasattr(request, "user"):
        return None
    # Tests and the preview of Wagtail give a request a user without a cookie.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not is_user_at_hand(request):
        return None
    return request.user if request.user.is_authenticated else None
