"""How far the participants of an edition are in the courses of its training."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.dateparse import parse_duration

from courses.learning.models import ExerciseAttempt
from plugins.xapi.cmi5 import placing, standing, words
from plugins.xapi.models import CoursePackage, CourseStatement, Registration, Session
from plugins.xapi.services.sessions import OPEN_FOR

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from courses.enrolment.models import Enrolment
    from plugins.xapi.cmi5.placing import Placed
    from plugins.xapi.cmi5.standing import Standing

WITH_DURATION = (words.TERMINATED, words.ABANDONED)
"""What tells how long a session took."""


@dataclass
class Times:
    """When somebody was at a course, and how long by what its units said."""

    first: datetime | None = None
    last: datetime | None = None
    spent: timedelta = field(default_factory=timedelta)


@dataclass(frozen=True)
class Progress:
    """How far somebody is in one course in one lesson: the attempt that goes on.

    Without a `registration` nothing was opened. `open_sessions` are those that nobody ended yet.
    """

    enrolment: Enrolment
    placed: Placed
    package: CoursePackage
    registration: Registration | None
    standing: Standing
    times: Times
    open_sessions: tuple[Session, ...] = ()

    @property
    def title(self) -> str:
        """What the course is called in the lesson."""
        return self.placed.title or self.package.title


def progress_of(enrolments: Iterable[Enrolment], every: Collection[Placed]) -> list[Progress]:
    """Each of these people of one training with each of these courses; the number of queries is the
    same however many there are."""
    listed = list(enrolments)
    people = {one.person_id for one in listed}
    packages = {
        one.pk: one
        for one in CoursePackage.objects.filter(
            pk__in=[one.package_id for one in every if one.package_id is not None]
        )
    }
    going_on = _going_on(people, packages.values())
    structures = {key: one.structure for key, one in packages.items()}
    standings = standing.of_each({one.pk: structures[one.package_id] for one in going_on.values()})
    times = _times(set(standings))
    hanging: dict[UUID, list[Session]] = {}
    for session in Session.objects.filter(registration__in=standings, ended_at=None):
        hanging.setdefault(session.registration_id, []).append(session)
    found = []
    for enrolment in listed:
        for placed in every:
            package = packages.get(placed.package_id or 0)
            if package is None:
                continue
            one = going_on.get((enrolment.person_id, package.pk, *placed.place))
            found.append(
                Progress(
                    enrolment,
                    placed,
                    package,
                    one,
                    standings[one.pk] if one else standing.untouched(structures[package.pk]),
                    times[one.pk] if one else Times(),
                    tuple(hanging.get(one.pk, ())) if one else (),
                )
            )
    return found


def _going_on(
    people: Collection[int], packages: Collection[CoursePackage]
) -> dict[tuple[int, int, int, str], Registration]:
    """The last attempt of each at each place, unless it was begun again since; as
    `sessions.registration_of` has it of one."""
    found: dict[tuple[int, int, int, str], Registration] = {}
    rows = Registration.objects.filter(person__in=people, package__in=packages)
    for one in rows.order_by("attempt"):
        found[one.person_id, one.package_id, one.lesson_id, one.block] = one
    kept = set(
        ExerciseAttempt.objects.filter(
            person__in=people,
            lesson__in={one.lesson_id for one in found.values()},
            block_type=placing.BLOCK_TYPE,
            answer__isnull=False,
        ).values_list("person", "lesson", "exercise_id")
    )
    return {
        key: one
        for key, one in found.items()
        if not one.told or (one.person_id, one.lesson_id, one.block) in kept
    }


def _times(registrations: Collection[UUID]) -> dict[UUID, Times]:
    found = {key: Times() for key in registrations}
    said = CourseStatement.objects.filter(registration__in=registrations).order_by("stored_at")
    for key, verb, at, told in said.values_list(
        "registration", "verb", "stored_at", "body__result__duration"
    ):
        one = found[key]
        if verb == words.LAUNCHED:
            one.first = one.first or at
        if verb not in (words.WAIVED, words.SATISFIED):
            one.last = at
        if verb in WITH_DURATION:
            one.spent += _seconds(told)
    return found


def _seconds(told: object) -> timedelta:
    """A duration as a unit wrote it, no longer than a session can be; nothing of what is none."""
    try:
        found = parse_duration(told) if isinstance(told, str) else None
    except (OverflowError, ValueError):
        return OPEN_FOR
    return min(max(found or timedelta(), timedelta()), OPEN_FOR)
