"""What others say of our badges: the specification's schema, and two programs that are not ours."""

from __future__ import annotations

import base64
import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft201909Validator
from pyld import jsonld

from courses.certificates import services as certificates
from courses.common import clock
from plugins.openbadges import keys, proofs, status_list
from plugins.openbadges import services as badges
from plugins.openbadges.statements import _contexts, statements
from scripts.specification import CREDENTIAL, PROFILE, schema
from tests.courses.certificates.people import NEXT_DAY
from tests.factories import PersonFactory, make_theme
from tests.plugins.openbadges.outsiders import (
    VALID,
    Lookups,
    badge_in,
    by_digitalcredentials,
    by_openbadgeslib,
)
from tests.plugins.openbadges.people import make_training, with_badge, write_key

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

ODD = 'Zoë "O\'Neil" \\ d’Ângelo-Şahin مريم 王芳'


def broken_rules(document: dict[str, Any], name: str = CREDENTIAL) -> list[str]:
    """What a document breaks of the specification's own schema."""
    checker = Draft201909Validator.FORMAT_CHECKER
    validator = Draft201909Validator(schema(name), format_checker=checker)
    return [f"{one.json_path}: {one.message[:100]}" for one in validator.iter_errors(document)]


def payload(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def changed(document: dict[str, Any], *path: str, to: Any) -> dict[str, Any]:
    """A copy in which one thing is something else."""
    twin: Any = copy.deepcopy(document)
    at = twin
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = to
    return twin  # type: ignore[no-any-return]


def test_what_the_specification_and_two_programs_of_others_say(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    """In one test, since the programs of others take a second to start."""
    settings.ACADEMY_BADGE_KEY = str(write_key(tmp_path / "leaked.pem"))
    leaked = with_badge()
    leaked_key = keys.current_key().multibase
    settings.ACADEMY_BADGE_KEY = str(write_key(tmp_path / "first.pem"))
    plain, revoked, replaced = with_badge(), with_badge(), with_badge()
    settings.ACADEMY_BADGE_KEY = str(write_key(tmp_path / "second.pem"))
    full = with_badge(
        training=make_training(
            title="Luisteren & <doorvragen>: met “aandacht”",
            summary="Kort\u0007 én\tkrachtig.",
            theme=make_theme("Contact"),
            goals=("Je stelt een open vraag.", "Je\u007f vat samen\u2028wat je hoort."),
            eqf_level="4",
            partner=None,
        ),
        person=PersonFactory.create(first_name=ODD, last_name="ten Voorbeeld"),
    )
    with clock.at(NEXT_DAY):
        certificates.revoke(certificate=revoked, reason="Vergissing", actor=None)
        certificates.replace(
            certificate=replaced, reason="Naam", first_name="F", last_name="Berg", actor=None
        )
    badges.withdraw_key(multibase=leaked_key)

    made = {
        name: badge_in(one)
        for name, one in (
            ("plain", plain), ("full", full), ("revoked", revoked), ("replaced", replaced),
            ("leaked", leaked),
        )
    }  # fmt: skip
    for name, (document, token) in made.items():
        assert (name, broken_rules(document), broken_rules(payload(token))) == (name, [], [])

    good, token = made["plain"]
    without = {key: one for key, one in good.items() if key != "proof"}
    empty = changed(without, "credentialSubject", to={"id": "urn:uuid:1", "type": ["x:y"]})
    tried = {name: document for name, (document, _token) in made.items()} | {
        "another name": changed(
            good, "credentialSubject", "identifier", to=[{"identityHash": "Iemand anders"}]
        ),
        "one letter": changed(good, "name", to=good["name"].replace("E", "e", 1)),
        "another place": changed(good, "credentialStatus", "statusListIndex", to="7"),
        "own property": changed(good, "credentialSubject", "hoursSpent", to=3),
        "no achievement": proofs.with_proof(empty, key=keys.current_key(), made=NEXT_DAY),
    }
    lookups = Lookups(client)
    said = by_digitalcredentials(lookups, tried)
    verified = {name for name, one in said.items() if one == VALID}
    # It looks at no schema: what is signed may say nothing at all.
    assert verified == {"plain", "full", "no achievement"}
    assert "achievement" in " ".join(broken_rules(tried["no achievement"]))

    def second(name: str) -> tuple[bool, bool]:
        document, token = made[name]
        return tuple(by_openbadgeslib(lookups, one) == VALID for one in (document, token))  # type: ignore[return-value]

    assert {name: second(name) for name in made} == {
        "plain": (True, True), "full": (True, True), "revoked": (False, False),
        "replaced": (False, False), "leaked": (False, False),
    }  # fmt: skip
    assert "revocation" in by_openbadgeslib(lookups, made["revoked"][1])
    for name in ("another name", "one letter", "another place", "own property"):
        assert (name, by_openbadgeslib(lookups, tried[name])) != (name, VALID)
    head, body, signature = token.split(".")
    flipped = ("B" if body[40] == "A" else "A") + body[41:]
    assert by_openbadgeslib(lookups, f"{head}.{body[:40]}{flipped}.{signature}") != VALID

    issuer = json.loads(lookups.download("http://testserver/p/openbadges/issuer.json"))
    assert broken_rules(issuer, PROFILE) == []


def test_what_is_said_is_the_same_with_marks_in_between() -> None:
    """Our short way, beside the library's own long one."""
    document, _token = badge_in(
        with_badge(training=make_training(goals=("Een", "Twee"), eqf_level="2"))
    )
    proof = {"@context": document["@context"], **document.pop("proof")}
    listed = status_list.document("https://academie.example.org/status/1", [3], made=NEXT_DAY)
    how = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _contexts()}
    for one in (document, proof, listed):
        assert statements(one).decode() == jsonld.normalize(one, how)
