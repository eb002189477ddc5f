"""Somebody asks to be erased: there is time to come back on it, and then it happens.

Of certificates only the codes stay. Who has something that a plugin must keep cannot be erased as a
whole. Then the account is closed: what is not needed for that goes, the rest stays.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock, formats, mail
from courses.common.commits import after_commit
from courses.common.errors import Refusal
from courses.common.retention import Period
from courses.people import queries, services
from courses.people.leaving import duties_of
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from courses.common.statements import Moment
logger = logging.getLogger(__name__)

WAIT = Period("erasure", default=14, least=7, most=30)
"""How long somebody may come back on it. Mail says so: also to who did not ask for it."""


def why_not(person: User) -> str | Promise:
    """Why somebody cannot be erased by asking for it; empty when it can be."""
    if person.is_superuser or queries.enters_admin(person) or duties_of([person.pk]):
        return _(
            "Jij doet werk voor de academie. Vraag een beheerder om je account weg te halen: eerst "
            "neemt iemand anders je werk over."
        )
    return ""


@transaction.atomic
def request_erasure(*, person: User) -> User:
    """Have an account erased after `WAIT`; tells the person by mail how to come back on it.

    Raises:
        Refusal: this is not for who works here.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    reason = why_not(locked)
    if reason:
        raise Refusal(reason)
    if locked.erase_at is None:
        locked.erase_at = clock.now() + WAIT.length
        locked.save(update_fields=["erase_at"])
        audit.record(locked, "people.erase_asked", actor=person)
        tell(locked, "erase_asked", {"day": formats.day(locked.erase_at)})
    return locked


@transaction.atomic
def cancel_erasure(*, person: User, actor: User) -> User:
    """Keep an account after all; by the person, or by staff on his or her behalf.

    Raises:
        Refusal: the actor may not.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if actor.pk != locked.pk and not queries.may_manage(actor, locked):
        raise Refusal(_("Je mag dit account niet veranderen."))
    if locked.erase_at is not None:
        locked.erase_at = None
        locked.save(update_fields=["erase_at"])
        audit.record(locked, "people.erase_cancelled", actor=actor)
    return locked


def due(*, now: Moment | None = None) -> QuerySet[User]:
    """Whose time to come back on it is over."""
    return User.objects.filter(erase_at__lte=now or clock.now())


def erase_due() -> int:
    """Erase whoever asked for it, or close the account; how many. Harmless to repeat.

    Who cannot be erased now (a plugin that does not work) is tried again at the next tick.
    """
    return sum(take_away(person_id=person.pk, still=_has_waited) for person in due())


def _has_waited(person: User) -> bool:
    return person.erase_at is not None and person.erase_at <= clock.now()


def take_away(*, person_id: int, still: Callable[[User], bool]) -> bool:
    """Erase somebody whose time is over, or close the account where something must be kept, and
    tell; whether that was done. `still` is asked once more when the row is locked."""
    try:
        with transaction.atomic():
            locked = User.objects.select_for_update(of=("self",)).get(pk=person_id)
            if not still(locked):
                return False
            if why_not(locked):
                # By now the person works here: a role is not taken away by the clock.
                cancel_erasure(person=locked, actor=locked)
                return False
            stays = services.must_stay(locked)
            tell(locked, "erased", {"stays": stays})
            if stays:
                close_account(person=locked)
            else:
                services.erase_person(person=locked, actor=None)
    except Refusal as no:
        logger.warning("Person %s is to be erased and is not: %s", person_id, no)
        return False
    return True


@transaction.atomic
def close_account(*, person: User) -> User:
    """Take away how to reach somebody and to sign in; the name stays for what must be kept."""
    EmailAddress.objects.filter(user=person).delete()
    person.email, person.birth_year, person.partner = None, None, None
    person.telephone = person.street = person.postcode = person.city = ""
    person.preferred_way = person.claim_digest = ""
    person.is_active, person.erase_at, person.claim_until = False, None, None
    person.set_unusable_password()
    person.save()
    services.forget_picture(person_id=person.pk)
    audit.record(person, "people.close", actor=None)
    return person


def tell(person: User, template: str, context: dict[str, object]) -> None:
    """By mail, as somebody else may have asked; who has no address saw it on the screen."""
    if person.email:
        letter = mail.compose(template, {"person": person, **context}, language=person.language)
        after_commit(mail.send, to=person.email, letter=letter, language=person.language)
