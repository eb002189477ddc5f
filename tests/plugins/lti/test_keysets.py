"""The keys of another system are asked at most once a minute, whatever comes of it."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from django.core import signing
from django.test import Client

from courses.common import clock, limits
from plugins.lti import keysets, names
from plugins.lti.services import choosing
from plugins.lti.tokens import Disbelief
from tests.plugins.lti.others import a_platform, a_tool, nonce, public_jwk, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from plugins.lti.models import Platform, Tool

pytestmark = pytest.mark.django_db

DAYS = timedelta(days=3)


class _Keys(HTTPServer):
    """Publishes keys, or says that it cannot; counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.names = ["een"]
        self.is_away = False
        self.asked = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/keys"


class _Handler(BaseHTTPRequestHandler):
    server: _Keys

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(503 if self.server.is_away else 200)
        self.end_headers()
        self.wfile.write(
            json.dumps({"keys": [public_jwk(one) for one in self.server.names]}).encode()
        )

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name of the library
        """Nothing."""


@pytest.fixture
def other(settings: Settings) -> Iterator[_Keys]:
    server = _Keys()
    settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{server.server_port}"]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def _doubt(system: Platform | Tool, kid: str = "een") -> str:
    """What is doubted of a key of this name now, by a process that read the system anew."""
    try:
        keysets.key_of(type(system)._default_manager.get(pk=system.pk), kid)
    except Disbelief as no:
        return str(no)
    return ""


def test_keys_are_kept_for_a_day(other: _Keys) -> None:
    platform = a_platform(jwks_url=other.url, keyset=None, keyset_at=None)
    assert [_doubt(platform), _doubt(platform), other.asked] == ["", "", 1]
    with clock.at(clock.now() + DAYS):
        assert [_doubt(platform), _doubt(platform), other.asked] == ["", "", 2]


def test_a_system_that_gives_no_keys_is_left_alone_for_a_minute(other: _Keys) -> None:
    platform = a_platform(jwks_url=other.url, keyset=None, keyset_at=None)
    other.is_away = True
    assert [_doubt(platform) for _ in range(3)] == ["keys_away"] * 3
    assert other.asked == 1
    other.is_away = False
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert [_doubt(platform), other.asked] == ["", 2]


def test_a_new_key_is_believed_at_once_and_nonsense_costs_one_question(other: _Keys) -> None:
    platform = a_platform(jwks_url=other.url, keyset_at=clock.now() - timedelta(hours=1))
    other.names = ["een", "twee"]
    assert [_doubt(platform, "twee"), other.asked] == ["", 1]
    assert [_doubt(platform, f"onzin-{one}") for one in range(3)] == ["unknown_key"] * 3
    assert other.asked == 1


def test_old_keys_do_for_who_comes_while_somebody_else_asks(other: _Keys) -> None:
    platform = a_platform(jwks_url=other.url, keyset_at=clock.now() - DAYS)
    # Somebody is asking now.
    limits.take((keysets.TRY, (platform._meta.label, platform.pk)))
    assert [_doubt(platform), _doubt(platform, "twee")] == ["", "unknown_key"]
    with clock.at(clock.now() + timedelta(seconds=30)):
        # Nothing came of it.
        assert _doubt(platform) == "keys_away"
    assert other.asked == 0


def test_old_keys_are_over_when_the_system_gives_none(other: _Keys) -> None:
    platform = a_platform(jwks_url=other.url, keyset_at=clock.now() - DAYS)
    other.is_away = True
    assert [_doubt(platform), _doubt(platform), other.asked] == ["keys_away", "keys_away", 1]


def _choice(tool: Tool, key: str) -> str:
    now = int(clock.now().timestamp())
    data = signing.dumps({"tool": tool.pk, "person": 1, "back": "/"}, salt=choosing.SALT)
    claims: dict[str, Any] = {
        "iss": tool.client_id,
        "aud": "http://testserver",
        "iat": now,
        "exp": now + 60,
        "nonce": nonce(),
        names.VERSION: "1.3.0",
        names.MESSAGE_TYPE: names.DEEP_RESPONSE,
        names.DEPLOYMENT_ID: "1",
        names.DATA: data,
    }
    return signed(claims, key)


@pytest.mark.django_db(transaction=True)
def test_a_choice_that_is_refused_counts_as_a_try(other: _Keys) -> None:
    tool = a_tool(jwks_url=other.url, keyset_at=clock.now() - DAYS)
    for _ in range(3):
        answer = Client().post("/p/lti/gekozen", {"JWT": _choice(tool, "vreemd")})
        assert "<code>unknown_key</code>" in answer.content.decode()
    assert other.asked == 1
    assert Client().post("/p/lti/gekozen", {"JWT": _choice(tool, "een")}).status_code == 200
