"""What the certificates know of somebody."""

from __future__ import annotations

import pytest

from courses.certificates.models import Certificate
from courses.certificates.personal_data import Certificates
from courses.certificates.services import revoke
from courses.common import clock
from courses.common.errors import Refusal
from courses.people.services import erase_person
from tests.courses.certificates.people import NEXT_DAY, make_certificate
from tests.factories import PersonFactory

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
def test_who_has_a_certificate_is_not_erased_and_the_certificate_stays(revoked: bool) -> None:
    certificate = make_certificate()
    if revoked:
        revoke(certificate=certificate, reason="Verkeerde naam", actor=None)
    with pytest.raises(Refusal) as no:
        erase_person(person=certificate.enrolment.person, actor=None)
    assert str(no.value) == (
        "Deze persoon heeft een certificaat. Dat blijft bewaard, dus de persoon ook. "
        "Zet het account op niet actief."
    )
    assert Certificate.objects.get().enrolment.person == certificate.enrolment.person
