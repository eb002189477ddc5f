"""What somebody still misses for a certificate, in words for who runs the training.

The reason of a criterion speaks to the participant, and does not say of which session or lesson.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.attendance.criteria import AttendanceCriterion
from courses.attendance.queries import missed_by
from courses.learning.criteria import LessonsCriterion
from courses.learning.queries import progress_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from courses.attendance.queries import Sheet
    from courses.certificates.queries import Criterion
    from courses.enrolment.models import Enrolment

SESSIONS, LESSONS = AttendanceCriterion.name, LessonsCriterion.name


@dataclass(frozen=True)
class Lack:
    """What is missing for one criterion: the sessions or lessons by name, or one sentence."""

    key: str
    parts: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """It in words."""
        named = ", ".join(self.parts)
        if self.key == SESSIONS:
            return gettext("Niet geweest bij: %(sessions)s.") % {"sessions": named}
        if self.key == LESSONS:
            return gettext("Nog te doen, lessen: %(lessons)s.") % {"lessons": named}
        return named


def lacks(enrolment: Enrolment, criteria: Iterable[Criterion], sheet: Sheet) -> tuple[Lack, ...]:
    """What each criterion that is not met misses, with the sessions and lessons by name."""
    return tuple(_lack(enrolment, one, sheet) for one in criteria if not one.is_met)


def in_common(people: Sequence[Sequence[Lack]]) -> tuple[Lack, ...]:
    """What all of several people miss; of one, nothing is in common."""
    if len(people) < 2:
        return ()
    first, *others = people
    held = [{(lack.key, part) for lack in one for part in lack.parts} for one in others]
    return _with_parts(first, lambda key, part: all((key, part) in one for one in held))


def without(missing: Sequence[Lack], shared: Sequence[Lack]) -> tuple[Lack, ...]:
    """What somebody misses besides what is `shared`."""
    said = {(lack.key, part) for lack in shared for part in lack.parts}
    return _with_parts(missing, lambda key, part: (key, part) not in said)


def _with_parts(missing: Sequence[Lack], holds: Callable[[str, str], bool]) -> tuple[Lack, ...]:
    kept = (
        Lack(one.key, tuple(part for part in one.parts if holds(one.key, part))) for one in missing
    )
    return tuple(one for one in kept if one.parts)


def _lack(enrolment: Enrolment, criterion: Criterion, sheet: Sheet) -> Lack:
    if criterion.key == SESSIONS and (sessions := _sessions(enrolment, sheet)):
        return Lack(SESSIONS, sessions)
    if criterion.key == LESSONS and (lessons := _lessons(enrolment)):
        return Lack(LESSONS, lessons)
    # A key of its own: what is said of the criterion itself names no sessions or lessons.
    said = f"{criterion.label}: {criterion.reason or criterion.state.label}"
    return Lack(f"{criterion.key}:", (said,))


def _sessions(enrolment: Enrolment, sheet: Sheet) -> tuple[str, ...]:
    row = next((one for one in sheet.rows if one.enrolment.pk == enrolment.pk), None)
    return missed_by(row, sheet.sessions) if row else ()


def _lessons(enrolment: Enrolment) -> tuple[str, ...]:
    training = enrolment.edition.training
    found = progress_in(person_id=enrolment.person_id, trainings=[training]).get(training.pk)
    if found is None:
        return ()
    left = [one for one in found.lessons if one.pk not in found.finished]
    return tuple(f"‘{one.title}’" for one in left)
