"""How often something may be tried, counted in the database that all processes share.

Not in a cache: the one that comes with Django for several processes without a server of its own
reads a count and writes it back, so that two tries at the same moment are counted as one. A
database adds one in a single statement.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, ngettext

from courses.common import clock, retention
from courses.common.formats import deadline
from courses.common.models import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60

IPV6_PREFIX = 64
"""A home or a phone has so much to itself; who counts single addresses counts nobody."""


@dataclass(frozen=True)
class Limit:
    """At most `times` in `seconds`, counted from the first try."""

    name: str
    times: int
    seconds: int


@dataclass(frozen=True)
class LimitUse:
    """One try that was counted, to be given back when it turns out to be none."""

    key: str
    ends_at: int
    times: int = 1


class RateLimited(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """A limit is reached; `again` is when the next try is counted anew."""

    def __init__(self, limit: Limit, again: datetime) -> None:
        super().__init__(limit.name)
        self.limit = limit
        self.again = again

    @property
    def when(self) -> str:
        """In a sentence: `over 25 seconden`, `om 14:35 uur`, `op dinsdag 3 maart om 19:00 uur`."""
        seconds = max(1, round((self.again - clock.now()).total_seconds()))
        if seconds < MINUTE:
            text = ngettext("over %(n)d seconde", "over %(n)d seconden", seconds)
            return text % {"n": seconds}
        # A whole minute later, so that it is true when the clock shows that time.
        local = timezone.localtime(
            datetime.fromtimestamp(-(-self.again.timestamp() // 60) * 60, UTC)
        )
        if local.date() == clock.today():
            return gettext("om %(time)s uur") % {"time": f"{local:%H:%M}"}
        return gettext("op %(moment)s") % {"moment": deadline(local)}


def take(*wanted: tuple[Limit, Iterable[object]], times: int = 1) -> list[LimitUse]:
    """Count one try, or so many, for each limit and whom it is about, all of them or none.

    Raises:
        RateLimited: one of the limits is reached. What was counted for the others is given back.
    """
    taken: list[LimitUse] = []
    for limit, who in wanted:
        one, used = _add(limit, who, times)
        if used > limit.times:
            # More than one try at once leaves the smaller ones that still fit.
            give_back([*taken, one] if times > 1 else taken)
            raise RateLimited(limit, datetime.fromtimestamp(one.ends_at, UTC))
        taken.append(one)
    return taken


def give_back(taken: Iterable[LimitUse]) -> None:
    """Undo what was counted, as far as its window is still open."""
    for one in taken:
        Tally.objects.filter(key=one.key, ends_at=one.ends_at, used__gte=one.times).update(
            used=F("used") - one.times
        )


def forget(*counted: tuple[Limit, Iterable[object]]) -> None:
    """Count anew for these limits and whom they are about."""
    Tally.objects.filter(key__in=[_key(limit, who) for limit, who in counted]).delete()


def ended() -> QuerySet[Tally]:
    """What no longer counts."""
    return Tally.objects.filter(ends_at__lt=clock.now().timestamp())


def forget_old() -> int:
    """Remove what no longer counts; how many rows."""
    return retention.delete(ended())


def network_of(request: HttpRequest) -> str:
    """The network address of who asks; behind proxies as allauth is told to find it."""
    try:
        text = str(get_adapter().get_client_ip(request))
        address = ipaddress.ip_address(text)
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        # Not what the proxies were said to tell: all of these count as one.
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(address), IPV6_PREFIX), strict=False))
    return str(address)


def _key(limit: Limit, who: Iterable[object]) -> str:
    named = "\n".join([limit.name, *(str(one) for one in who)])
    return salted_hmac("courses.common.limits", named, algorithm="sha256").hexdigest()


def _add(limit: Limit, who: Iterable[object], times: int) -> tuple[LimitUse, int]:
    now = int(clock.now().timestamp())
    key = _key(limit, who)
    # One statement on both databases: nobody can come between reading and writing.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_tally (key, used, ends_at) VALUES (%s, %s, %s) "
            "ON CONFLICT (key) DO UPDATE SET "
            "used = CASE WHEN common_tally.ends_at <= %s THEN excluded.used "
            "ELSE common_tally.used + excluded.used END, "
            "ends_at = CASE WHEN common_tally.ends_at <= %s THEN excluded.ends_at "
            "ELSE common_tally.ends_at END "
            "RETURNING used, ends_at",
            [key, times, now + limit.seconds, now, now],
        )
        # All rows: on SQLite the statement keeps the lock until it is read to its end.
        ((used, ends_at),) = cursor.fetchall()
    return LimitUse(key, ends_at, times), used
