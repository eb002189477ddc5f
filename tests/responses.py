"""What the test client gives back: an answer with what made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.people.models import User

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response
else:
    from django.http import HttpResponse as Response

__all__ = ["Response", "person_of"]


def person_of(response: Response) -> User:
    """Who asked for it, signed in."""
    person = response.wsgi_request.user
    assert isinstance(person, User)
    return person
