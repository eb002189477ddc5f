"""Who sends somebody here, and is believed or not: each reason by itself."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from django.test import Client

from courses.common import clock
from plugins.lti import names
from plugins.lti.models import Arrival, ResourceLink, UsedOnce
from plugins.lti.services import systems
from tests.plugins.lti.others import (
    CLIENT_ID,
    DEPLOYMENT,
    ISSUER,
    Launch,
    Scene,
    a_platform,
    a_scene,
    link_in,
    private_key,
    public_jwk,
    signed,
)

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_scene()


@pytest.fixture
def launch(scene: Scene) -> Launch:
    return Launch(Client(), scene.platform, scene.lesson.pk)


def _code(response: Any) -> str:
    """Why it was refused, on a plain page."""
    page: str = response.content.decode()
    assert response.status_code == 400, page
    return page.partition("<code>")[2].partition("</code>")[0]


# --- What is right ----------------------------------------------------------------------------


def test_we_ask_the_platform_who_comes_as_the_standard_has_it(launch: Launch) -> None:
    asked = launch.begin(lti_message_hint="onthoud dit")
    assert {name: asked[name] for name in asked if name not in ("state", "nonce")} == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": CLIENT_ID,
        "redirect_uri": "http://testserver/p/lti/launch",
        "login_hint": "wie",
        "lti_message_hint": "onthoud dit",
    }
    assert asked["nonce"] != launch.begin()["nonce"]


def test_a_launch_is_believed_and_opens_in_a_tab_of_its_own(launch: Launch) -> None:
    answer = launch.send()
    page = answer.content.decode()
    assert answer.status_code == 200
    assert launch.client.get(link_in(answer)).status_code == 200
    assert 'target="_blank"' in page
    policy = answer["Content-Security-Policy"].split("; ")
    assert f"frame-ancestors 'self' {ISSUER}" in policy
    assert "form-action 'self'" in policy
    assert not answer.has_header("X-Frame-Options")
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}
    link = ResourceLink.objects.get()
    assert (link.lesson_id, link.deployment, link.link) == (launch.lesson_id, DEPLOYMENT, "link-1")
    assert link.line_item == f"{ISSUER}/lti/1/lineitem?type_id=3"


def test_of_who_comes_only_what_is_needed_is_kept_and_not_for_long(launch: Launch) -> None:
    launch.send()
    arrival = Arrival.objects.get()
    assert arrival.subject == "persoon-1"
    assert arrival.told == {
        "first_name": "Fatma",
        "last_name": "Yıldız",
        "course": "Cursus van de buren",
        "deployment": DEPLOYMENT,
        "link": "link-1",
        "lesson": launch.lesson_id,
    }
    with clock.at(clock.now() + timedelta(hours=1)):
        systems.forget_old()
    assert not Arrival.objects.exists()
    assert not UsedOnce.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": [CLIENT_ID]},
        {"aud": [CLIENT_ID, "ander"], "azp": CLIENT_ID},
        {"azp": CLIENT_ID},
        {"iat": 0.5},
        {"nbf": 0},
        {names.ROLES: "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"},
        {names.ROLES: None, names.CONTEXT: None, names.NRPS: 3, names.AGS: ["x"], "name": 5},
        {"given_name": "x" * 5000, "family_name": "a\x00b"},
        {names.CUSTOM: {"les": "abc"}},
        {names.PRESENTATION: {"locale": "en"}},
    ],
)
def test_what_a_platform_may_write_otherwise_is_no_reason(
    launch: Launch, changes: dict[str, Any]
) -> None:
    if "iat" in changes:
        changes = {"iat": clock.now().timestamp()}
    launch.changes = changes
    if changes.get(names.CUSTOM):
        assert launch.send().status_code == 409
    else:
        assert launch.send().status_code == 200


def test_a_lesson_may_be_named_by_a_parameter_too(launch: Launch) -> None:
    launch.changes = {
        names.TARGET_LINK_URI: "http://testserver/p/lti/launch",
        names.CUSTOM: {"les": str(launch.lesson_id)},
    }
    assert launch.send().status_code == 200


# --- What is not believed ---------------------------------------------------------------------


def _now() -> int:
    return int(clock.now().timestamp())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://anders.voorbeeld.nl"}, "issuer"),
        ({"aud": "iemand-anders"}, "audience"),
        ({"aud": []}, "claims"),
        ({"aud": [CLIENT_ID, "ander"]}, "audience"),
        ({"aud": [CLIENT_ID, "ander"], "azp": "ander"}, "audience"),
        ({"azp": "ander"}, "audience"),
        ({"aud": {"a": 1}}, "audience"),
        ({"nonce": "een ander woord"}, "state"),
        ({"nonce": ["lijst"]}, "state"),
        ({names.DEPLOYMENT_ID: "8"}, "deployment"),
        ({names.DEPLOYMENT_ID: ""}, "claims"),
        ({names.VERSION: "1.1"}, "claims"),
        ({names.MESSAGE_TYPE: "LtiSubmissionReviewRequest"}, "claims"),
        ({names.RESOURCE_LINK: {"id": ""}}, "claims"),
        ({names.RESOURCE_LINK: "tekst"}, "claims"),
        ({"sub": ""}, "claims"),
        ({"sub": "x" * 256}, "claims"),
        ({"sub": 12}, "claims"),
        ({"exp": "morgen"}, "claims"),
        ({"exp": True}, "claims"),
        ({"exp": float("nan")}, "expired"),
        ({"exp": -1e300}, "expired"),
        ({"iat": float("inf")}, "not_yet"),
        ({"iat": "nu"}, "claims"),
    ],
)
def test_one_thing_that_is_not_right_is_enough(
    launch: Launch, changes: dict[str, Any], code: str
) -> None:
    launch.changes = changes
    assert _code(launch.send()) == code
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    "missing", ["iss", "aud", "sub", "iat", "exp", "nonce", names.DEPLOYMENT_ID, names.VERSION]
)
def test_what_must_be_there_must_be_there(launch: Launch, missing: str) -> None:
    launch.without = (missing,)
    assert _code(launch.send()) == "claims"


def test_a_message_that_is_too_old_or_of_later_is_refused(launch: Launch) -> None:
    launch.changes = {"iat": _now() - 600, "exp": _now() - 61}
    assert _code(launch.send()) == "expired"
    launch.changes = {"iat": _now() - 4000, "exp": _now() + 300}
    assert _code(launch.send()) == "expired"
    launch.changes = {"iat": _now() + 120, "exp": _now() + 300}
    assert _code(launch.send()) == "not_yet"
    launch.changes = {"nbf": _now() + 120}
    assert _code(launch.send()) == "not_yet"
    # A clock that is a little off is no reason.
    launch.changes = {"iat": _now() + 30, "exp": _now() - 30}
    assert launch.send().status_code == 200


def test_a_message_counts_once(launch: Launch) -> None:
    asked = launch.begin()
    sent = {"id_token": launch.token(asked["nonce"]), "state": asked["state"]}
    assert launch.client.post("/p/lti/launch", sent).status_code == 200
    assert _code(launch.client.post("/p/lti/launch", sent)) == "replayed"
    assert _code(Client().post("/p/lti/launch", sent)) == "replayed"
    # A new message with the same word is no new one.
    sent["id_token"] = launch.token(asked["nonce"])
    assert _code(launch.client.post("/p/lti/launch", sent)) == "replayed"
    assert Arrival.objects.count() == 1


def test_a_message_that_was_kept_does_not_do_with_a_new_state(launch: Launch) -> None:
    first, second = launch.begin(), launch.begin()
    sent = {"id_token": launch.token(first["nonce"]), "state": second["state"]}
    assert _code(launch.client.post("/p/lti/launch", sent)) == "state"


@pytest.mark.parametrize("state", ["", "verzonnen", "a:b:c", "é", "x" * 5000])
def test_nobody_makes_up_a_state(launch: Launch, state: str) -> None:
    assert _code(launch.send(state=state)) == "state"


def test_a_state_is_over_after_ten_minutes(launch: Launch) -> None:
    asked = launch.begin()
    import time
    from unittest import mock

    later = time.time() + 601
    with mock.patch("django.core.signing.time.time", return_value=later):
        sent = {"id_token": launch.token(asked["nonce"]), "state": asked["state"]}
        assert _code(launch.client.post("/p/lti/launch", sent)) == "state"


def test_a_state_for_one_platform_does_not_do_for_another(launch: Launch) -> None:
    other = a_platform(
        name="Ander", issuer="https://ander.voorbeeld.nl", keyset={"keys": [public_jwk("twee")]}
    )
    asked = Launch(launch.client, other, launch.lesson_id).begin()
    sent = {"id_token": launch.token(asked["nonce"]), "state": asked["state"]}
    assert _code(launch.client.post("/p/lti/launch", sent)) == "unknown_key"


# --- Signatures -------------------------------------------------------------------------------


def test_a_key_that_the_platform_does_not_have_is_unknown(launch: Launch) -> None:
    launch.key = "vreemd"
    assert _code(launch.send()) == "unknown_key"


def test_a_name_of_a_key_does_not_make_a_signature(launch: Launch) -> None:
    asked = launch.begin()
    token = signed(launch.claims(asked["nonce"]), "vreemd", kid="een")
    sent = {"id_token": token, "state": asked["state"]}
    assert _code(launch.client.post("/p/lti/launch", sent)) == "signature"


def _unsigned(claims: dict[str, Any], header: dict[str, Any], signature: str = "") -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part(header)}.{part(claims)}.{signature}"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", None, "RS1", ["RS256"]])
def test_a_token_without_a_signature_is_none(launch: Launch, algorithm: Any) -> None:
    asked = launch.begin()
    token = _unsigned(launch.claims(asked["nonce"]), {"alg": algorithm, "kid": "een"})
    sent = {"id_token": token, "state": asked["state"]}
    assert _code(launch.client.post("/p/lti/launch", sent)) in ("algorithm", "no_token")


def test_a_public_key_is_no_secret_to_sign_with(launch: Launch) -> None:
    from cryptography.hazmat.primitives import serialization

    asked = launch.begin()
    pem = (
        private_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    import hashlib
    import hmac

    unsigned = _unsigned(launch.claims(asked["nonce"]), {"alg": "HS256", "kid": "een"})[:-1]
    digest = hmac.new(pem, unsigned.encode(), hashlib.sha256).digest()
    token = f"{unsigned}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
    sent = {"id_token": token, "state": asked["state"]}
    assert _code(launch.client.post("/p/lti/launch", sent)) == "algorithm"


def test_what_was_changed_after_signing_is_seen(launch: Launch) -> None:
    asked = launch.begin()
    header, _claims, signature = launch.token(asked["nonce"]).split(".")
    changed = json.dumps({**launch.claims(asked["nonce"]), "sub": "een-ander"}).encode()
    token = f"{header}.{base64.urlsafe_b64encode(changed).decode().rstrip('=')}.{signature}"
    sent = {"id_token": token, "state": asked["state"]}
    assert _code(launch.client.post("/p/lti/launch", sent)) == "signature"


def test_a_short_key_is_not_used(launch: Launch) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from jwt.algorithms import RSAAlgorithm

    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - refused
    jwk = {**json.loads(RSAAlgorithm.to_jwk(short.public_key())), "kid": "kort"}
    launch.platform.keyset = {"keys": [jwk]}
    launch.platform.save()
    asked = launch.begin()
    with pytest.warns(Warning, match="2048"):
        token = jwt.encode(
            launch.claims(asked["nonce"]), short, algorithm="RS256", headers={"kid": "kort"}
        )
    sent = {"id_token": token, "state": asked["state"]}
    assert _code(launch.client.post("/p/lti/launch", sent)) == "unknown_key"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b",
        "a.b.c",
        "....",
        "é.é.é",
        "e30.e30.",
        "x" * 70_000,
        _unsigned({}, {"alg": "RS256"}, "AAAA"),
        _unsigned({}, {"alg": "RS256", "kid": 3}, "AAAA"),
        _unsigned({}, {"alg": "RS256", "kid": "een", "crit": ["b64"], "b64": False}, "AAAA"),
        base64.urlsafe_b64encode(b"[" * 20_000).decode() + ".e30.AAAA",
        base64.urlsafe_b64encode(b'{"alg":"RS256","kid":"een"}').decode() + ".W10.AAAA",
    ],
    ids=range(13),
)
def test_what_is_no_token_is_no_crash(launch: Launch, token: str) -> None:
    assert _code(launch.send(token=token)) in (
        "no_token",
        "algorithm",
        "unknown_key",
        "signature",
        "claims",
    )


# --- Whom we do not know ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"iss": ISSUER},
        {"iss": ISSUER, "login_hint": ""},
        {"iss": ISSUER, "login_hint": "x", "client_id": "anders"},
        {"iss": "https://anders.voorbeeld.nl", "login_hint": "x", "client_id": CLIENT_ID},
        {"iss": "a\x00b", "login_hint": "x"},
    ],
)
def test_who_is_not_written_down_cannot_begin(scene: Scene, sent: dict[str, str]) -> None:
    answer = Client().get("/p/lti/login", sent)
    assert answer.status_code == 400
    assert "Dit systeem kennen we niet" in answer.content.decode()


def test_a_platform_that_does_not_say_who_we_are_is_known_while_it_is_the_only_one(
    launch: Launch,
) -> None:
    sent = {"iss": ISSUER, "login_hint": "x"}
    assert Client().get("/p/lti/login", sent).status_code == 302
    a_platform(client_id="nog een")
    assert Client().get("/p/lti/login", sent).status_code == 400


def test_a_platform_that_is_off_is_unknown_at_each_step(launch: Launch) -> None:
    asked, arrived = launch.begin(), launch.send()
    launch.platform.is_active = False
    launch.platform.save()
    sent = {"id_token": launch.token(asked["nonce"]), "state": asked["state"]}
    assert _code(launch.client.post("/p/lti/launch", sent)) == "state"
    assert launch.client.get(link_in(arrived)).status_code == 409
    assert Client().get("/p/lti/login", {"iss": ISSUER, "login_hint": "x"}).status_code == 400


def test_a_platform_that_says_no_leads_to_a_plain_page(launch: Launch) -> None:
    sent = {"error": "login_required", "state": launch.begin()["state"]}
    answer = launch.client.post("/p/lti/launch", sent)
    assert answer.status_code == 400
    assert "Je systeem laat je niet door" in answer.content.decode()


def test_a_lesson_that_the_platform_may_not_use_is_not_shown(
    launch: Launch, settings: Settings
) -> None:
    launch.changes = {names.TARGET_LINK_URI: "http://testserver/p/lti/les/999999"}
    assert launch.send().status_code == 409
    launch.changes = {names.TARGET_LINK_URI: "http://testserver/"}
    assert launch.send().status_code == 409
    assert not Arrival.objects.exists()


def test_only_a_form_opens_the_door(launch: Launch) -> None:
    assert launch.client.get("/p/lti/launch").status_code == 405
