"""What may come only once, and secrets that open a page for a moment."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.utils import IntegrityError

from courses.common import clock
from plugins.lti.models import UsedOnce

if TYPE_CHECKING:
    from datetime import timedelta


def new_secret() -> str:
    """A word that nobody guesses, for an address."""
    return secrets.token_urlsafe(24)


def digest(*words: str) -> str:
    """What is kept of secrets and of what came: who reads the database cannot use it."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


def use_up(*, kind: str, whose: str, word: str, for_long: timedelta) -> bool:
    """Whether this comes for the first time; from now on it does not."""
    try:
        with transaction.atomic():
            UsedOnce.objects.create(digest=digest(kind, whose, word), until=clock.now() + for_long)
    except IntegrityError:
        return False
    return True
