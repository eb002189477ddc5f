"""Results go to the platform: once, in the newest form, and again when it was away."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl

import jwt
import pytest
from django.test import Client

from courses.common import clock
from courses.learning.models import ExerciseAttempt
from courses.learning.services import finish_lesson, keep_answer
from courses.plugin_api.api import Score
from courses.plugin_host import outbox
from courses.plugin_host.models import Delivery, PluginFault
from plugins.lti import names
from plugins.lti.models import PassedResult, PlatformAccount, ResourceLink
from plugins.lti.services import grading, systems
from tests.factories import EnrolmentFactory
from tests.plugins.lti.others import (
    CLIENT_ID,
    DEPLOYMENT,
    ISSUER,
    Launch,
    Scene,
    a_scene,
    link_in,
    public_jwk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from courses.people.models import User

pytestmark = pytest.mark.django_db

Commit = Callable[..., Any]


class Platform(BaseHTTPRequestHandler):
    """The services of a platform, which can be away."""

    sent: ClassVar[list[tuple[str, dict[str, Any]]]] = []
    answer: ClassVar[tuple[int, bytes]] = (200, b"{}")
    token: ClassVar[bytes] = b'{"access_token": "abc"}'

    def do_GET(self) -> None:
        self._say(200, json.dumps({"keys": [public_jwk(), "x", {"kid": 3}]}).encode())

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/token":
            self.sent.append(("token", dict(parse_qsl(content))))
            self._say(200, self.token)
            return
        told = {"authorization": self.headers["Authorization"], **json.loads(content)}
        self.sent.append((self.path, told))
        self._say(*self.answer)

    def _say(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Nothing."""


@pytest.fixture
def port(settings: Settings) -> Iterator[int]:
    Platform.sent.clear()
    Platform.answer, Platform.token = (200, b"{}"), b'{"access_token": "abc"}'
    server = HTTPServer(("127.0.0.1", 0), Platform)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{server.server_port}"]
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def scene(port: int) -> Scene:
    base = f"http://127.0.0.1:{port}"
    return a_scene(token_url=f"{base}/token", jwks_url=f"{base}/keys")


@pytest.fixture
def person(scene: Scene, port: int) -> User:
    """Somebody who opened the lesson from the platform."""
    person: User = EnrolmentFactory.create(edition=scene.edition).person
    account = PlatformAccount.objects.create(person=person, issuer=ISSUER, subject="persoon-1")
    link = ResourceLink.objects.create(
        platform=scene.platform,
        deployment=DEPLOYMENT,
        link="plek",
        lesson=scene.lesson,
        line_item=f"http://127.0.0.1:{port}/item/1?type_id=2",
    )
    PassedResult.objects.create(link=link, account=account)
    return person


def _scores() -> list[dict[str, Any]]:
    return [told for path, told in Platform.sent if path != "token"]


def _answer(person: User, scene: Scene, exercise: str, points: int, out_of: int) -> None:
    keep_answer(
        person=person,
        lesson=scene.lesson,
        exercise_id=exercise,
        block_type="knowledge_check",
        answer={"chosen": []},
        score=Score(points, out_of),
    )


# --- What counts ------------------------------------------------------------------------------


def test_a_lesson_counts_when_it_is_finished_with_the_points_of_its_exercises(
    person: User, scene: Scene
) -> None:
    lesson = scene.lesson.pk
    _answer(person, scene, "a", 1, 2)
    assert grading.result_of(person.pk, lesson) is None
    finish_lesson(person=person, lesson=scene.lesson)
    assert grading.result_of(person.pk, lesson) == 50
    _answer(person, scene, "b", 4, 4)
    assert grading.result_of(person.pk, lesson) == 83
    ExerciseAttempt.objects.all().delete()
    assert grading.result_of(person.pk, lesson) == 100
    _answer(person, scene, "c", 0, 0)
    assert grading.result_of(person.pk, lesson) == 100


# --- Sending ----------------------------------------------------------------------------------


def test_finishing_a_lesson_tells_the_platform(
    person: User, scene: Scene, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        finish_lesson(person=person, lesson=scene.lesson)
    (_name, asked), (path, told) = Platform.sent
    assert (asked["grant_type"], asked["scope"]) == ("client_credentials", names.SCORE)
    claims = jwt.decode(asked["client_assertion"], options={"verify_signature": False})
    assert (claims["iss"], claims["sub"]) == (CLIENT_ID, CLIENT_ID)
    assert claims["aud"] == scene.platform.token_url
    assert path == "/item/1/scores?type_id=2"
    assert {name: told[name] for name in told if name != "timestamp"} == {
        "authorization": "Bearer abc",
        "userId": "persoon-1",
        "scoreGiven": 100,
        "scoreMaximum": 100,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
    }
    kept = PassedResult.objects.get()
    assert (kept.sent, kept.sent_at is not None) == (100, True)


def test_the_same_result_is_not_sent_again_and_another_is(person: User, scene: Scene) -> None:
    finish_lesson(person=person, lesson=scene.lesson)
    training = scene.training.pk
    told = [grading.pass_on(person_id=person.pk, training_id=training) for _twice in range(2)]
    assert told == [1, 0]
    _answer(person, scene, "a", 1, 4)
    assert grading.pass_on(person_id=person.pk, training_id=training) == 1
    assert [one["scoreGiven"] for one in _scores()] == [100, 25]


@pytest.mark.parametrize(
    ("answer", "token"),
    [
        ((503, b""), None),
        ((302, b""), None),
        ((200, b"{}"), b"{}"),
        ((200, b"{}"), b"[1]"),
        ((200, b"{}"), b"geen json"),
        ((200, b"{}"), b'{"access_token": "a\\nb"}'),
        ((200, b"{}"), b'{"access_token": 3}'),
    ],
)
def test_a_platform_that_does_not_take_it_is_told_later(
    person: User,
    scene: Scene,
    django_capture_on_commit_callbacks: Commit,
    answer: tuple[int, bytes],
    token: bytes | None,
) -> None:
    Platform.answer = answer
    Platform.token = Platform.token if token is None else token
    with django_capture_on_commit_callbacks(execute=True):
        finish_lesson(person=person, lesson=scene.lesson)
    assert PassedResult.objects.get().sent is None
    assert PluginFault.objects.get(plugin="lti").error.endswith(".NotTaken")
    Platform.answer, Platform.token = (200, b"{}"), b'{"access_token": "abc"}'
    with clock.at(clock.now() + timedelta(minutes=2)):
        outbox.deliver_due()
    assert PassedResult.objects.get().sent == 100
    assert not Delivery.objects.filter(plugin="lti", done_at=None).exists()


def test_one_platform_that_is_away_is_in_nobodys_way(
    person: User, scene: Scene, settings: Settings
) -> None:
    account = PlatformAccount.objects.get()
    away = ResourceLink.objects.create(
        platform=scene.platform,
        deployment=DEPLOYMENT,
        link="weg",
        lesson=scene.lesson,
        line_item="https://10.0.0.8/item",
    )
    PassedResult.objects.create(link=away, account=account)
    finish_lesson(person=person, lesson=scene.lesson)
    with pytest.raises(grading.NotTaken, match=r"10\.0\.0\.8"):
        grading.pass_on(person_id=person.pk, training_id=scene.training.pk)
    assert PassedResult.objects.filter(sent=100).get().link.link == "plek"
    assert len(_scores()) == 1


@pytest.mark.parametrize("reason", ["platform off", "no line item", "other training", "nobody"])
def test_who_need_not_hear_hears_nothing(person: User, scene: Scene, reason: str) -> None:
    finish_lesson(person=person, lesson=scene.lesson)
    training = scene.training.pk
    if reason == "platform off":
        scene.platform.is_active = False
        scene.platform.save()
    if reason == "no line item":
        ResourceLink.objects.update(line_item="")
    if reason == "other training":
        training += 1
    if reason == "nobody":
        PlatformAccount.objects.all().delete()
    assert grading.pass_on(person_id=person.pk, training_id=training) == 0
    assert Platform.sent == []


def test_what_was_finished_before_is_told_on_arriving(
    scene: Scene, django_capture_on_commit_callbacks: Commit, port: int
) -> None:
    person: User = EnrolmentFactory.create(edition=scene.edition).person
    finish_lesson(person=person, lesson=scene.lesson)
    launch = Launch(Client(), scene.platform, scene.lesson.pk)
    launch.changes = {
        names.AGS: {"scope": [names.SCORE], "lineitem": f"http://127.0.0.1:{port}/item/2"}
    }
    address, client = link_in(launch.send()), Client()
    client.force_login(person)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302
    assert [one["scoreGiven"] for one in _scores()] == [100]


# --- Keys of others ---------------------------------------------------------------------------


def test_keys_are_fetched_when_they_are_not_known_and_kept(scene: Scene) -> None:
    scene.platform.keyset = scene.platform.keyset_at = None
    scene.platform.save()
    launch = Launch(Client(), scene.platform, scene.lesson.pk)
    assert launch.send().status_code == 200
    scene.platform.refresh_from_db()
    assert [one.get("kid") for one in scene.platform.keyset["keys"]] == ["een", None]
    launch.key = "vreemd"
    assert launch.send().status_code == 400
    scene.platform.refresh_from_db()
    before = scene.platform.keyset_at
    # Whoever keeps sending nonsense does not make us ask each time.
    assert launch.send().status_code == 400
    scene.platform.refresh_from_db()
    assert scene.platform.keyset_at == before


def test_keys_that_cannot_be_fetched_are_said_to_be_away(scene: Scene, settings: Settings) -> None:
    scene.platform.keyset = scene.platform.keyset_at = None
    scene.platform.save()
    settings.ACADEMY_INSIDE_HOSTS = []
    answer = Launch(Client(), scene.platform, scene.lesson.pk).send()
    assert answer.status_code == 400
    assert "<code>keys_away</code>" in answer.content.decode()


def test_the_check_tells_that_all_is_right(scene: Scene) -> None:
    assert [one.is_right for one in systems.check(scene.platform)] == [True, True, True]
    Platform.token = b"{}"
    assert [one.is_right for one in systems.check(scene.platform)] == [True, False, True]
