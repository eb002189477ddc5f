"""Answers that a script gives to an exercise, as JSON: `GET` tells what is kept, `POST` keeps.

What a script sends may come twice, late, or not at all, and somebody may have the same exercise
open in two windows. So what is sent says where it stands (`services.SentAnswer`): the same is kept
once, and nothing older takes the place of something newer.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.common.errors import Refusal
from courses.common.text import keepable_json, made_keepable_json
from courses.common.visitors import account_of
from courses.learning import parts, queries, services
from courses.learning.services import ExerciseFailedError, OutdatedAnswerError, SentAnswer
from courses.learning.views import lesson_at

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage
    from courses.learning.models import ExerciseAttempt
    from courses.plugin_api.contributions.base import Json
    from courses.plugin_api.contributions.exercises import BestResult, Score

MOST_BYTES = 2_000_000
"""Bytes of what is sent: an answer of the most characters, of which few take more than one byte."""

SENDER = re.compile(r"[A-Za-z0-9_-]{8,64}")

MOST = 2**53 - 1
"""The greatest whole number that JavaScript counts to."""

MOST_REVISIONS = 2**31 - 1


class _MalformedError(Exception):
    """What was sent is no such JSON as it should be; the words are for the author."""


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, training: str, lesson: str, exercise_id: str) -> JsonResponse:
    """What is kept of an answer, or keep one that a script sent."""
    response = _answer(request, lesson_at(request, training, lesson), exercise_id)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _answer(  # noqa: PLR0911 - one way out for each thing that can become of an answer
    request: HttpRequest, page: LessonPage, exercise_id: str
) -> JsonResponse:
    if page.is_closed_to(request) or not queries.may_read(request, page):
        return _no_access(request)
    exercise = parts.exercise_in(page, exercise_id)
    if exercise is None or not exercise.takes_json:
        raise Http404
    keeps = queries.follows(request, page.training.pk)
    if request.method != "POST":
        attempt = queries.attempts_of(request.user, page).get(exercise_id) if keeps else None
        return JsonResponse(
            {**_result(exercise, attempt), "answer": attempt.answer if attempt else None}
        )
    try:
        sent = _sent(request)
        if keeps:
            kept = services.keep_sent_answer(
                person=account_of(request), lesson=page, exercise_id=exercise_id, sent=sent
            )
            return JsonResponse(_result(exercise, kept))
        return _tried(exercise, sent)
    except _MalformedError as error:
        return _says(HTTPStatus.BAD_REQUEST, str(error))
    except RequestDataTooBig:
        return _says(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Dit is te lang om te bewaren."))
    except OutdatedAnswerError as error:
        return _says(HTTPStatus.CONFLICT, str(error), revision=error.revision)
    except Refusal as error:
        return _says(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    except ExerciseFailedError:
        sentence = _("Dat lukte nu niet. Probeer het later opnieuw.")
        return _says(HTTPStatus.SERVICE_UNAVAILABLE, sentence)


def _no_access(request: HttpRequest) -> JsonResponse:
    if request.user.is_authenticated:
        return _says(HTTPStatus.FORBIDDEN, _("Deze les is voor deelnemers."))
    return _says(
        HTTPStatus.UNAUTHORIZED,
        _("Je bent uitgelogd. Log opnieuw in."),
        sign_in=resolve_url("account_login"),
    )


def _tried(exercise: parts.ExerciseOnPage, sent: SentAnswer) -> JsonResponse:
    """The judgement of an answer that is kept for nobody: of a visitor, or of staff who try."""
    given = exercise.read_json(sent.answer, None)
    if given is None:
        raise ExerciseFailedError
    score = _score(exercise.grade(given))
    return JsonResponse({"kept": False, "score": score, "best": None, "attempt": 1, "revision": 0})


def _result(exercise: parts.ExerciseOnPage, attempt: ExerciseAttempt | None) -> dict[str, Json]:
    """What is kept now, and what it is worth."""
    if attempt is None:
        return {"kept": False, "score": None, "best": None, "attempt": 1, "revision": 0}
    score = None if attempt.answer is None else exercise.grade(attempt.answer)
    return {
        "kept": True,
        "score": _score(score),
        "best": _best(attempt.best),
        "attempt": attempt.attempt,
        "revision": attempt.revision,
    }


def _score(score: Score | None) -> Json:
    if score is None:
        return None
    return {"points": score.points, "out_of": score.out_of, "finished": score.finished}


def _best(best: BestResult | None) -> Json:
    if best is None:
        return None
    return {"points": best.points, "out_of": best.out_of, "attempt": best.attempt}


def _says(status: HTTPStatus, reason: str, **more: Json) -> JsonResponse:
    return JsonResponse({"kept": False, "reason": reason, **more}, status=status)


def _sent(request: HttpRequest) -> SentAnswer:
    """What a script sent.

    Raises:
        _MalformedError: it is no such JSON.
        RequestDataTooBig: it is too much.
    """
    if request.content_type != "application/json":
        raise _MalformedError("send it as application/json")
    if len(request.body) > MOST_BYTES:
        raise RequestDataTooBig
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise _MalformedError("this is no JSON") from None
    if not isinstance(sent, dict) or "answer" not in sent:
        raise _MalformedError('send an object with "answer", "sender", "number" and "since"')
    sender = sent.get("sender")
    if not (isinstance(sender, str) and SENDER.fullmatch(sender)):
        raise _MalformedError(
            '"sender" is 8 to 64 letters, digits, - and _: new for each open page'
        )
    return SentAnswer(
        answer=_keepable(sent["answer"]),
        sender=sender,
        number=_whole(sent, "number", least=1, most=MOST),
        since=None
        if sent.get("since", 0) is None
        else _whole(sent, "since", least=0, most=MOST_REVISIONS),
        begins=sent.get("begins") is True,
    )


def _keepable(value: Json) -> Json:
    try:
        return keepable_json(made_keepable_json(value))
    except (ValueError, RecursionError):
        raise _MalformedError("numbers without end and lists too deep cannot be kept") from None


def _whole(sent: dict[str, Json], name: str, *, least: int, most: int) -> int:
    value = sent.get(name, least)
    if type(value) is not int or not least <= value <= most:
        raise _MalformedError(f'"{name}" is a whole number from {least}')
    return value
