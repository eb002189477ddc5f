"""The people of a list are enrolled; or named, where an edition was held by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from django.db import transaction
from django.utils.translation import gettext

from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.editions.services import name_participant
from courses.enrolment.services.enrolling import enrol
from courses.notices.services import keep_note
from courses.people.services import NewPerson, fill_in_telephone, register_person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from courses.editions.models import Edition, ReportedParticipant
    from courses.enrolment.group_plans import PlannedRow
    from courses.enrolment.models import Enrolment
    from courses.people.models import Partner, User

Made = TypeVar("Made")


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

    @property
    def person(self) -> User | None:
        """Who was enrolled."""
        return self.enrolment.person if self.enrolment is not None else None

    @property
    def done(self) -> str:
        """As what."""
        return str(self.enrolment.get_status_display()) if self.enrolment is not None else ""


@dataclass(frozen=True)
class NamedResult:
    """The same of a list of who took part in an edition of the past."""

    row: PlannedRow
    named: ReportedParticipant | None = None
    refusal: str = ""

    @property
    def person(self) -> User | None:
        """Who was named."""
        return self.named.person if self.named is not None else None

    @property
    def done(self) -> str:
        """As what."""
        return str(EditionStatus.REPORTED.label)


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

    def carry_out(row: PlannedRow) -> Enrolment:
        return _enrol_row(edition, row, actor, partner, by_contact=by_contact)

    return [
        GroupResult(row, enrolment, refusal) for row, enrolment, refusal in _each(rows, carry_out)
    ]


def name_group(
    *, edition: Edition, rows: Iterable[PlannedRow], actor: User, partner: Partner | None = None
) -> list[NamedResult]:
    """Write down that the people of a list took part in an edition of the past, as `plan_names`
    planned it; what came of each. Each in a transaction of its own, as for `enrol_group`.

    Nothing else follows, see `name_participant`; what we know of somebody stays as it is.
    """

    def carry_out(row: PlannedRow) -> ReportedParticipant:
        return _name_row(edition, row, actor, partner)

    return [NamedResult(row, named, refusal) for row, named, refusal in _each(rows, carry_out)]


def _each(
    rows: Iterable[PlannedRow], carry_out: Callable[[PlannedRow], Made]
) -> Iterator[tuple[PlannedRow, Made | None, str]]:
    """Of each row what was made of it, or why nothing was."""
    for row in rows:
        try:
            made = carry_out(row)
        except Refusal as refusal:
            yield row, None, str(refusal)
        else:
            yield row, made, ""


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
        person = _register(row, actor, partner)
    elif not by_contact:
        fill_in_telephone(person=person, telephone=str(row.data["telephone"]), actor=actor)
    enrolment = enrol(person=person, edition=edition, actor=actor, by_contact=by_contact)
    if note:
        keep_note(person=person, edition=edition, note=note, actor=actor)
    return enrolment


@transaction.atomic
def _name_row(
    edition: Edition, row: PlannedRow, actor: User, partner: Partner | None
) -> ReportedParticipant:
    person = row.person or _register(row, actor, partner)
    return name_participant(edition=edition, person=person, actor=actor)


def _register(row: PlannedRow, actor: User, partner: Partner | None) -> User:
    new = {"last_name": "", **row.account, "partner": partner}
    return register_person(actor=actor, **cast("NewPerson", new))
