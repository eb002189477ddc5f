"""Telling somebody the code with which to take over an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.notices import services
from courses.notices.account_kinds import CLAIM_CODE
from courses.people import claiming

if TYPE_CHECKING:
    from courses.people.models import User


@claiming.provide_teller
def tell_claim_code(person: User, actor: User) -> None:
    """Write the notice; it says which code, and does not hold it."""
    meant = claiming.occasion(person)
    services.notify(person=person, kind=CLAIM_CODE, key=meant, facts={"code": meant}, actor=actor)
