"""Who comes along with somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common import limits
from courses.common.errors import Refusal
from courses.enrolment import notice_kinds
from courses.notices.services import Announcement, notify_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

COMPANION_HERE = limits.Limit("companion edition", 1, 365 * limits.DAY)


COMPANIONS = limits.Limit("companions", 3, limits.DAY)
"""How many people somebody may bring along to one edition, and in a day: each is a new account."""


def count_companion(person: User, edition: Edition) -> None:
    """Else somebody could fill an edition with people who do not exist."""
    try:
        limits.take((COMPANION_HERE, [person.pk, edition.pk]), (COMPANIONS, [person.pk]))
    except limits.RateLimited as no:
        raise Refusal(
            _("Je hebt al iemand meegenomen naar deze uitvoering. Nog iemand? Bel of mail ons.")
            if no.limit is COMPANION_HERE
            else _("Je hebt vandaag al veel mensen meegenomen. Nog iemand? Bel of mail ons."),
            field="companion_first_name",
        ) from no


def companions_in(enrolment: Enrolment, edition: Edition) -> list[Enrolment]:
    """Who comes along with this one, in an edition that is locked."""
    found = enrolment.companions.filter(edition=edition).select_related("person")
    companions = list(found.order_by("pk"))
    for one in companions:
        one.edition = edition
    return companions


def come_alone(enrolment: Enrolment) -> None:
    """From now on this enrolment goes its own way, whoever came with whom."""
    enrolment.companions.update(comes_with=None)
    if enrolment.comes_with_id is not None:
        enrolment.comes_with = None
        enrolment.save(update_fields=["comes_with"])


def tell_left_alone(
    enrolment: Enrolment, together: Iterable[Enrolment], *, actor: User | None
) -> None:
    """Tell those with whom somebody would come that he or she does not."""
    moment = enrolment.changed_at.isoformat()
    notify_all(
        [
            Announcement(
                person=one.person,
                kind=notice_kinds.COMPANION_LEFT,
                key=f"{one.pk} {enrolment.pk} {moment}",
                edition=one.edition,
                facts={"enrolment": enrolment.pk},
            )
            for one in together
        ],
        actor=actor,
    )
