"""How often somebody may try a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common import limits

if TYPE_CHECKING:
    from courses.people.models import User

TRIES = limits.Limit("attendance code", 10, 10 * limits.MINUTE)
"""Enough for who reads badly; who guesses needs years."""


def count_try(person: User) -> list[limits.LimitUse]:
    """Count one try; give it back when the code was right.

    Raises:
        RateLimited: it is one too many.
    """
    return limits.take((TRIES, [person.pk]))
