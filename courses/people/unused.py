"""Accounts that nobody uses: their owners are told in time, and when nothing happens they go.

Used is an account by signing in, and by whatever the other parts say of it (`provide`): who is
enrolled by telephone never signs in and is no stranger. Who works here is left alone, and who has
no e-mail address has no account to use.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from courses.common import clock, formats
from courses.common.mail import absolute_url
from courses.common.retention import Period
from courses.people import erasing
from courses.people.enums import Role
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import Model, QuerySet

    Sign = Callable[[datetime], QuerySet[Model, int]]

UNUSED = Period("unused_accounts", default=3 * 365, least=365, most=5 * 365)
"""How long an account is kept that nobody uses."""

NOTICE = timedelta(days=30)
"""How long before its end the owner is told."""

MOST_AT_ONCE = 200
"""Mails in one tick: the first time there may be thousands."""

_signs: list[Sign] = []


def provide(sign: Sign) -> None:
    """Add who used an account since a moment, as keys of people; from an app's `ready()`."""
    _signs.append(sign)


def due() -> QuerySet[User]:
    """Whose time is over, and who was told so long enough ago."""
    now = clock.now()
    since = now - UNUSED.length
    return _unused(since).filter(unused_told_at__gt=since, unused_told_at__lte=now - NOTICE)


def erase_unused() -> int:
    """Erase them, or close the account where something must be kept; how many."""
    return sum(erasing.take_away(person_id=key, still=_is_due) for key in _keys(due()))


def tell_owners() -> int:
    """Tell people a month ahead that their account goes, and how to keep it; how many."""
    now = clock.now()
    told_before = Q(unused_told_at__gt=now - UNUSED.length)
    near = _unused(now - UNUSED.length + NOTICE).exclude(told_before)
    return sum(_tell(key) for key in _keys(near)[:MOST_AT_ONCE])


def _unused(since: datetime) -> QuerySet[User]:
    """Accounts that nobody used since then. Who asked to be erased is waiting for that already."""
    found = User.objects.filter(
        Q(last_login=None) | Q(last_login__lt=since),
        date_joined__lt=since,
        is_active=True,
        is_superuser=False,
        email__isnull=False,
        erase_at=None,
        contact_of=None,
    ).exclude(groups__in=_staff_groups())
    for sign in _signs:
        found = found.exclude(pk__in=sign(since))
    return found


def _staff_groups() -> QuerySet[Group]:
    return Group.objects.exclude(name=Role.VOLUNTEER.value)


def _keys(people: QuerySet[User]) -> list[int]:
    return list(people.order_by("pk").values_list("pk", flat=True))


def _is_due(person: User) -> bool:
    return due().filter(pk=person.pk).exists()


@transaction.atomic
def _tell(key: int) -> bool:
    person = User.objects.select_for_update(of=("self",)).get(pk=key)
    person.unused_told_at = clock.now()
    person.save(update_fields=["unused_told_at"])
    with override(person.language):
        day = formats.day(person.unused_told_at + NOTICE)
    address = absolute_url(reverse("account_login"))
    erasing.tell(person, "unused_account", {"day": day, "address": address})
    return True
