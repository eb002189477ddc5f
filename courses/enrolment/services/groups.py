"""The people of a list are enrolled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.utils.translation import gettext

from courses.common.errors import Refusal
from courses.enrolment.services.enrolling import enrol
from courses.notices.services import keep_note
from courses.people.services import NewPerson, fill_in_telephone, register_person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.editions.models import Edition
    from courses.enrolment.group_plans import PlannedRow
    from courses.enrolment.models import Enrolment
    from courses.people.models import Partner, User


@dataclass(frozen=True)
class GroupResult:
    """What came of one row of a list: an enrolment, or the sentence that says why not.

    `unmet` is what the training asks and who was enrolled does not meet, if that `was_asked`.
    """

    row: PlannedRow
    enrolment: Enrolment | None = None
    refusal: str = ""
    unmet: str = ""
    was_asked: bool = False


def enrol_group(
    *,
    edition: Edition,
    rows: Iterable[PlannedRow],
    actor: User,
    partner: Partner | None = None,
    by_contact: bool = False,
) -> list[GroupResult]:
    """Enrol the people of a list in its order, as `plan_group` planned it; what came of each.

    Each in a transaction of its own: one who cannot is no reason to stop the others, and to do it
    again does the rest. Who is new gets an account, with this `partner`; of whom we knew no
    telephone number, we keep the one of the list. A remark becomes a note with the
    enrolment. `by_contact` is for the contact person of that partner, see `enrol`.
    """
    results = []
    for row in rows:
        try:
            enrolment = _enrol_row(edition, row, actor, partner, by_contact=by_contact)
        except Refusal as refusal:
            results.append(GroupResult(row, refusal=str(refusal)))
        else:
            results.append(GroupResult(row, enrolment))
    return results


def keep_numbers(*, rows: Iterable[PlannedRow], actor: User) -> None:
    """Keep the telephone numbers of a list of whom is in the edition already and had none, and say
    so of the rows: that may be why somebody goes through the list once more."""
    for row in rows:
        if row.is_already_in and row.person is not None:
            number = str(row.data["telephone"])
            if fill_in_telephone(person=row.person, telephone=number, actor=actor):
                row.notes.append(gettext("Het telefoonnummer is bewaard."))


@transaction.atomic
def _enrol_row(
    edition: Edition,
    row: PlannedRow,
    actor: User,
    partner: Partner | None,
    *,
    by_contact: bool,
) -> Enrolment:
    person, note = row.person, str(row.data.get("note", ""))
    if person is None:
        new = {"last_name": "", **row.account, "partner": partner}
        person = register_person(actor=actor, **cast("NewPerson", new))
    elif not by_contact:
        fill_in_telephone(person=person, telephone=str(row.data["telephone"]), actor=actor)
    enrolment = enrol(person=person, edition=edition, actor=actor, by_contact=by_contact)
    if note:
        keep_note(person=person, edition=edition, note=note, actor=actor)
    return enrolment
