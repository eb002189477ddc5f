"""Handing over an account that staff made to the person whom it is about.

Staff give a code, by letter, at the desk or by telephone. The person makes an own account first,
with an address that is proved as always, and types the code there: then both become one. So a code
by itself opens nothing, and lets nobody in who cannot be written to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock, codes
from courses.common.errors import Refusal
from courses.people import merging, queries
from courses.people.models import User

LENGTH = 8
DAYS = 14

Teller = Callable[[User, User], None]
"""Has a person (the first) told the code that somebody (the second) made."""

_tellers: list[Teller] = []


def provide_teller(teller: Teller) -> Teller:
    """Register who tells people things. From `ready()`; may be used as a decorator."""
    _tellers.append(teller)
    return teller


def can_be_claimed(person: User) -> bool:
    """Whether an account can be handed over: nobody has used it, and it has no rights."""
    return (
        person.is_active
        and not person.is_superuser
        and not queries.signs_in(person)
        and not queries.works_here(person)
    )


@transaction.atomic
def make_claim_code(*, person: User, actor: User, tell: bool = False) -> str:
    """A code for this account; an older one is worth nothing from now on.

    With `tell` the person gets it by letter or in a call. It is kept nowhere: it follows from the
    account, the moment until which it holds and the secret of the site (`code_of`).

    Raises:
        Refusal: the actor may not, or the account is somebody's already.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not queries.may_manage(actor, locked) or not can_be_claimed(locked):
        raise Refusal(_("Voor dit account kan geen code worden gemaakt."))
    locked.claim_until = clock.now() + timedelta(days=DAYS)
    code = _derived(locked)
    locked.claim_digest = digest(code)
    locked.save(update_fields=["claim_digest", "claim_until"])
    audit.record(locked, "people.claim_code", actor=actor)
    for teller in _tellers if tell else ():
        teller(locked, actor)
    return code


def code_of(person: User) -> str | None:
    """The code that hands an account over now, for a letter or a call about it; None when there is
    none, or none any more."""
    if person.claim_until is None or person.claim_until <= clock.now():
        return None
    code = _derived(person)
    # A code from before they could be made again, or of another secret.
    return code if digest(code) == person.claim_digest and can_be_claimed(person) else None


def occasion(person: User) -> str:
    """Which code of an account is meant, without telling it: until when it holds."""
    return person.claim_until.astimezone(UTC).isoformat() if person.claim_until else ""


def _derived(person: User) -> str:
    meant = f"{person.pk} {occasion(person)}"
    value = salted_hmac("courses.people.claiming.code", meant, algorithm="sha256")
    return codes.code_from(value.digest(), LENGTH)


def claimed_by(code: str, *, person: User) -> User | None:
    """The account that this code hands over to a person, if it does now."""
    written = codes.normalise(code, LENGTH)
    if written is None:
        return None
    found = User.objects.filter(claim_digest=digest(written), claim_until__gt=clock.now()).first()
    if found is None or found.pk == person.pk or not can_be_claimed(found):
        return None
    return found


@transaction.atomic
def claim_account(*, person: User, code: str) -> User:
    """Add the account of a code to the own account of the person who types it.

    What the own account does not know yet (a telephone number, an address) is taken over.

    Raises:
        Refusal: the code does not hold, or the two cannot become one.
    """
    account = claimed_by(code, person=person)
    if account is None:
        raise Refusal(_("Deze code klopt niet, of geldt niet meer."), field="code")
    take = [
        name
        for name in merging.FIELDS
        if name != "email" and getattr(account, name) and not getattr(person, name)
    ]
    merged = merging.merge_accounts(stays=person, goes=account, take=take)
    audit.record(merged, "people.claim", actor=merged)
    return merged


def digest(code: str) -> str:
    """What is kept of a code, as it is shown: who reads the database cannot use it."""
    # Without the dashes, as those codes were kept that people have in hand.
    characters = code.replace("-", "")
    return salted_hmac("courses.people.claiming", characters, algorithm="sha256").hexdigest()
