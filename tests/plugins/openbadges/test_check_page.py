"""What the script of the check page says of a file, in the browser's own engine."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings

from courses.certificates import services as certificates
from courses.certificates.models import Certificate
from courses.common import clock
from plugins.openbadges import keys
from tests.courses.certificates.people import NEXT_DAY, make_certificate
from tests.ical.readers import node
from tests.plugins.openbadges.outsiders import badge_in
from tests.plugins.openbadges.people import with_badge

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

SCRIPT = (
    Path(django_settings.BASE_DIR) / "plugins" / "openbadges" / "static" / "openbadges" / "check.js"
)
FETCHED = ("/p/openbadges/keys.json", "/p/openbadges/status/1.jwt")


def attributes_on(page: str) -> dict[str, str]:
    """What the page tells the script, as the browser gives it."""
    tag = re.search(r"<section data-badge-check[^>]*>", page)
    assert tag is not None
    return {
        re.sub(r"-(\w)", lambda found: found[1].upper(), name): unescape(value)
        for name, value in re.findall(r'data-([\w-]+)="([^"]*)"', tag[0])
    }


def said_of(cases: dict[str, dict[str, Any]], attributes: dict[str, str]) -> dict[str, list[str]]:
    """What the script says of each file: which answer, and its words."""
    asked = {
        "script": str(SCRIPT),
        "attributes": attributes,
        "issued": " ".join(one.sha256 for one in Certificate.objects.all()),
        "cases": [
            {"name": name, "old": False, **case, "file": base64.b64encode(case["file"]).decode()}
            for name, case in cases.items()
        ],
    }
    done = subprocess.run(
        [node(), str(Path(__file__).with_name("check.mjs"))],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["shown"]
    said: dict[str, list[str]] = told["said"]
    return said


def test_the_browser_says_what_is_so_of_the_badge_in_a_file(client: Client) -> None:
    certificate, another, without = with_badge(), with_badge(), make_certificate()
    page = client.get(f"/certificaat/{certificate.code}/").content.decode()
    attributes = attributes_on(page)
    fetched = {one: client.get(one).content.decode() for one in FETCHED}
    with clock.at(NEXT_DAY):
        certificates.revoke(certificate=certificate, reason="Vergissing", actor=None)
    afterwards = {one: client.get(one).content.decode() for one in FETCHED}
    document, token = badge_in(certificate)
    _document, other_token = badge_in(another)
    head, body, signature = token.split(".")
    forged = f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    unknown = {**fetched, FETCHED[0]: json.dumps({"keys": []})}
    with clock.at(NEXT_DAY):
        stale = {**fetched, FETCHED[1]: client.get(FETCHED[1]).content.decode()}
    pdf = bytes(certificate.pdf)
    cases: dict[str, tuple[bytes, dict[str, str], str]] = {
        "the pdf": (pdf, fetched, "valid"),
        "the badge in a changed pdf": (pdf + b"\n", fetched, "changed"),
        "the badge": (token.encode() + b"\n", fetched, "valid"),
        "revoked": (pdf, afterwards, "revoked"),
        "another's": (other_token.encode(), fetched, "stranger"),
        "changed": (forged.encode(), fetched, "forged"),
        "a key of somebody else": (pdf, unknown, "forged"),
        "no badge": (bytes(without.pdf), fetched, "missing"),
        "json": (json.dumps(document).encode(), fetched, "json"),
        "other json": (b'{"type": []}', fetched, "missing"),
        "no json": (b"{", fetched, "missing"),
        "broken": (pdf[:600], fetched, "missing"),
        "nothing to reach": (pdf, {}, "offline"),
        "no list": (pdf, {FETCHED[0]: fetched[FETCHED[0]]}, "offline"),
        "an old list": (pdf, stale, "offline"),
        "an old browser": (pdf, fetched, "unable"),
    }
    told = said_of(
        {
            name: {"file": file, "documents": documents, "old": name == "an old browser"}
            for name, (file, documents, _said) in cases.items()
        },
        attributes,
    )
    assert {name: one[0] for name, one in told.items()} == {
        name: said for name, (_file, _documents, said) in cases.items()
    }
    assert told["the pdf"][1].startswith("De badge is echt: de Vrijwilligersacademie")
    assert attributes["issuer"] == attributes["issuerNow"]
    assert attributes["issuer"] + "#" + keys.current_key().multibase in fetched[FETCHED[0]]


def test_a_badge_of_before_the_site_had_another_address_still_counts(
    client: Client, settings: Settings
) -> None:
    certificate = with_badge()
    settings.WAGTAILADMIN_BASE_URL = "https://nieuw.example/academie"
    page = client.get(f"/certificaat/{certificate.code}/").content.decode()
    fetched = {one: client.get(one).content.decode() for one in FETCHED}
    attributes = attributes_on(page)
    assert attributes["issuer"] == "did:web:testserver:p:openbadges"
    assert attributes["issuerNow"] == "did:web:nieuw.example:academie:p:openbadges"
    asked = {"file": bytes(certificate.pdf), "documents": fetched}
    assert said_of({"moved": asked}, attributes)["moved"][0] == "valid"
