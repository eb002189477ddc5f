"""What somebody still misses for a certificate, in words for who runs the training.

The reason of a criterion speaks to the participant, and does not say of which session or lesson.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.attendance.criteria import AttendanceCriterion
from courses.attendance.queries import missed_by
from courses.learning.criteria import LessonsCriterion
from courses.learning.queries import progress_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.attendance.queries import Sheet
    from courses.certificates.queries import Criterion
    from courses.enrolment.models import Enrolment


def missing_in_words(
    enrolment: Enrolment, criteria: Iterable[Criterion], sheet: Sheet
) -> tuple[str, ...]:
    """A sentence for each criterion that is not met, with the sessions and lessons by name."""
    return tuple(_in_words(enrolment, one, sheet) for one in criteria if not one.is_met)


def _in_words(enrolment: Enrolment, criterion: Criterion, sheet: Sheet) -> str:
    if criterion.key == AttendanceCriterion.name and (sessions := _sessions(enrolment, sheet)):
        return gettext("Niet geweest bij: %(sessions)s.") % {"sessions": sessions}
    if criterion.key == LessonsCriterion.name and (lessons := _lessons(enrolment)):
        return gettext("Nog te doen, lessen: %(lessons)s.") % {"lessons": lessons}
    return f"{criterion.label}: {criterion.reason or criterion.state.label}"


def _sessions(enrolment: Enrolment, sheet: Sheet) -> str:
    row = next((one for one in sheet.rows if one.enrolment.pk == enrolment.pk), None)
    return missed_by(row, sheet.sessions) if row else ""


def _lessons(enrolment: Enrolment) -> str:
    training = enrolment.edition.training
    found = progress_in(person_id=enrolment.person_id, trainings=[training]).get(training.pk)
    if found is None:
        return ""
    left = [one for one in found.lessons if one.pk not in found.finished]
    return ", ".join(f"‘{one.title}’" for one in left)
