"""Badges in certificates: made with them, handed out with them, gone with them."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pypdf import PdfReader

from courses.certificates import services as certificates
from courses.certificates.invariants import changed_files
from courses.certificates.models import Certificate
from courses.certificates.services import issue_if_complete
from courses.common import clock
from courses.people.enums import Role
from courses.people.queries import export_personal_data
from courses.people.services import erase_person
from courses.plugin_host.models import PluginFault
from plugins.openbadges import addresses, queries, services
from plugins.openbadges.checks import check_key
from plugins.openbadges.models import StatusEntry
from tests.courses.certificates.people import (
    NEXT_DAY,
    attend,
    make_certificate,
    make_participant,
    signed_in,
)
from tests.courses.certificates.test_signing import PASSWORD, certify, look_at, write_key
from tests.factories import PersonFactory, person_in_role
from tests.pdf_files import failed_rules
from tests.plugins.openbadges.outsiders import badge_in
from tests.plugins.openbadges.people import make_training, with_badge

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def test_the_badge_says_what_the_certificate_says_and_nothing_else_of_the_person() -> None:
    certificate = with_badge()
    person = certificate.enrolment.person
    document, _token = badge_in(certificate)
    subject = document["credentialSubject"]
    assert subject["identifier"] == [
        {
            "type": "IdentityObject",
            "identityType": "name",
            "identityHash": certificate.person_name,
            "hashed": False,
        }
    ]
    assert str(person.email) not in json.dumps(document)
    assert (subject["activityStartDate"], subject["activityEndDate"]) == (
        "2026-03-03T12:00:00Z",
        "2026-03-03T12:00:00Z",
    )
    assert (subject["creditsEarned"], subject["achievement"]["creditsAvailable"]) == (3, 3)
    assert document["validFrom"] == "2026-03-04T18:00:00Z"
    assert document["id"] == f"http://testserver/c/{certificate.code}/"
    again, _token = badge_in(with_badge(person=person))
    assert subject["id"] != again["credentialSubject"]["id"]


def test_a_signed_certificate_with_a_badge_keeps_both_profiles_and_is_small(
    tmp_path: Path, settings: Settings
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    root = (key, certify("Proefwortel", key, "Proefwortel", key, is_authority=True))
    write_key(tmp_path / "sleutel.p12", "Vrijwilligersacademie", key, root)
    settings.ACADEMY_SIGNING_KEY = str(tmp_path / "sleutel.p12")
    settings.ACADEMY_SIGNING_PASSWORD = PASSWORD
    content = bytes(with_badge().pdf)
    assert failed_rules(content) == []
    assert look_at(content, root[1]).intact
    settings.ACADEMY_SIGNING_KEY = ""
    plain = bytes(make_certificate().pdf)
    assert (len(plain) < 40_000, len(content) < 60_000) == (True, True), (len(plain), len(content))
    told: Any = PdfReader(io.BytesIO(content)).root_object
    files = [one.get_object() for one in told["/AF"]]
    assert [
        (one["/UF"], one["/AFRelationship"], one["/EF"]["/F"].get_object()["/Subtype"])
        for one in files
    ] == [
        ("badge.json", "/Alternative", "/application/ld+json"),
        ("badge.jwt", "/Alternative", "/application/vc+jwt"),
    ]


def test_the_owner_can_download_the_badge_and_others_cannot(client: Client) -> None:
    certificate = with_badge()
    page = f"/certificaat/{certificate.code}/"
    files = [f"{page}bestand/badge.json/", f"{page}bestand/badge.jwt/"]
    own = signed_in(certificate.enrolment.person)
    enrolled = f"/inschrijven/{certificate.enrolment.edition_id}/"
    for where in (page, "/mijn/", enrolled):
        shown = own.get(where).content.decode()
        assert [one in shown for one in files] == [True, True], where
    document, token = badge_in(certificate)
    answers = [own.get(one) for one in files]
    assert json.loads(answers[0].content) == document
    assert answers[1].content.decode() == token
    assert [one["Content-Type"] for one in answers] == ["application/ld+json", "application/vc+jwt"]
    assert answers[0]["Content-Disposition"] == (
        'attachment; filename="certificaat-eenzaamheid-signaleren-badge.json"'
    )
    assert own.get(f"{page}bestand/iets.json/").status_code == 404
    stranger = signed_in(PersonFactory.create())
    assert [stranger.get(one).status_code for one in files] == [404, 404]
    assert [client.get(one).status_code for one in files] == [302, 302]
    seen = client.get(page).content.decode()
    digests = [certificate.sha256, *(hashlib.sha256(one.content).hexdigest() for one in answers)]
    assert f'data-compare-file="{" ".join(digests)}"' in seen
    assert ("data-badge-check" in seen, "bestand/badge" in seen) == (True, False)
    with clock.at(NEXT_DAY):
        certificates.revoke(certificate=certificate, reason="Vergissing", actor=None)
    assert own.get(files[0]).status_code == 302
    assert signed_in(person_in_role(Role.COORDINATOR)).get(files[0]).status_code == 200


def test_a_badge_has_the_name_for_its_owner_and_nothing_public_tells_it(client: Client) -> None:
    person = PersonFactory.create(first_name="Zaira", last_name="Onvindbaar")
    certificate = with_badge(person=person)
    certificates.choose_name(certificate=certificate, hide=True, actor=person)
    page = f"/certificaat/{certificate.code}/"
    own = signed_in(person)
    # By choice of the owner: what somebody hands over says whose it is, and the pages say so.
    badge = json.loads(own.get(f"{page}bestand/badge.json/").content)
    assert badge["credentialSubject"]["identifier"][0]["identityHash"] == "Zaira Onvindbaar"
    assert "ook in de digitale badge" in own.get(f"{page}naam/").content.decode()
    assert "Op de pdf en in deze bestanden staat je naam wel." in own.get("/mijn/").content.decode()
    status = badge["credentialStatus"]["statusListCredential"]
    training = badge["credentialSubject"]["achievement"]["id"]
    key = badge["proof"]["verificationMethod"].partition("#")[2]
    named = [addresses.address(one) for one in ("did.json", "issuer.json", "keys.json")]
    named += [addresses.address(f"keys/{key}"), status, f"{status}.jwt", training]
    for address in [*named, page, f"/c/{certificate.code}/"]:
        answer = client.get(address.removeprefix("http://testserver"), follow=True)
        content = answer.content.decode()
        if address.endswith(".jwt"):
            content = base64.urlsafe_b64decode(content.split(".")[1] + "==").decode()
        assert (answer.status_code, "Onvindbaar" in content) == (200, False), address


def test_who_is_erased_takes_the_badge_along_and_it_counts_no_more() -> None:
    certificate = with_badge()
    person = certificate.enrolment.person
    place = StatusEntry.objects.get(code=certificate.code)
    told = export_personal_data(person)
    assert f"'plaats in de lijst': {place.index}" in str(told)
    assert queries.places_that_do_not_count(1) == []
    erase_person(person=person, actor=None)
    assert Certificate.objects.count() == 0
    assert queries.places_that_do_not_count(1) == [place.index]


def test_without_a_key_that_can_be_used_certificates_come_without_a_badge(
    tmp_path: Path, settings: Settings
) -> None:
    settings.ACADEMY_BADGE_KEY = str(tmp_path / "weg.pem")
    certificate = with_badge()
    assert certificate.attachments == []
    fault = PluginFault.objects.get()
    assert (fault.plugin, fault.place, fault.error) == (
        "openbadges",
        "CertificateAttachments badge",
        "plugins.openbadges.keys.KeyUnavailable",
    )
    (tmp_path / "weg.pem").write_text("geen sleutel")
    (warning,) = check_key(None)
    assert warning.id == "openbadges.W001"
    page = signed_in(certificate.enrolment.person).get(f"/certificaat/{certificate.code}/")
    assert "badge" not in page.content.decode()


def test_a_badge_whose_certificate_is_not_issued_is_said_nothing_of_at_first() -> None:
    enrolment = make_participant(training=make_training())
    attend(enrolment)
    place = services.take_place(code="AAAA-BBBB-CCCC-DDDD")
    assert queries.places_that_do_not_count(1) == []
    with clock.at(clock.now() + queries.TIME_TO_ISSUE):
        assert queries.places_that_do_not_count(1) == [place.index]
    with clock.at(NEXT_DAY):
        assert issue_if_complete(enrolment_id=enrolment.pk) is not None
    assert list(changed_files()) == []
    assert addresses.issuer() == "did:web:testserver:p:openbadges"
