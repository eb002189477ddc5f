"""The pages on which somebody does a package."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.learning import services as learning
from courses.learning.services import ExerciseFailedError, OutdatedAnswerError, SentAnswer
from courses.people.queries import signed_in_user
from courses.plugin_api.api import ContentMessage, CourseContext, Embedded, Json, Refusal
from plugins.scorm import outcomes, queries, sharing
from plugins.scorm.exercises import revision_of, score_of, state_of
from plugins.scorm.manifest import Manifest, Part, Version
from plugins.scorm.packages import PACKAGES

if TYPE_CHECKING:
    from courses.learning.models import ExerciseAttempt
    from plugins.scorm.models import Package
    from plugins.scorm.outcomes import Outcome
    from plugins.scorm.queries import Placed

SCRIPTS = {
    Version.SCORM_12: "website/dist/scorm-1.2.js",
    Version.SCORM_2004: "website/dist/scorm-2004.js",
}


@dataclass(frozen=True)
class Place:
    """A package in a lesson, and what is in it."""

    placed: Placed
    package: Package
    manifest: Manifest


@dataclass(frozen=True)
class Opened(Place):
    """A package that somebody opens in a lesson, with what he or she has of it."""

    attempt: ExerciseAttempt | None

    @property
    def answer(self) -> Json:
        return self.attempt.answer if self.attempt else None

    @property
    def parts(self) -> Json:
        return self.answer.get("parts") if isinstance(self.answer, dict) else None

    @property
    def number(self) -> int:
        """Which attempt goes on."""
        return 1 if self.attempt is None else self.attempt.going_on

    def outcome(self, part: Part) -> Outcome:
        """What was reached in a part."""
        kept = self.parts.get(part.id) if isinstance(self.parts, dict) else None
        return outcomes.of_part(self.manifest.version, part, kept)


@require_safe
def first_part(
    request: HttpRequest, course: CourseContext, lesson_id: int, exercise_id: str
) -> HttpResponse:
    """To the first part that is not done yet, else one that was failed, or the first of all."""
    opened = _opened(request, course, lesson_id, exercise_id)
    parts = opened.manifest.to_open
    reached = [(one, opened.outcome(one)) for one in parts]
    left = [one for one, outcome in reached if not outcome.is_over]
    failed = [one for one, outcome in reached if outcome.passed is False]
    goal = [*left, *failed, *parts][0]
    return redirect(_part_url(course, opened.placed, goal))


@require_safe
def part(
    request: HttpRequest, course: CourseContext, lesson_id: int, exercise_id: str, part_id: str
) -> HttpResponse:
    """One part in its frame, with the contents of the package and the way on."""
    opened = _opened(request, course, lesson_id, exercise_id)
    shown = _part(opened.manifest, part_id)
    parts = opened.manifest.to_open
    at = parts.index(shown)
    url = _part_url(course, opened.placed, shown)
    rows = [
        (one, _part_url(course, opened.placed, one) if one.path else "", opened.outcome(one))
        for one in opened.manifest.parts
    ]
    title = opened.placed.title or opened.package.title
    values = {
        **_around(course, opened.placed, title),
        "part": shown,
        "rows": rows,
        "is_alone": len(parts) == 1,
        "is_done": opened.outcome(shown).is_over and opened.outcome(shown).passed is not False,
        "next_title": parts[at + 1].title if at + 1 < len(parts) else "",
        "left": next(
            (row for row in rows if row[1] and row[0] != shown and not row[2].is_over), None
        ),
        "score": score_of(opened.manifest, opened.parts, needs=opened.placed.needs).feedback,
        "attempt": opened.attempt,
        "refused": _refused(opened, shown),
        "frame": _frame(request, course, opened, shown, url),
        "shares": bool(shown.stores or shown.goals),
        "seen_url": "" if shown.is_sco else f"{url}gezien/",
        "previous_url": _part_url(course, opened.placed, parts[at - 1]) if at else "",
        "next_url": (
            _part_url(course, opened.placed, parts[at + 1]) if at + 1 < len(parts) else ""
        ),
        "again_url": f"{_url(course, opened.placed)}opnieuw/" if opened.answer else "",
    }
    return render(request, "scorm/part.html", values)


@transaction.non_atomic_requests
@require_POST
def keep(
    request: HttpRequest,
    course: CourseContext,
    lesson_id: int,
    exercise_id: str,
    part_id: str,
    sender: str,
    since: int,
    attempt: int,
) -> HttpResponse:
    """What the run-time commits. A refusal is not sent again, a failure is.

    Hundreds of people may be at work: nothing is locked but while the answer is written.
    """
    try:
        place = _at(request, course, lesson_id, exercise_id)
        shown = _part(place.manifest, part_id)
        message = ContentMessage.read(request.body)
        if not isinstance(message.state, dict):
            raise Refusal(_("Wat deze e-learning wil bewaren, kunnen we niet lezen."))
        if not course.takes_part:
            # Staff try it; nothing is kept of that.
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        sent = {
            **message.state,
            **sharing.taken(shown, message.state),
            "part": shown.id,
            "sender": sender,
            "number": message.number,
            "since": since,
        }
        _keep(
            request,
            place.placed,
            sent,
            sender=f"{sender}-{shown.id}"[:64],
            number=message.number,
            attempt=attempt,
        )
    except (Refusal, OutdatedAnswerError) as refusal:
        return JsonResponse({"reason": str(refusal)}, status=HTTPStatus.CONFLICT)
    except ExerciseFailedError:
        return JsonResponse({}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
def seen(
    request: HttpRequest, course: CourseContext, lesson_id: int, exercise_id: str, part_id: str
) -> HttpResponse:
    """Somebody says that he or she saw a part that itself says nothing; then on to the next.

    Raises:
        Refusal: it could not be kept.
    """
    opened = _opened(request, course, lesson_id, exercise_id)
    shown = _part(opened.manifest, part_id)
    if shown.is_sco:
        raise Http404
    if course.takes_part:
        sender = secrets.token_hex(8)
        since = revision_of(opened.answer, shown.id)
        sent = {"part": shown.id, "sender": sender, "number": 1, "since": since, "seen": True}
        try:
            _keep(request, opened.placed, sent, sender=sender, number=1)
        except ExerciseFailedError:
            raise Refusal(_("Dat lukte nu niet. Probeer het later opnieuw.")) from None
    parts = opened.manifest.to_open
    following = parts[min(parts.index(shown) + 1, len(parts) - 1)]
    return redirect(_part_url(course, opened.placed, following))


@require_http_methods(["GET", "HEAD", "POST"])
def begin_again(
    request: HttpRequest, course: CourseContext, lesson_id: int, exercise_id: str
) -> HttpResponse:
    """Ask whether somebody is sure, and begin another attempt. The best result stays."""
    opened = _opened(request, course, lesson_id, exercise_id)
    url = _url(course, opened.placed)
    if request.method == "POST":
        if opened.attempt is not None:
            learning.forget_answer(
                person=signed_in_user(request), lesson=opened.placed.lesson, exercise_id=exercise_id
            )
            messages.success(request, _("Je begint opnieuw. Je beste resultaat blijft staan."))
        return redirect(url)
    title = opened.placed.title or opened.package.title
    values = {
        **_around(course, opened.placed, title),
        "url": url,
        "best": opened.attempt.best if opened.attempt else None,
    }
    return render(request, "scorm/begin_again.html", values)


def _keep(
    request: HttpRequest,
    placed: Placed,
    sent: dict[str, Json],
    *,
    sender: str,
    number: int,
    attempt: int | None = None,
) -> None:
    learning.keep_sent_answer(
        person=signed_in_user(request),
        lesson=placed.lesson,
        exercise_id=placed.exercise_id,
        # Each part has an order of its own, which the exercise keeps.
        sent=SentAnswer(
            answer=sent, sender=sender, number=max(number, 1), since=None, attempt=attempt
        ),
    )


def _opened(
    request: HttpRequest, course: CourseContext, lesson_id: int, exercise_id: str
) -> Opened:
    """As `_at`, with what somebody has of it."""
    place = _at(request, course, lesson_id, exercise_id)
    attempt = queries.attempt_at(course.person_id, place.placed) if course.takes_part else None
    return Opened(place.placed, place.package, place.manifest, attempt)


def _at(request: HttpRequest, course: CourseContext, lesson_id: int, exercise_id: str) -> Place:
    """The package at a place in a lesson, for somebody who may read that lesson.

    Raises:
        Http404: there is none, or it is not for this reader.
        Refusal: the lesson names a package that is not here.
    """
    placed = queries.placed(course.training_id, lesson_id, exercise_id, drafts=course.is_staff)
    if placed is None:
        raise Http404
    if placed.lesson.is_closed_to(request):
        raise Http404
    config = {"package": placed.package_id}
    package = queries.package_of(config, course.training_id)
    if package is None:
        raise Refusal(_("Deze e-learning is er niet meer. Vraag je trainer hoe je verder kunt."))
    return Place(placed, package, package.manifest)


def _part(manifest: Manifest, part_id: str) -> Part:
    found = manifest.part(part_id)
    if found is None:
        raise Http404
    return found


def _frame(
    request: HttpRequest, course: CourseContext, opened: Opened, shown: Part, url: str
) -> str:
    """The part in a frame apart. Each time that the page is made it is another sender."""
    since = revision_of(opened.answer, shown.id)
    place = f"bewaar/{secrets.token_hex(8)}/{since}/{opened.number}/"
    return Embedded(
        files=PACKAGES,
        file_id=opened.package.file_id,
        start=shown.path + shown.query,
        title=shown.title,
        height=int(course.settings.get("height") or 640),
        state=state_of(opened.answer, shown.id),
        settings={
            "learner": _learner(request, course),
            "mastery": shown.mastery,
            "threshold": shown.threshold,
            "data": shown.data,
            "limit": shown.time_limit,
            "action": shown.time_action,
            "part": shown.id,
            "objectives": list(shown.objectives),
            **sharing.for_frame(opened.manifest.to_open, shown, opened.answer),
        },
        answers_to=f"{url}{place}" if shown.is_sco else "",
        scripts=(SCRIPTS[opened.manifest.version],) if shown.is_sco else (),
    ).render(request)


def _learner(request: HttpRequest, course: CourseContext) -> dict[str, str]:
    """Who it is, for the package: always the same, and no name unless the trainer says so."""
    person = signed_in_user(request)
    name = person.get_full_name() if course.settings.get("gives_name") else _("Deelnemer")
    return {"id": salted_hmac("plugins.scorm", str(person.pk)).hexdigest()[:16], "name": name}


def _refused(opened: Opened, shown: Part) -> list[str]:
    """What the run-time did not take, in words."""
    state = state_of(opened.answer, shown.id) or {}
    refused = state.get("refused")
    return [outcomes.in_words(one) for one in refused] if isinstance(refused, list) else []


def _url(course: CourseContext, placed: Placed) -> str:
    return f"{course.url}les/{placed.lesson.pk}/{placed.exercise_id}/"


def _part_url(course: CourseContext, placed: Placed, one: Part) -> str:
    return f"{_url(course, placed)}deel/{one.id}/"


def _around(course: CourseContext, placed: Placed, title: str) -> dict[str, object]:
    """What every page of a package has: the way to it, back to its lesson."""
    lesson_url = f"{course.training_url}lessen/{placed.lesson.slug}/"
    return {
        **course.page_values(title, (placed.lesson.title, lesson_url)),
        "lesson_url": lesson_url,
    }
