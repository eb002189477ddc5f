"""How often one address may look at certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common import limits

if TYPE_CHECKING:
    from django.http import HttpRequest

PER_MINUTE = 30
"""Enough for a desk that checks a stack of certificates; no use to who tries codes."""


def count_look(request: HttpRequest) -> None:
    """Count this look.

    Raises:
        RateLimited: it is one too many in this minute.
    """
    limit = limits.Limit("certificate check", PER_MINUTE, limits.MINUTE)
    limits.take((limit, [limits.network_of(request)]))
