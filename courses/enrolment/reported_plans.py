"""What would happen to each row of a list of who took part in an edition of the past.

Who it is, is found out as for any other list. What follows is less: nobody is enrolled, so no rule,
no seat and no date elsewhere is in the way, and nobody is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.editions.enums import EditionStatus
from courses.editions.queries import names_to_come, no_more_names, participants_as_reported
from courses.enrolment import group_lists
from courses.enrolment.group_plans import GroupPlan, Outcome, is_inactive, recognised

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from courses.editions.models import Edition
    from courses.enrolment.group_lists import ListTable


def plan_names(
    table: ListTable,
    *,
    edition: Edition,
    decisions: Mapping[int, str],
    corrections: Mapping[int, Mapping[str, str]] | None = None,
    since: datetime | None = None,
) -> GroupPlan:
    """What happens to each row; see `plan_group` for what it is given.

    Who is one more than the participants that were reported, can be chosen instead of another; who
    was not there according to the list, as well.
    """
    there = set(participants_as_reported(edition).values_list("person", flat=True))
    rows = recognised(table, decisions=decisions, corrections=corrections, there=there, since=since)
    left = names_to_come(edition)
    heading, absent = group_lists.absent(table)
    for row in rows:
        if row.outcome not in {Outcome.NEW, Outcome.KNOWN}:
            continue
        if row.person is not None:
            row.outcome = Outcome.KNOWN
            if row.person.pk in there:
                row.outcome = Outcome.ALREADY
                row.notes.append(str(EditionStatus.REPORTED.label))
                continue
            if is_inactive(row):
                continue
        if row.number in absent:
            row.was_absent = True
            said = gettext("Volgens de kolom “%(heading)s” was deze persoon er niet.")
            row.notes.append(said % {"heading": heading})
            continue
        left -= 1
        if left < 0:
            row.is_too_many = True
            row.notes.append(no_more_names(edition.reported.participants))
    return GroupPlan(rows)
