"""What becomes of what two accounts both have, when they become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.aanwezigheid_online.models import OnlinePresence


def longest_stay(own: OnlinePresence, other: OnlinePresence) -> None:
    """The longer of two stays counts: nobody knows any more which minutes were the same."""
    shorter = min(own, other, key=lambda one: one.minutes)
    shorter.delete()
