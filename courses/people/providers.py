"""What other parts do when it changes how somebody is reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.people.models import User

Follow = Callable[["User"], str]
"""Gives a sentence on what was done, for staff who changed it; "" where nothing was."""

WAYS_HANG_ON = frozenset({"preferred_way", "telephone", "street", "postcode", "city"})
"""The fields of somebody that say how he or she is told something; an e-mail address is one more,
but what waits for a call or a letter does not go by mail because of it."""

_followers: list[Follow] = []


def provide_follower(follow: Follow) -> Follow:
    """Register what a part does when somebody is to be reached otherwise; from `ready()`.

    Called in the transaction that keeps what was filled in.
    """
    _followers.append(follow)
    return follow


def follow(person: User) -> list[str]:
    """Let every part do what it does; what was done, in sentences."""
    return [said for one in _followers if (said := one(person))]
