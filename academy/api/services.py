"""Making and ending personal tokens."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from academy.api.models import PersonalToken
from academy.api.queries import PREFIX, digest_of
from courses.common import clock, retention
from courses.common.errors import Refusal
from courses.common.retention import Period
from courses.people.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from academy.api.enums import Lifetime, Scope

MOST = 10
"""Tokens that somebody can have: enough for a program each, and a list that one can look over."""

KEPT = Period("api_tokens", default=30, least=1, most=365)
"""How long a token stays on its owner's list after its time is over."""


@transaction.atomic
def create_token(
    *, person: User, name: str, scope: Scope, lifetime: Lifetime
) -> tuple[PersonalToken, str]:
    """Give somebody a token; what is kept of it, and the token itself, which cannot be had again.

    Raises:
        Refusal: the person has enough of them, or the account is closed.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise Refusal(_("Dit account is afgesloten."))
    if PersonalToken.objects.filter(person=person).count() >= MOST:
        raise Refusal(_("Je hebt al %(n)d sleutels. Stop eerst een andere.") % {"n": MOST})
    now = clock.now()
    token = PREFIX + secrets.token_urlsafe(32)
    made = PersonalToken.objects.create(
        person=person,
        name=name,
        scope=scope,
        digest=digest_of(token),
        hint=token[-4:],
        created_at=now,
        expires_at=now + timedelta(days=int(lifetime)),
    )
    return made, token


@transaction.atomic
def end_token(*, person: User, token_id: int) -> bool:
    """End one of the tokens that somebody has; whether it was there."""
    removed, _kinds = PersonalToken.objects.filter(person=person, pk=token_id).delete()
    return bool(removed)


@transaction.atomic
def end_all_tokens(*, person: User) -> int:
    """End all tokens that somebody has; how many."""
    removed, _kinds = PersonalToken.objects.filter(person=person).delete()
    return removed


def note_use(*, token: PersonalToken) -> None:
    """Keep on which day a token was used last: one change a day, however often it is used."""
    today = clock.today()
    if token.last_used_on != today:
        PersonalToken.objects.filter(pk=token.pk).update(last_used_on=today)
        token.last_used_on = today


def ended_tokens() -> QuerySet[PersonalToken]:
    """Tokens of which the time has been over for long enough."""
    return PersonalToken.objects.filter(expires_at__lt=clock.now() - KEPT.length)


def forget_ended() -> int:
    """Remove `ended_tokens`; how many."""
    return retention.delete(ended_tokens())
