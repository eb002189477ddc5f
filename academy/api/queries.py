"""Whose token it is, and which somebody has."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from academy.api.models import PersonalToken
from courses.common import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.people.models import User

PREFIX = "va_"
"""What every token begins with, so that people and programs that look for lost secrets know it."""

TOKEN_LENGTH = len(PREFIX) + 43
"""Characters: the prefix, and 256 random bits in base64."""


def digest_of(token: str) -> str:
    """What is kept of a token. It is random enough that a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def working_token(text: str) -> PersonalToken | None:
    """The token with its person; None when there is none, its time is over, or the account is
    closed."""
    if len(text) != TOKEN_LENGTH or not text.isascii() or not text.startswith(PREFIX):
        return None
    found = PersonalToken.objects.select_related("person")
    return found.filter(
        digest=digest_of(text), expires_at__gt=clock.now(), person__is_active=True
    ).first()


def tokens_of(person: User) -> QuerySet[PersonalToken]:
    """The tokens that somebody has, the newest first; also those of which the time is over."""
    return PersonalToken.objects.filter(person=person)
