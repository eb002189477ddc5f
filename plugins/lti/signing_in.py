"""Signing somebody in who came from another system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.auth import login

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.people.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(request: HttpRequest, person: User) -> None:
    """Sign `person` in, in this browser; it stands among the devices on the person's own page."""
    login(request, person, backend=BACKEND)
    UserSession.objects.create_from_request(request)
