"""How often calendars may be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common import limits

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.calendars.models import CalendarFeed

PER_HOUR = 120
"""Programs look every quarter of an hour or less; somebody may have several."""

MISSES_PER_MINUTE = 30
"""Addresses that nobody has, from one network; no use to who tries them."""


def count_look(feed: CalendarFeed) -> None:
    """Count that this calendar was asked for.

    Raises:
        RateLimited: it is one too many in this hour.
    """
    limits.take((limits.Limit("own calendar", PER_HOUR, limits.HOUR), [feed.key]))


def count_miss(request: HttpRequest) -> None:
    """Count an address that nobody has.

    Raises:
        RateLimited: it is one too many in this minute.
    """
    limit = limits.Limit("own calendar miss", MISSES_PER_MINUTE, limits.MINUTE)
    limits.take((limit, [limits.network_of(request)]))
