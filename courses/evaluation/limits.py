"""How often codes and links may be tried, and mails asked for.

Only what fails is counted, by network and for the whole site: a count for each invitation would
tell when somebody opened it, beside whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common import limits

if TYPE_CHECKING:
    from django.http import HttpRequest

MISSES = limits.Limit("evaluation miss", 20, 10 * limits.MINUTE)
"""From one network: a room full of people who type badly, and no use to who guesses."""

ALL_MISSES = limits.Limit("evaluation miss anywhere", 1500, limits.DAY)
"""On the whole site: in the three weeks of a form three in ten thousand to guess one code."""

MAILS = limits.Limit("evaluation link mail", 40, limits.HOUR)
"""Asked for from one network: a room full of people."""

MAILS_TO_ONE = limits.Limit("evaluation link mail to one", 3, limits.HOUR)
"""To one address."""


def count_try(request: HttpRequest) -> list[limits.LimitUse]:
    """Count a link or a code that is tried; give it back when it is somebody's.

    Raises:
        RateLimited: it is one too many.
    """
    return limits.take((MISSES, [limits.network_of(request)]), (ALL_MISSES, []))


def count_mail(request: HttpRequest, address: str) -> None:
    """Count that a link is asked for by mail.

    Raises:
        RateLimited: it is one too many.
    """
    limits.take((MAILS, [limits.network_of(request)]), (MAILS_TO_ONE, [address.lower()]))
