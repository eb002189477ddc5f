"""What the certificates know of somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from wagtail.models import ModelLogEntry

from courses.certificates.models import Certificate, ErasedCertificate
from courses.certificates.personal_data import Certificates
from courses.certificates.services import replace, revoke
from courses.common import clock
from courses.people.services import erase_person, must_stay
from tests.courses.certificates.people import NEXT_DAY, make_certificate
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_certificates_are_shown_with_what_is_on_them() -> None:
    certificate = make_certificate()
    [shown] = Certificates().export(certificate.enrolment.person_id)
    assert shown == {
        "training": "Eenzaamheid signaleren",
        "naam": "Fatima van der Berg",
        "code": certificate.code,
        "uitgegeven op": "2026-03-04T19:00+01:00",
        "organisatie": certificate.data["partner"],
        "eerste dag": "2026-03-03",
        "laatste dag": "2026-03-03",
        "uren": "3.0",
        "plaats": "Buurthuis De Wissel",
        "te controleren op": certificate.data["check_url"],
        "ingetrokken op": None,
        "reden": None,
    }
    assert Certificates().export(PersonFactory.create().pk) is None


def test_a_certificate_that_was_revoked_is_shown_with_the_reason() -> None:
    certificate = make_certificate()
    with clock.at(NEXT_DAY):
        revoke(certificate=certificate, reason="Verkeerde naam", actor=None)
    [shown] = Certificates().export(certificate.enrolment.person_id)
    assert (shown["ingetrokken op"], shown["reden"]) == (
        "2026-03-04T19:00+01:00",
        "Verkeerde naam",
    )


@pytest.mark.parametrize("revoked", [False, True])
def test_of_who_is_erased_only_the_code_stays_with_what_it_was_for(
    client: Client, revoked: bool
) -> None:
    certificate = make_certificate(person=PersonFactory.create(first_name="Xantippe"))
    if revoked:
        revoke(certificate=certificate, reason="Verkeerde naam", actor=None)
    person = certificate.enrolment.person
    assert not must_stay(person)
    assert Certificate.objects.count() == 1
    erase_person(person=person, actor=None)
    assert Certificate.objects.count() == 0
    (left,) = ErasedCertificate.objects.all()
    assert (left.code, left.training_title, left.issued_on, left.was_valid) == (
        certificate.code,
        certificate.training_title,
        clock.local_day(certificate.issued_at),
        not revoked,
    )
    page = client.get(f"/certificaat/{certificate.code.lower()}/")
    shown = page.content.decode()
    assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "Met deze code is een certificaat uitgegeven" in shown
    assert ("al ingetrokken of vervangen" in shown) == revoked
    assert "Xantippe" not in shown
    assert client.get(f"/certificaat/{certificate.code}/pdf/").status_code in (302, 404)
    assert not ModelLogEntry.objects.filter(label__contains="Xantippe").exists()


@pytest.mark.both_databases
def test_a_certificate_and_the_one_in_its_place_are_erased_together() -> None:
    old = make_certificate()
    new = replace(
        certificate=old, reason="Spelfout", first_name="Sanne", last_name="Bos", actor=None
    )
    erase_person(person=new.enrolment.person, actor=None)
    found = ErasedCertificate.objects.values_list("code", "was_valid")
    assert sorted(found) == sorted([(old.code, False), (new.code, True)])
