"""Everything that changes someone's progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import BigIntegerField, BooleanField, CharField, F
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from courses.catalogue.queries import readable_lessons
from courses.common import clock
from courses.common.errors import Refusal
from courses.common.statements import Statement, Update
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.learning import booklets, failed_checks, open_work, parts
from courses.learning.models import ExerciseAttempt, LessonPlace, LessonProgress
from courses.learning.open_work import OpenWork as OpenWork  # for plugins
from courses.people.models import User
from courses.plugin_api.events import ProgressChanged, publish

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.learning.booklets import Chapter, ShownExercise
    from courses.learning.failed_checks import Needed
    from courses.learning.open_work import Finder
    from courses.learning.parts import ExerciseOnPage
    from courses.learning.parts import TakenExercise as TakenExercise  # for plugins
    from courses.plugin_api.contributions.base import Json
    from courses.plugin_api.contributions.exercises import Score

GRADED_AGAIN_FOR = timedelta(days=30)
"""How long it is tried to grade an answer that could not be graded when it was sent."""

MOST_AT_ONCE = 100


@transaction.atomic
def finish_lesson(*, person: User, lesson: LessonPage) -> LessonProgress:
    """Mark a lesson as finished and forget where in it somebody was; safe to repeat."""
    LessonPlace.objects.filter(person=person, lesson=lesson).delete()
    progress, created = LessonProgress.objects.get_or_create(
        person=person, lesson=lesson, defaults={"finished_at": clock.now()}
    )
    if created:
        _tell_progress(person, lesson)
    return progress


@transaction.atomic
def reopen_lesson(*, person: User, lesson: LessonPage) -> None:
    """Undo `finish_lesson`."""
    LessonProgress.objects.filter(person=person, lesson=lesson).delete()


def provide_open_work(*, plugin: str, finder: Finder) -> None:
    """Let a plugin say what somebody still has to hand in; from its `ready()`."""
    open_work.provide(plugin, finder)


def provide_pass_mark(*, plugin: str, block_type: str, needed: Needed) -> None:
    """Let a plugin say from how many points on its exercises of a type are passed; from its
    `ready()`. Who did not pass reads so at the lesson and in lists of lessons."""
    failed_checks.provide(plugin, block_type, needed)


def chapters_for_elsewhere(
    *, training: TrainingPage, exercise: ShownExercise | None = None
) -> list[Chapter]:
    """The published lessons of a training to read outside this site, each as in its booklet.

    The same whoever asks: made as for a visitor, in Dutch as the lessons are. Pictures stand in
    the HTML itself, links lead to this site, and where an exercise is it says so, unless
    `exercise` makes something of it.
    """
    request = HttpRequest()
    request.method, request.user = "GET", AnonymousUser()
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    shown = exercise or (lambda _exercise: None)
    return booklets.chapters(request, _lessons_in(training), exercise=shown)


def exercises_for_elsewhere(*, training: TrainingPage) -> list[TakenExercise]:
    """The exercises in the published lessons of a training, as they come along elsewhere."""
    with translation.override("nl"):
        return [one for lesson in _lessons_in(training) for one in parts.taken_exercises(lesson)]


def _lessons_in(training: TrainingPage) -> list[LessonPage]:
    lessons = list(readable_lessons(training))
    for lesson in lessons:
        # It is known already; asking for it would be a query for each.
        lesson.__dict__["training"] = training
    return lessons


@transaction.atomic
def keep_place(*, person: User, lesson: LessonPage, block: str) -> None:
    """Remember at which block somebody is in a lesson, to go on there later.

    As a new row: of several lessons that are half way, the newest is the last one that was read.
    """
    LessonPlace.objects.filter(person=person, lesson=lesson).delete()
    LessonPlace.objects.bulk_create(
        [LessonPlace(person=person, lesson=lesson, block=block)],
        update_conflicts=True,
        unique_fields=["person", "lesson"],
        update_fields=["block"],
    )


@dataclass(frozen=True)
class SentAnswer:
    """What a script sent of an answer, and where it stands among all that was sent.

    `sender` is one open page (a random name that it gave itself) and `number` counts what it sends,
    upwards. `since` is the revision that the page began from; None where the exercise sees to
    the order itself, as of parts that come from several pages. `begins` says that it is another
    attempt. `attempt` is the number of the attempt that the page is of, None for whichever it is
    (`ExerciseAttempt.going_on`).
    """

    answer: Json
    sender: str
    number: int
    since: int | None = 0
    begins: bool = False
    attempt: int | None = None


class OutdatedAnswerError(Refusal):
    """Something was answered since, elsewhere; `revision` is that of what is kept."""

    def __init__(self, revision: int) -> None:
        super().__init__(_("Je bent ergens anders verdergegaan. Laad deze pagina opnieuw."))
        self.revision = revision


class BegunAgainError(OutdatedAnswerError):
    """The answer is of an attempt that is over."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.message = _("Je bent intussen opnieuw begonnen. Laad deze pagina opnieuw.")


class ExerciseFailedError(Exception):
    """The plugin of an exercise could not read an answer, or is not here any more."""


@transaction.atomic
def keep_answer(
    *,
    person: User,
    lesson: LessonPage,
    exercise_id: str,
    block_type: str,
    answer: Json,
    score: Score | None,
) -> ExerciseAttempt:
    """Keep the last answer to an exercise, and its score when it is the best so far.

    Without a score it could not be graded, which `grade_again` then tries. An answer after one
    that ended an attempt begins another.
    """
    attempt = _locked(person, lesson, exercise_id, block_type)
    if attempt.ended:
        _begin_another(attempt)
    attempt.sender, attempt.sender_number = "", 0
    is_progress = _put(attempt, answer, score)
    attempt.save()
    if is_progress:
        _tell_progress(person, lesson)
    return attempt


class _Change(Enum):
    """What an answer that a script sent changes."""

    NOTHING = auto()
    ANSWER = auto()
    PROGRESS = auto()
    """The answer, and a result that others are to be told of."""


def keep_sent_answer(
    *, person: User, lesson: LessonPage, exercise_id: str, sent: SentAnswer
) -> ExerciseAttempt:
    """Keep what a script sent. What was kept already changes nothing, so it may be sent again.

    Whether the person takes part in the training is for the caller to know. A script may send every
    few seconds, of hundreds of people at the same time: so an answer that is no progress is read
    and judged with nothing locked, and written in one statement, if nobody wrote meanwhile.

    Raises:
        OutdatedAnswerError: an older answer, which takes the place of no newer one.
        Refusal: the exercise cannot use it.
        ExerciseFailedError: the plugin failed, or is off; later it may work.
    """
    exercise = parts.exercise_in(lesson, exercise_id)
    if exercise is None:
        raise ExerciseFailedError
    attempt = _KEPT.first(
        person=person, lesson=lesson, exercise=exercise_id, block_type=exercise.block_type
    )
    if attempt is not None:
        seen = {"seen": attempt.revision, "was_graded": attempt.graded}
        change = _take_over(attempt, exercise, sent)
        if change is _Change.NOTHING:
            return attempt
        if change is _Change.ANSWER and _IN_PLACE.run(**seen, **_columns(attempt)):
            return attempt
    return _keep_locked(person, lesson, exercise, sent)


@transaction.atomic
def _keep_locked(
    person: User, lesson: LessonPage, exercise: ExerciseOnPage, sent: SentAnswer
) -> ExerciseAttempt:
    attempt = _locked(person, lesson, exercise.context.exercise_id, exercise.block_type)
    change = _take_over(attempt, exercise, sent)
    if change is not _Change.NOTHING:
        attempt.save()
    if change is _Change.PROGRESS:
        _tell_progress(person, lesson)
    return attempt


def _take_over(attempt: ExerciseAttempt, exercise: ExerciseOnPage, sent: SentAnswer) -> _Change:
    """Put what was sent into the attempt, which is not saved, if it belongs there."""
    if sent.attempt not in {None, attempt.going_on}:
        raise BegunAgainError(attempt.revision)
    if attempt.sender == sent.sender:
        if sent.number <= attempt.sender_number:
            return _Change.NOTHING
    elif sent.since not in {None, attempt.revision}:
        raise OutdatedAnswerError(attempt.revision)
    begins = bool(attempt.pk) and (sent.begins or attempt.going_on > attempt.attempt)
    answer = exercise.read_json(sent.answer, None if begins else attempt.answer)
    if answer is None:
        raise ExerciseFailedError
    if begins:
        _begin_another(attempt)
    attempt.sender, attempt.sender_number = sent.sender, sent.number
    is_progress = _put(attempt, answer, exercise.grade(answer))
    return _Change.PROGRESS if is_progress else _Change.ANSWER


_KEPT: Statement[ExerciseAttempt] = Statement(
    lambda person, lesson, exercise, block_type: ExerciseAttempt.objects.filter(
        person=person, lesson=lesson, exercise_id=exercise, block_type=block_type
    ),
    person=BigIntegerField(),
    lesson=BigIntegerField(),
    exercise=CharField(),
    block_type=CharField(),
)

_WRITTEN = (
    *("answer", "answered_at", "graded", "points", "out_of", "finished", "best_attempt"),
    *("attempt", "ended", "revision", "sender", "sender_number"),
)
"""What an answer may change of an attempt."""

_IN_PLACE = Update(
    lambda pk, seen, was_graded: ExerciseAttempt.objects.filter(
        pk=pk, revision=seen, graded=was_graded
    ),
    sets=_WRITTEN,
    pk=BigIntegerField(),
    seen=BigIntegerField(),
    was_graded=BooleanField(),
)


def _columns(attempt: ExerciseAttempt) -> dict[str, object]:
    return {"pk": attempt.pk, **{name: getattr(attempt, name) for name in _WRITTEN}}


def _locked(person: User, lesson: LessonPage, exercise_id: str, block_type: str) -> ExerciseAttempt:
    """What somebody has of an exercise, or a new one that is not saved yet. Locks the person, so
    that two clicks at once cannot both find "no answer yet", and the attempt, which a script may
    be writing."""
    User.objects.select_for_update().get(pk=person.pk)
    where = {"person": person, "lesson": lesson, "exercise_id": exercise_id}
    kept = ExerciseAttempt.objects.select_for_update().filter(**where, block_type=block_type)
    attempt = kept.first()
    if attempt is None:
        # What stood in this place was another exercise, if there is anything.
        ExerciseAttempt.objects.filter(**where).delete()
        attempt = ExerciseAttempt(**where, block_type=block_type)
    return attempt


def _begin_another(attempt: ExerciseAttempt) -> None:
    attempt.attempt += 1
    attempt.ended = False


def _put(attempt: ExerciseAttempt, answer: Json, score: Score | None) -> bool:
    """Put an answer and its score into the attempt; whether that is progress to tell of."""
    before = (attempt.finished, attempt.points, attempt.out_of)
    attempt.answer, attempt.answered_at = answer, clock.now()
    attempt.revision += 1
    attempt.graded = score is not None
    if score is not None:
        attempt.count(score)
        attempt.ended = attempt.ended or score.finished
    # A script may send what it has every minute: what is no news is not told.
    is_news = not attempt.sender or before != (attempt.finished, attempt.points, attempt.out_of)
    return score is not None and score.finished and is_news


def grade_again() -> int:
    """Grade kept answers that could not be graded when they were sent; returns how many.

    For the regular tick, a limited number each time. In any order, so that an answer that never
    can be graded does not stand in the way of others; and an exercise that fails again has rest
    until the next time.
    """
    waiting = ExerciseAttempt.objects.filter(
        graded=False, answered_at__gte=clock.now() - GRADED_AGAIN_FOR
    ).select_related("person", "lesson")
    failing: set[str] = set()
    graded = 0
    for attempt in waiting.order_by("?")[:MOST_AT_ONCE]:
        if attempt.block_type in failing:
            continue
        exercise = parts.exercise_in(attempt.lesson, attempt.exercise_id)
        # The plugin is off here, the exercise is gone, or has become another one.
        if exercise is None or exercise.block_type != attempt.block_type:
            continue
        score = exercise.grade(attempt.answer)
        if score is None:
            failing.add(attempt.block_type)
        else:
            graded += _keep_score(attempt, score)
    return graded


@transaction.atomic
def _keep_score(attempt: ExerciseAttempt, score: Score) -> bool:
    """Add the score to an answer; not when there is a newer answer by now."""
    kept = (
        ExerciseAttempt.objects.select_for_update()
        .filter(pk=attempt.pk, graded=False, answered_at=attempt.answered_at)
        .first()
    )
    if kept is None:
        return False
    kept.count(score)
    kept.graded = True
    kept.ended = kept.ended or score.finished
    kept.save()
    if score.finished:
        _tell_progress(attempt.person, attempt.lesson)
    return True


@transaction.atomic
def forget_answer(*, person: User, lesson: LessonPage, exercise_id: str) -> None:
    """Start an exercise again from nothing; a result that was reached is not taken back."""
    attempts = ExerciseAttempt.objects.filter(person=person, lesson=lesson, exercise_id=exercise_id)
    # What a page with a script has yet to send is of before: what was kept is counted on, not gone.
    attempts.filter(finished=False, sender="").delete()
    attempts.filter(answer__isnull=False, ended=False).update(ended=True)
    attempts.update(answer=None, graded=True, sender="", revision=F("revision") + 1)


def _tell_progress(person: User, lesson: LessonPage) -> None:
    training_id = lesson.training.pk
    enrolments = Enrolment.objects.filter(
        person=person, edition__training=training_id, status__in=TAKES_PART
    )
    publish(
        *(
            ProgressChanged(training_id=training_id, enrolment_id=pk)
            for pk in enrolments.values_list("pk", flat=True)
        )
    )
