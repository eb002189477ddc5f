"""Our lesson as a tool of a platform that is not ours: lti1p3platform of OpenLearning.

Not part of the suite, as it needs packages of others. `make prove-lti` runs it.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from django.test import Client
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration

from courses.learning.services import finish_lesson
from plugins.lti import addresses, names
from plugins.lti.models import PassedResult, PlatformAccount
from plugins.lti.services import grading, systems
from plugins.lti.services.groups import Row
from tests.factories import PersonFactory
from tests.plugins.lti.others import (
    CLIENT_ID,
    DEPLOYMENT,
    ISSUER,
    Scene,
    a_scene,
    fields_of,
    link_in,
    private_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db


def _pem() -> tuple[str, str]:
    key = private_key()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


class Config(LTI1P3PlatformConfAbstract):
    """We as that platform has us written down."""

    def init_platform_config(self, **kwargs: Any) -> None:
        private, public = _pem()
        registration = Registration()
        registration.set_iss(ISSUER)
        registration.set_client_id(CLIENT_ID)
        registration.set_deployment_id(DEPLOYMENT)
        registration.set_oidc_login_url(addresses.login())
        registration.set_launch_url(addresses.launch())
        registration.set_deeplink_launch_url(addresses.launch())
        registration.set_platform_private_key(private)
        registration.set_platform_public_key(public)
        registration.set_tool_key_set(Client().get("/p/lti/keys.json").json())
        self._registration = registration

    def get_registration_by_params(self, **kwargs: Any) -> Registration:
        return self._registration


class Login(OIDCLoginAbstract):
    """Begins at our address."""

    def set_lti_message_hint(self, **kwargs: Any) -> None:
        self._lti_message_hint = "les"

    def get_redirect(self, url: str) -> str:
        return url


class Message(LTIAdvantageMessageLaunchAbstract):
    """Says who comes; `asked` is what we asked."""

    asked: dict[str, Any]

    def get_preflight_response(self) -> dict[str, Any]:
        return self.asked

    def render_launch_form(self, launch_data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return launch_data


def _message(config: Config, *, roles: list[str]) -> Message:
    """We begin, and the platform has a message for what we ask."""
    login = Login(None, config)
    login.set_lti_message_hint()
    address = login.initiate_login("persoon-9")
    answer = Client().get(address.removeprefix("http://testserver"))
    query = parse_qs(urlsplit(answer["Location"]).query)
    message = Message(None, config)
    message.asked = {name: values[0] for name, values in query.items()}
    message.set_user_data("persoon-9", roles, full_name="Ien Visser")
    message.set_resource_link_claim("plek-1", title="Een les")
    return message


def _launch(message: Message) -> Any:
    told = message.lti_launch()
    assert told["launch_url"] == addresses.launch()
    return Client().post("/p/lti/launch", {"id_token": told["id_token"], "state": told["state"]})


@contextmanager
def _services(config: Config) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The services of the platform over HTTP: its keys, access, and scores."""
    kept: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith("/leden"):
                self._say(config.get_jwks())
                return
            token = self.headers["Authorization"].removeprefix("Bearer ")
            assert config.validate_token(token, allowed_scopes=[names.MEMBERS_READ])
            assert not config.validate_token(token, allowed_scopes=[names.SCORE])
            member = {"user_id": "persoon-9", "name": "Ien Visser", "roles": [names.LEARNER]}
            self._say({"id": self.path, "members": [member]})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.path == "/token":
                self._say(config.get_access_token(dict(parse_qsl(sent))))
            else:
                token = self.headers["Authorization"].removeprefix("Bearer ")
                assert config.validate_token(token, allowed_scopes=[names.SCORE])
                kept.append({"path": self.path, **json.loads(sent)})
                self._say({})

        def _say(self, document: Any) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(document).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server.server_port, kept
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def scene() -> Scene:
    return a_scene(keyset=None, keyset_at=None)


def test_it_is_launched_and_gets_a_grade_over_http(scene: Scene, settings: Settings) -> None:
    config = Config()
    with _services(config) as (port, kept):
        settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{port}"]
        scene.platform.jwks_url = f"http://127.0.0.1:{port}/keys"
        scene.platform.token_url = f"http://127.0.0.1:{port}/token"
        scene.platform.save()
        message = _message(config, roles=[names.LEARNER])
        message.set_custom_parameters_claim({"les": str(scene.lesson.pk)})
        message.set_ags(
            f"http://127.0.0.1:{port}/items", lineitem_url=f"http://127.0.0.1:{port}/items/1?a=2"
        )
        answer = _launch(message)
        assert answer.status_code == 200, answer.content.decode()
        person = PersonFactory.create()
        client = Client()
        client.force_login(person)
        assert client.post(link_in(answer)).status_code == 302
        assert PlatformAccount.objects.get().subject == "persoon-9"
        finish_lesson(person=person, lesson=scene.lesson)
        assert grading.pass_on(person_id=person.pk, training_id=scene.training.pk) == 1
        (told,) = kept
        assert {name: told[name] for name in told if name != "timestamp"} == {
            "path": "/items/1/scores?a=2",
            "userId": "persoon-9",
            "scoreGiven": 100,
            "scoreMaximum": 100,
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
        }
        assert PassedResult.objects.get().sent == 100
        assert [one.is_right for one in systems.check(scene.platform)] == [True, True, True]


def test_who_gives_the_course_there_sees_its_members(scene: Scene, settings: Settings) -> None:
    config = Config()
    with _services(config) as (port, _kept):
        settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{port}"]
        scene.platform.jwks_url = f"http://127.0.0.1:{port}/keys"
        scene.platform.token_url = f"http://127.0.0.1:{port}/token"
        scene.platform.save()
        message = _message(config, roles=[names.INSTRUCTOR])
        message.set_custom_parameters_claim({"les": str(scene.lesson.pk)})
        message.set_nrps(f"http://127.0.0.1:{port}/leden")
        answer = _launch(message)
        assert answer.status_code == 200, answer.content.decode()
        page = Client().get(link_in(answer, "groep"))
        assert page.context["group"].rows == [Row("Ien Visser", has_begun=False, result=None)]


def test_what_a_trainer_there_chooses_is_accepted(scene: Scene) -> None:
    scene.platform.keyset = Config().get_jwks()
    scene.platform.keyset_at = scene.platform.made_at
    scene.platform.save()
    config = Config()
    message = _message(config, roles=[names.INSTRUCTOR])
    message.set_dl("https://moodle.voorbeeld.nl/terug", extra_data={"plek": 3})
    answer = _launch(message)
    assert answer.status_code == 200, answer.content.decode()
    address = link_in(answer, "kies")
    page = Client().post(address, {"les": str(scene.lesson.pk)})
    action, fields = fields_of(page)
    assert action == "https://moodle.voorbeeld.nl/terug"
    (item,) = config.validate_deeplinking_resp(fields)
    assert item["url"] == addresses.lesson(scene.lesson.pk)
    assert item["custom"] == {"les": str(scene.lesson.pk)}
    decoded = config.tool_validate_and_decode(fields["JWT"])
    assert decoded[names.DATA] == {"plek": 3}
    assert (decoded["iss"], decoded["aud"]) == (CLIENT_ID, ISSUER)
