"""A platform writes itself down, and us, when its administrator opens an address of ours."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

from courses.common import clock, outgoing
from courses.people.enums import Role
from plugins.lti import addresses, names
from plugins.lti.models import Platform
from plugins.lti.services import registering
from tests.factories import person_in_role
from tests.plugins.lti.others import CLIENT_ID, ISSUER, a_platform

if TYPE_CHECKING:
    from django.test import Client

    from tests.responses import Response

pytestmark = pytest.mark.django_db

CONFIGURATION = f"{ISSUER}/mod/lti/openid-configuration.php"
REGISTERS = f"{ISSUER}/mod/lti/openid-registration.php"


class Moodle:
    """A platform that tells what it is, and takes what it is told."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/mod/lti/auth.php",
            "token_endpoint": f"{ISSUER}/mod/lti/token.php",
            "jwks_uri": f"{ISSUER}/mod/lti/certs.php",
            "registration_endpoint": REGISTERS,
            names.PLATFORM_CONFIGURATION: {"product_family_code": "moodle", "version": "4.5"},
        }
        self.answer: Any = {
            "client_id": CLIENT_ID,
            names.TOOL_CONFIGURATION: {"deployment_id": "7"},
        }
        self.asked: list[tuple[str, str, dict[str, str], Any]] = []

    def ask(self, method: str, url: str, **more: Any) -> outgoing.Answer:
        sent = json.loads(more["content"]) if more.get("content") else None
        self.asked.append((method, url, more["headers"], sent))
        told = self.told if method == "GET" else self.answer
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        return outgoing.Answer(200, content)


@pytest.fixture
def moodle(monkeypatch: pytest.MonkeyPatch) -> Moodle:
    moodle = Moodle()
    monkeypatch.setattr(outgoing, "ask", moodle.ask)
    return moodle


def opened(client: Client, address: str = "", **query: str) -> Response:
    path = urlsplit(address or registering.address()).path
    asked = {"openid_configuration": CONFIGURATION, "registration_token": "geheim", **query}
    return client.get(f"{path}?{urlencode(asked)}")


def test_both_know_each_other_afterwards_and_it_is_off_at_first(
    client: Client, moodle: Moodle
) -> None:
    page = opened(client)
    assert (page.status_code, "Het systeem is aangemeld" in page.content.decode()) == (200, True)
    assert page["Content-Security-Policy"].endswith(f"frame-ancestors 'self' {ISSUER}")
    found = Platform.objects.get()
    assert (found.name, found.issuer, found.client_id, found.known_deployments) == (
        "moodle (moodle.voorbeeld.nl)",
        ISSUER,
        CLIENT_ID,
        {"7"},
    )
    assert (found.auth_url, found.token_url, found.jwks_url, found.is_active) == (
        f"{ISSUER}/mod/lti/auth.php",
        f"{ISSUER}/mod/lti/token.php",
        f"{ISSUER}/mod/lti/certs.php",
        False,
    )
    (_get, (method, url, headers, about)) = moodle.asked
    assert (method, url, headers["Authorization"]) == ("POST", REGISTERS, "Bearer geheim")
    assert (about["initiate_login_uri"], about["redirect_uris"], about["jwks_uri"]) == (
        addresses.login(),
        [addresses.launch()],
        addresses.keys(),
    )
    assert "email" not in about[names.TOOL_CONFIGURATION]["claims"]
    kinds = [one["type"] for one in about[names.TOOL_CONFIGURATION]["messages"]]
    assert kinds == [names.RESOURCE_REQUEST, names.DEEP_REQUEST]


def test_who_is_known_already_is_not_written_down_twice(client: Client, moodle: Moodle) -> None:
    a_platform()
    page = opened(client)
    assert (page.status_code, "al bekend" in page.content.decode()) == (409, True)
    assert Platform.objects.count() == 1


def test_the_address_works_for_a_day_and_cannot_be_made_up(client: Client, moodle: Moodle) -> None:
    address = registering.address()
    made_up = f"{addresses.base()}/p/lti/registratie/iets:anders:nog"
    for late, tried in ((timedelta(), made_up), (timedelta(days=1, minutes=1), address)):
        with clock.at(clock.now() + late):
            page = opened(client, tried)
            assert (page.status_code, "werkt niet meer" in page.content.decode()) == (409, True)
    assert (moodle.asked, Platform.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "told",
    [
        b"geen json",
        b"[]",
        {"issuer": "https://een-ander.voorbeeld.nl"},
        {"issuer": None},
        {"token_endpoint": "http://127.0.0.1/token"},
        {"registration_endpoint": ""},
        {"jwks_uri": "https://10.0.0.1/keys"},
    ],
)
def test_what_a_platform_says_of_itself_is_not_just_believed(
    client: Client, moodle: Moodle, told: Any
) -> None:
    moodle.told = {**moodle.told, **told} if isinstance(told, dict) else told
    page = opened(client)
    assert (page.status_code, "wat hiervoor nodig is" in page.content.decode()) == (409, True)
    assert ([one[0] for one in moodle.asked], Platform.objects.count()) == (["GET"], 0)


@pytest.mark.parametrize("answer", [{}, {"client_id": ["x"]}, {"client_id": "x" * 300}, b"\xff"])
def test_nor_is_what_it_answers(client: Client, moodle: Moodle, answer: Any) -> None:
    moodle.answer = answer
    assert (opened(client).status_code, Platform.objects.count()) == (409, 0)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1/x", "https://[::1]/", "file:///etc/passwd"])
def test_an_address_inside_a_network_is_not_asked(client: Client, url: str) -> None:
    page = opened(client, openid_configuration=url)
    assert (page.status_code, "niet bereiken" in page.content.decode()) == (409, True)


def test_an_administrator_gives_the_address(client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    page = client.get("/beheer/extra/lti/values/").content.decode()
    assert f"{addresses.base()}/p/lti/registratie/" in page
