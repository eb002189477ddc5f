"""Telling a platform how somebody did in our lesson."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.db import transaction

from courses.catalogue.models import LessonPage
from courses.common import clock, outgoing
from courses.learning.models import ExerciseAttempt, LessonProgress
from plugins.lti import keys, names, tokens
from plugins.lti.models import PassedResult

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from plugins.lti.models import Platform

OUT_OF = 100
MOST_BYTES = 200_000


class NotTaken(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """The platform did not take or give it; the message says why, for an operator."""


def result_of(person_id: int, lesson_id: int) -> int | None:
    """How somebody did in a lesson, of a hundred; None for who has not finished it.

    The points of all exercises that were done, of what could be reached there. A lesson without any
    is done or not.
    """
    return results_of({person_id}, lesson_id).get(person_id)


def results_of(people: Collection[int], lesson_id: int) -> dict[int, int]:
    """The same by person, of who has finished the lesson; two queries, however many people."""
    finished = LessonProgress.objects.filter(person__in=people, lesson=lesson_id)
    reached = dict.fromkeys(finished.values_list("person", flat=True), 0)
    possible = dict.fromkeys(reached, 0)
    attempts = ExerciseAttempt.objects.filter(
        person__in=list(reached), lesson=lesson_id, finished=True, out_of__gt=0
    )
    for person, points, out_of in attempts.values_list("person", "points", "out_of"):
        reached[person] += points or 0
        possible[person] += out_of or 0
    return {
        person: round(OUT_OF * reached[person] / possible[person]) if possible[person] else OUT_OF
        for person in reached
    }


def pass_on(*, person_id: int, training_id: int) -> int:
    """Tell platforms what changed of somebody's results in a training; how many were told.

    Harmless to repeat: a platform that knows a result is not told again.

    Raises:
        NotTaken: a platform could not be told. Others were.
    """
    told, problems = 0, []
    for one in _waiting(person_id, training_id):
        result = result_of(person_id, one.link.lesson_id)
        if result is None or result == one.sent:
            continue
        try:
            _send(one, result)
        except NotTaken as no:
            problems.append(str(no))
            continue
        _keep_sent(one.pk, result)
        told += 1
    if problems:
        raise NotTaken("; ".join(problems))
    return told


def _waiting(person_id: int, training_id: int) -> Sequence[PassedResult]:
    found = (
        PassedResult.objects.filter(account__person=person_id, link__platform__is_active=True)
        .exclude(link__line_item="")
        .select_related("link__platform", "account")
    )
    path = LessonPage.objects.none()
    if found:
        path = LessonPage.objects.filter(pk__in=[one.link.lesson_id for one in found])
    lessons = {one.pk for one in path if one.training.pk == training_id}
    return [one for one in found if one.link.lesson_id in lessons]


@transaction.atomic
def _keep_sent(result_id: int, result: int) -> None:
    PassedResult.objects.filter(pk=result_id).update(sent=result, sent_at=clock.now())


def _send(one: PassedResult, result: int) -> None:
    score = {
        "userId": one.account.subject,
        "scoreGiven": result,
        "scoreMaximum": OUT_OF,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        # With parts of a second: a platform keeps the newest only.
        "timestamp": clock.now().isoformat(timespec="milliseconds"),
    }
    token = access_token(one.link.platform, names.SCORE)
    _ask(
        "POST",
        below(one.link.line_item, "scores"),
        content=json.dumps(score).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": names.SCORE_TYPE},
    )


def below(url: str, name: str) -> str:
    """An address below another one, whose question stays: Moodle has one in every address."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


def access_token(platform: Platform, scope: str) -> str:
    """What opens one service of a platform, for a short while.

    Raises:
        NotTaken: the platform gives none.
    """
    assertion = tokens.signed(
        keys.current_key(),
        {
            "iss": platform.client_id,
            "sub": platform.client_id,
            "aud": platform.token_audience or platform.token_url,
        },
    )
    asked = {
        "grant_type": "client_credentials",
        "client_assertion_type": names.ASSERTION_TYPE,
        "client_assertion": assertion,
        "scope": scope,
    }
    answer = _ask(
        "POST",
        platform.token_url,
        content=urlencode(asked).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
    )
    token = json_of(answer).get("access_token")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise NotTaken(f"{platform.token_url}: no token")
    return token


def json_of(answer: outgoing.Answer) -> dict[str, object]:
    """The object that came back; empty when it is none."""
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def ask_service(url: str, *, token: str, accept: str, seconds: float) -> outgoing.Answer:
    """What a service of a platform answers to who has a token for it, within so many seconds.

    Raises:
        NotTaken: it gives no answer.
    """
    headers = {"Authorization": f"Bearer {token}", "Accept": accept}
    return _ask("GET", url, headers=headers, seconds=seconds)


def _ask(
    method: str,
    url: str,
    *,
    headers: dict[str, str],
    content: bytes | None = None,
    seconds: float = outgoing.SECONDS,
) -> outgoing.Answer:
    try:
        answer = outgoing.ask(
            method, url, content=content, headers=headers, most_bytes=MOST_BYTES, seconds=seconds
        )
    except outgoing.Unreachable as error:
        raise NotTaken(str(error)) from error
    if not answer.is_ok:
        raise NotTaken(f"{urlsplit(url).netloc}: status {answer.status}")
    return answer
