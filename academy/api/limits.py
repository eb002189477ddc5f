"""How often programs may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common import limits
from courses.common.limits import MINUTE, Limit

if TYPE_CHECKING:
    from django.http import HttpRequest

    from academy.api.models import PersonalToken

VISITORS = Limit("api visitor", 120, MINUTE)
"""Questions from one network without a token."""

TOKENS = Limit("api token", 300, MINUTE)
"""Questions with one token."""

CHANGES = Limit("api change", 30, MINUTE)
"""Changes with one token."""

MISSES = Limit("api wrong token", 30, MINUTE)
"""Tokens that nobody has, from one network."""

READS = frozenset({"GET", "HEAD", "OPTIONS"})


def count_visitor(request: HttpRequest) -> None:
    """Count a question of who has no token.

    Raises:
        RateLimited: it is one too many in this minute.
    """
    limits.take((VISITORS, [limits.network_of(request)]))


def count_miss(request: HttpRequest) -> None:
    """Count a token that nobody has.

    Raises:
        RateLimited: it is one too many in this minute.
    """
    limits.take((MISSES, [limits.network_of(request)]))


def count_use(request: HttpRequest, token: PersonalToken) -> None:
    """Count a question, or a change, with a token.

    Raises:
        RateLimited: it is one too many in this minute.
    """
    changes = [(CHANGES, [token.pk])] if request.method not in READS else []
    limits.take((TOKENS, [token.pk]), *changes)
