"""A platform and a tool of our own making, which sign with their own keys, for the tests."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from courses.catalogue.services import activate_plugin
from courses.common import clock
from plugins.lti import names
from plugins.lti.models import OfferedTraining, Platform, Tool
from tests.factories import EditionFactory, TrainingFactory

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.editions.models import Edition

ISSUER = "https://moodle.voorbeeld.nl"
CLIENT_ID = "academie-bij-moodle"
DEPLOYMENT = "7"


@cache
def private_key(name: str = "een") -> rsa.RSAPrivateKey:
    """A key that lasts as long as the tests do: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_jwk(name: str = "een") -> dict[str, Any]:
    """Its public half, as systems publish it."""
    found: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(private_key(name).public_key()))
    return {**found, "kid": name, "alg": "RS256", "use": "sig"}


def signed(claims: dict[str, Any], key: str = "een", **header: Any) -> str:
    """A token of one of those keys."""
    return jwt.encode(claims, private_key(key), algorithm="RS256", headers={"kid": key, **header})


def a_platform(**fields: Any) -> Platform:
    """A platform that is written down as it should be, with its keys known."""
    values: dict[str, Any] = {
        "name": "Moodle van de buren",
        "issuer": ISSUER,
        "client_id": CLIENT_ID,
        "deployments": DEPLOYMENT,
        "auth_url": f"{ISSUER}/mod/lti/auth.php",
        "token_url": f"{ISSUER}/mod/lti/token.php",
        "jwks_url": f"{ISSUER}/mod/lti/certs.php",
        "keyset": {"keys": [public_jwk()]},
        "keyset_at": clock.now(),
        **fields,
    }
    return Platform.objects.create(**values)


def a_tool(**fields: Any) -> Tool:
    """A tool that is written down as it should be, with its keys known."""
    values: dict[str, Any] = {
        "name": "Oefenhuis",
        "login_url": "https://oefenhuis.voorbeeld.nl/login",
        "launch_url": "https://oefenhuis.voorbeeld.nl/",
        "return_urls": "https://oefenhuis.voorbeeld.nl/\nhttps://oefenhuis.voorbeeld.nl/kies",
        "choice_url": "https://oefenhuis.voorbeeld.nl/kies",
        "jwks_url": "https://oefenhuis.voorbeeld.nl/keys",
        "keyset": {"keys": [public_jwk()]},
        "keyset_at": clock.now(),
        **fields,
    }
    return Tool.objects.create(**values)


@dataclass
class Scene:
    """A training that a platform may use, with an edition for who comes from there."""

    platform: Platform
    training: TrainingPage
    lesson: LessonPage
    edition: Edition


def a_scene(**platform: Any) -> Scene:
    """A platform with a lesson that it may use."""
    training = TrainingFactory.create(title="Luisteren", slug="luisteren", lessons=2)
    activate_plugin(training=training, plugin="lti")
    edition = EditionFactory.create(training=training)
    known = a_platform(**platform)
    OfferedTraining.objects.create(platform=known, training=training, edition=edition)
    return Scene(known, training, training.lessons[0], edition)


@dataclass
class Launch:
    """A launch as the platform would send it; the tests change one thing each."""

    client: Client
    platform: Platform
    lesson_id: int
    changes: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    key: str = "een"

    def begin(self, **sent: str) -> dict[str, str]:
        """Begin at our address; gives what we ask the platform."""
        asked = {
            "iss": self.platform.issuer,
            "client_id": self.platform.client_id,
            "login_hint": "wie",
            "target_link_uri": f"http://testserver/p/lti/les/{self.lesson_id}",
            **sent,
        }
        answer = self.client.post("/p/lti/login", asked)
        assert answer.status_code == 302, answer.content.decode()
        address = answer["Location"]
        assert address.startswith(f"{self.platform.auth_url}?")
        return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}

    def claims(self, nonce: str) -> dict[str, Any]:
        """What the platform says."""
        now = int(clock.now().timestamp())
        told: dict[str, Any] = {
            "iss": self.platform.issuer,
            "aud": self.platform.client_id,
            "sub": "persoon-1",
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "given_name": "Fatma",
            "family_name": "Yıldız",
            "email": "fatma@voorbeeld.nl",
            names.VERSION: "1.3.0",
            names.MESSAGE_TYPE: names.RESOURCE_REQUEST,
            names.DEPLOYMENT_ID: DEPLOYMENT,
            names.TARGET_LINK_URI: f"http://testserver/p/lti/les/{self.lesson_id}",
            names.RESOURCE_LINK: {"id": "link-1", "title": "Een les"},
            names.CONTEXT: {"id": "c1", "title": "Cursus van de buren"},
            names.ROLES: [names.LEARNER],
            names.AGS: {
                "scope": [names.SCORE],
                "lineitem": f"{self.platform.issuer}/lti/1/lineitem?type_id=3",
            },
            names.NRPS: {"context_memberships_url": f"{self.platform.issuer}/lti/1/members"},
            **self.changes,
        }
        return {name: value for name, value in told.items() if name not in self.without}

    def token(self, nonce: str) -> str:
        """The signed message."""
        return signed(self.claims(nonce), self.key)

    def send(self, token: str | None = None, state: str | None = None) -> Any:
        """The whole way to our answer."""
        asked = self.begin()
        return self.client.post(
            "/p/lti/launch",
            {
                "id_token": self.token(asked["nonce"]) if token is None else token,
                "state": asked["state"] if state is None else state,
            },
        )


def link_in(response: Any, folder: str = "open") -> str:
    """The address with a secret on a page of ours."""
    found = re.search(rf"/p/lti/{folder}/[-\w]+", response.content.decode())
    assert found is not None, response.content.decode()
    return found[0]


def fields_of(response: Any) -> tuple[str, dict[str, str]]:
    """Where the form on a page goes, and its hidden fields."""

    page = response.content.decode()
    action = re.search(r'<form method="post"\s+action="([^"]+)"', page)
    assert action is not None, page
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return unescape(action[1]), {name: unescape(value) for name, value in hidden}


def gone_to(response: Any) -> str:
    """Where a page of ours leads on to."""
    page = response.content.decode()
    found = re.search(r'data-lti-go="" href="([^"]+)"', page)
    assert found is not None, page
    return unescape(found[1])


def nonce() -> str:
    """A word that nobody used."""
    return secrets.token_urlsafe(8)
