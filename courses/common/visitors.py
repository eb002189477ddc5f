"""Who is looking at a page, without touching the session of a visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied

from courses.common.internals.of_django import is_user_at_hand

if TYPE_CHECKING:
    # The kind of account that the settings choose: a word for who reads, no knowledge of people.
    from django.http import HttpRequest

    from courses.people.models import User


def signed_in(request: HttpRequest | None) -> User | None:
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


def account_of(request: HttpRequest) -> User:
    """Who is signed in, where only who is can come.

    Raises:
        PermissionDenied: nobody is.
    """
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
