"""Who comes along with somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from courses.common import limits
from courses.common.errors import Refusal
from courses.enrolment import notice_kinds, queries
from courses.enrolment.enums import ACTIVE, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.notices.queries import is_still_to_hear
from courses.notices.services import Announcement, notify, notify_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from courses.editions.models import Edition
    from courses.people.models import User
    from courses.people.services import NewPerson

COMPANIONS = limits.Limit("companions", 3, limits.DAY)
"""How often somebody may bring one along in a day: each is a new account."""


class BroughtAlready(Refusal):
    """Somebody of this name, whom the person brought along earlier, still has a place here."""

    def __init__(self, companion: Enrolment) -> None:
        super().__init__(
            _("%(name)s staat hier al: die nam je eerder mee. Is het een andere? Bel of mail ons.")
            % {"name": companion.person.name},
            field="companion_first_name",
        )
        self.companion = companion


def count_companion(person: User, edition: Edition, companion: NewPerson) -> None:
    """Count whom somebody brings along: one to an edition that is locked, and few in a day. Else
    somebody could fill an edition with people who do not exist.

    Raises:
        BroughtAlready: it may be the one who has a place there.
        Refusal: it is too many.
    """
    there = queries.stayed_behind(person.pk, edition.pk)
    for one in there:
        if one.person.first_name.casefold() == companion["first_name"].strip().casefold():
            raise BroughtAlready(one)
    if there:
        raise Refusal(
            _("Je nam %(name)s al mee naar deze datum. Nog iemand? Bel of mail ons.")
            % {"name": there[0].person.name},
            field="companion_first_name",
        )
    if queries.has_brought(person, edition):
        raise Refusal(
            _("Je hebt al iemand meegenomen naar deze datum. Nog iemand? Bel of mail ons."),
            field="companion_first_name",
        )
    try:
        limits.take((COMPANIONS, [person.pk]))
    except limits.RateLimited as no:
        raise Refusal(
            _(
                "Je schreef vandaag al een paar keer iemand in die meekomt. Het kan %(when)s weer. "
                "Kan dat niet wachten? Bel of mail ons."
            )
            % {"when": no.when},
            field="companion_first_name",
        ) from no


def companions_in(enrolment: Enrolment, edition: Edition) -> list[Enrolment]:
    """Who comes along with this one, in an edition that is locked."""
    found = enrolment.companions.filter(edition=edition).select_related("person")
    companions = list(found.order_by("pk"))
    for one in companions:
        one.edition = edition
    return companions


def goes_along(
    enrolment: Enrolment, along: Collection[int] | None, *, actor: User | None
) -> list[Enrolment]:
    """Who leaves, or goes to another date, together with this person; their edition is locked.

    `along` are the keys of enrolments that were chosen, None where nobody chose. The person decides
    for whom he or she brought (`queries.brought_along`), and takes along all of them without a
    choice: nobody else would, and nobody is left behind unasked. Who acts for somebody else decides
    for each with whom that person comes, and takes along nobody without a choice.
    """
    if actor is not None and actor.pk == enrolment.person_id:
        possible = list(queries.brought_along(enrolment))
        wanted = {one.pk for one in possible} if along is None else set(along)
    else:
        possible = list(queries.companions_of(enrolment))
        wanted = set(along or ())
    return [one for one in possible if one.pk in wanted]


def left_behind(party: Sequence[Enrolment]) -> list[tuple[Enrolment, list[Enrolment]]]:
    """Of each who goes: who would come together with that one, and does not go."""
    keys = {one.pk for one in party}
    return [
        (one, [other for other in queries.companions_of(one) if other.pk not in keys])
        for one in party
    ]


def come_together(party: Sequence[Enrolment]) -> None:
    """From now on these come with each other and with nobody else, whoever came with whom.

    Of who stays behind is kept by whom he or she was brought: see `queries.seats_kept_for`.
    """
    keys = {one.pk for one in party}
    staying = Enrolment.objects.filter(comes_with__in=keys).exclude(pk__in=keys)
    brought = Enrolment.objects.filter(pk=OuterRef("comes_with")).values("person")[:1]
    staying.filter(status__in=ACTIVE).update(brought_by=Subquery(brought))
    staying.update(comes_with=None)
    for one in party:
        if one.comes_with_id is not None and one.comes_with_id not in keys:
            one.comes_with = None
            one.save(update_fields=["comes_with"])


def come_together_again(
    enrolment: Enrolment, *, actor: User | None, also_waiting: bool = False
) -> list[Enrolment]:
    """Let somebody who comes back to an edition come with who was left behind there, and tell those
    whom we told before that they would come alone; with `also_waiting` also two who wait. Who comes
    with him or her from now on."""
    states = {EnrolmentStatus.CONFIRMED} | ({EnrolmentStatus.WAITING} if also_waiting else set())
    if enrolment.status not in states:
        return []
    found = [
        one
        for one in queries.stayed_behind(enrolment.person_id, enrolment.edition_id)
        if one.status == enrolment.status
    ]
    for one in found:
        one.comes_with, one.brought_by = enrolment, None
        one.save(update_fields=["comes_with", "brought_by"])
        if not queries.is_unreachable(one):
            tell_of_newcomer(one, enrolment, actor=actor)
    return found


def come_alone(enrolment: Enrolment) -> None:
    """From now on this enrolment goes its own way, whoever came with whom."""
    come_together([enrolment])


def tell_left_alone(
    enrolment: Enrolment, together: Iterable[Enrolment], *, actor: User | None
) -> None:
    """Tell those with whom somebody would come that he or she does not; not who did that."""
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
            if actor is None or one.person_id != actor.pk
        ],
        actor=actor,
    )


def tell_of_newcomer(enrolment: Enrolment, newcomer: Enrolment, *, actor: User | None) -> None:
    """Tell somebody who was enrolled before that another is enrolled too, to come together. What
    that person has yet to hear of the own place says so as well: then there is no second message.
    """
    if is_still_to_hear(enrolment.person, enrolment.edition, kinds=notice_kinds.OF_A_STATE):
        return
    notify(
        person=enrolment.person,
        kind=notice_kinds.COMPANION_CAME,
        key=f"{enrolment.pk} {newcomer.pk} {newcomer.changed_at.isoformat()}",
        edition=enrolment.edition,
        facts={"enrolment": newcomer.pk},
        actor=actor,
    )
