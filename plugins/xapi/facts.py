"""What somebody did in a training, read from what the academy keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.attendance.enums import WAS_THERE
from courses.attendance.models import Attendance
from courses.catalogue.models import LessonPage, TrainingPage
from courses.certificates.models import Certificate
from courses.common import addresses, clock
from courses.enrolment.enums import EnrolmentStatus
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.plugin_api.api import EnrolmentChanged
from plugins.xapi import statements, vocabulary
from plugins.xapi.statements import CONTENT_LANGUAGE, Activity, Fact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courses.enrolment.models import Enrolment
    from courses.plugin_api.api import Event, Json

OF_STATUS = {
    EnrolmentStatus.CONFIRMED.value: vocabulary.REGISTERED,
    EnrolmentStatus.WITHDRAWN.value: vocabulary.LEFT,
    EnrolmentStatus.COMPLETED.value: vocabulary.COMPLETED,
}
"""What a new state of an enrolment says. Waiting, and not having completed, are told nobody."""


def facts_of(enrolment: Enrolment, event: Event, since: datetime) -> list[Fact]:
    """All that is known of an enrolment and happened from `since` on, the oldest first.

    Give the enrolment with its edition. Answers to evaluations are no part of it, nor is what
    somebody answered to an exercise: only that, and how well.
    """
    training = TrainingPage.objects.get(pk=event.training_id)
    course = _training(training)
    found = [
        *_status(enrolment, event, course),
        *_lessons(enrolment, training, course, since),
        *_sessions(enrolment, training, course),
        *_certificates(enrolment, training, course),
    ]
    return sorted((one for one in found if one.at >= since), key=lambda one: one.at)


def _training(training: TrainingPage) -> Activity:
    path = addresses.training(training.slug)
    return Activity(path, vocabulary.COURSE, {CONTENT_LANGUAGE: training.title})


def _status(enrolment: Enrolment, event: Event, course: Activity) -> Iterator[Fact]:
    if not isinstance(event, EnrolmentChanged) or event.status != enrolment.status:
        # Something newer happened since, which has an event of its own.
        return
    verb = OF_STATUS.get(event.status)
    if verb is not None:
        key = f"{verb.name} enrolment {enrolment.pk} {enrolment.changed_at.isoformat()}"
        yield Fact(key, verb, course, enrolment.changed_at)


def _lessons(
    enrolment: Enrolment, training: TrainingPage, course: Activity, since: datetime
) -> Iterator[Fact]:
    lessons = LessonPage.objects.child_of(training)
    own = {"person": enrolment.person_id, "lesson__in": lessons}
    finished = LessonProgress.objects.filter(**own, finished_at__gte=since)
    attempts = ExerciseAttempt.objects.filter(**own, answered_at__gte=since)
    begun: dict[int, tuple[Activity, datetime]] = {}
    for attempt in attempts.defer("answer").select_related("lesson").order_by("answered_at"):
        lesson = _lesson(attempt.lesson, course)
        begun.setdefault(attempt.lesson_id, (lesson, attempt.answered_at))
        key = (
            f"answered {attempt.lesson_id} {attempt.exercise_id} {attempt.answered_at.isoformat()}"
        )
        yield Fact(
            key,
            vocabulary.ANSWERED,
            _exercise(attempt, lesson),
            attempt.answered_at,
            (lesson, course),
            _result(attempt),
        )
    for progress in finished.select_related("lesson"):
        lesson = _lesson(progress.lesson, course)
        begun.setdefault(progress.lesson_id, (lesson, progress.finished_at))
        key = f"completed lesson {progress.lesson_id}"
        yield Fact(key, vocabulary.COMPLETED, lesson, progress.finished_at, (course,))
    for lesson_id, (lesson, at) in begun.items():
        yield Fact(f"experienced {lesson_id}", vocabulary.EXPERIENCED, lesson, at, (course,))


def _lesson(lesson: LessonPage, course: Activity) -> Activity:
    path = f"{course.path}lessen/{lesson.slug}/"
    return Activity(path, vocabulary.LESSON, {CONTENT_LANGUAGE: lesson.title})


def _exercise(attempt: ExerciseAttempt, lesson: Activity) -> Activity:
    title = lesson.name[CONTENT_LANGUAGE]
    name = {"nl": f"Opdracht in ‘{title}’", "en": f"Exercise in ‘{title}’"}
    return Activity(f"{lesson.path}#{attempt.exercise_id}", vocabulary.ASSESSMENT, name)


def _result(attempt: ExerciseAttempt) -> dict[str, Json]:
    found: dict[str, Json] = {"completion": attempt.finished}
    points, out_of = attempt.points, attempt.out_of
    if points is not None and out_of and points <= out_of:
        scaled = round(points / out_of, 4)
        found["score"] = {"raw": points, "min": 0, "max": out_of, "scaled": scaled}
    return found


def _sessions(enrolment: Enrolment, training: TrainingPage, course: Activity) -> Iterator[Fact]:
    marks = Attendance.objects.filter(enrolment=enrolment, mark__in=WAS_THERE)
    for mark in marks.select_related("session"):
        session = mark.session
        # A list may be filled in before the end.
        at = min(session.ends_at, mark.marked_at)
        title = session.title or training.title
        day = f"{clock.local(session.starts_at):%d-%m-%Y}"
        meeting = Activity(
            f"{course.path}#bijeenkomst-{session.pk}",
            vocabulary.MEETING,
            {CONTENT_LANGUAGE: f"{title} ({day})"},
        )
        length = (session.ends_at - session.starts_at).total_seconds() / 60
        result: dict[str, Json] = {"duration": statements.minutes(length)}
        key = attended(session.pk)
        yield Fact(key, vocabulary.ATTENDED, meeting, at, (course,), result)


def attended(session_id: int) -> str:
    """The key of the fact that somebody was at a session."""
    return f"attended {session_id}"


def _certificates(enrolment: Enrolment, training: TrainingPage, course: Activity) -> Iterator[Fact]:
    """Without its code: that leads to a page with a name."""
    given = Certificate.objects.filter(enrolment=enrolment, replaces=None, revoked_at=None)
    for pk, issued_at in given.values_list("pk", "issued_at"):
        name = {
            "nl": f"Certificaat {training.title}",
            "en": f"Certificate {training.title}",
        }
        badge = Activity(f"{course.path}#certificaat", vocabulary.BADGE, name)
        yield Fact(f"earned {pk}", vocabulary.EARNED, badge, issued_at, (course,))
