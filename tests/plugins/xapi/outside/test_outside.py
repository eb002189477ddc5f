"""Our statements before somebody else's validator, and somebody else's unit in our lesson.

Not part of the suite, as it needs packages of others. `make prove-xapi` runs it.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from courses.catalogue.queries import readable_lessons
from courses.learning.models import ExerciseAttempt
from courses.learning.services import finish_lesson, keep_answer
from courses.plugin_api.api import EnrolmentChanged, ProgressChanged, Score
from plugins.xapi.cmi5 import words
from plugins.xapi.models import CourseStatement
from plugins.xapi.services import sending, writing
from tests.plugins.xapi.made import alone
from tests.plugins.xapi.test_courses import TWO, place

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from courses.catalogue.models import TrainingPage
    from courses.enrolment.models import Enrolment
    from plugins.xapi.models import Consent
    from tests.plugins.xapi.record_store import Store

HERE = Path(__file__).parent
PACKAGES = os.environ.get("ACADEMY_XAPI", "")

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not PACKAGES, reason="make prove-xapi"),
]


def _node(script: str, *arguments: str, sent: str = "") -> Any:
    command = ["node", str(HERE / script), PACKAGES, *arguments]
    done = subprocess.run(
        command, input=sent, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _problems(bodies: list[Any]) -> list[list[str]]:
    found: list[list[str]] = _node("valid.cjs", sent=json.dumps(bodies))
    return found


def test_the_validator_sees_what_is_wrong() -> None:
    assert _problems([{"actor": 3}])[0] != []


def test_what_we_tell_a_record_store_is_valid(
    consent: Consent, enrolment: Enrolment, training: TrainingPage, store: Store
) -> None:
    lesson = readable_lessons(training)[0]
    keep_answer(
        person=enrolment.person,
        lesson=lesson,
        exercise_id="vraag-1",
        block_type="knowledge_check",
        answer={},
        score=Score(1, 3),
    )
    finish_lesson(person=enrolment.person, lesson=lesson)
    about = {"training_id": training.pk, "enrolment_id": enrolment.pk}
    enrolment.changed_at = consent.given_at or enrolment.changed_at
    enrolment.save()
    writing.write(event=EnrolmentChanged(**about, status=enrolment.status))
    writing.write(event=ProgressChanged(**about))
    sending.send_waiting()
    bodies = list(store.kept.values())
    assert {one["verb"]["id"].rsplit("/", 1)[-1] for one in bodies} == {
        "registered",
        "answered",
        "completed",
        "experienced",
    }
    assert _problems(bodies) == [[] for _one in bodies]


def _opened(live_server: LiveServer, enrolment: Enrolment, address: str, number: int) -> str:
    """The address at which somebody opens a unit, as a browser at this server does."""
    client = Client(headers={"host": live_server.url.removeprefix("http://")})
    client.force_login(enrolment.person)
    answer: Any = client.post(f"{address}open/{number}/")
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_unit_of_somebody_else_does_a_course(
    live_server: LiveServer, enrolment: Enrolment, training: TrainingPage
) -> None:
    lesson, block = place(training, alone(TWO))
    address = f"/trainingen/luisteren/p/xapi/les/{lesson.pk}/{block}/"
    reading = _opened(live_server, enrolment, address, 0)
    steps = ("initialize", "progress", "question", "keep", "read", "complete", "terminate")
    told = _node("unit.cjs", reading, *steps)
    assert [one[:2] for one in told["said"]] == [[step, 200] for step in steps]
    assert told["said"][4][2] == {"bladzijde": 3}
    assert told["launchMode"] == words.NORMAL
    assert told["likes"] == {"languagePreference": "nl,en", "audioPreference": "on"}
    # Its token was given once.
    assert _node("unit.cjs", reading, "initialize")["said"][0][1] != 200
    test = _opened(live_server, enrolment, address, 1)
    told = _node("unit.cjs", test, "initialize", "fail=0.4", "complete", "terminate")
    assert [one[1] for one in told["said"]] == [200, 200, 200, 200]
    again = _opened(live_server, enrolment, address, 1)
    told = _node("unit.cjs", again, "initialize", "pass=0.5", "pass=0.9", "terminate", "complete")
    # A score below the norm passes nobody, which it knows itself; after the end nothing is heard.
    below = "Error: Learner has not met Mastery Score"
    assert [one[1] for one in told["said"]] == [200, below, 200, 200, 403]
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.out_of, attempt.finished) == (90, 100, True)
    verbs = set(CourseStatement.objects.values_list("verb", flat=True))
    assert {words.LAUNCHED, words.SATISFIED, words.PASSED, words.FAILED} <= verbs
    bodies = [one.body for one in CourseStatement.objects.all()]
    assert _problems(bodies) == [[] for _one in bodies]
