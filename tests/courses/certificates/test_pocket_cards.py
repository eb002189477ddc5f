"""The small card of a certificate: for whom, what stands on it, and that all fits."""

from __future__ import annotations

import pytest
from django.test import Client

from courses.certificates import pocket_cards
from courses.certificates.models import Certificate
from courses.certificates.services import revoke
from courses.editions.enums import Language
from courses.editions.models import Edition
from courses.people.enums import Role
from tests.courses.certificates.people import make_certificate, signed_in
from tests.factories import PersonFactory, person_in_role
from tests.pdf_files import read_pdf

pytestmark = pytest.mark.django_db


def test_the_owner_and_a_coordinator_get_it_and_nobody_else() -> None:
    certificate = make_certificate()
    url = f"/certificaat/{certificate.code}/pasje/"
    for person in (certificate.enrolment.person, person_in_role(Role.COORDINATOR)):
        response = signed_in(person).get(url)
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        assert response["Cache-Control"] == "private, no-store"
        text = " ".join(read_pdf(response.content).pages[0].extract_text().split())
        for shown in ("Fatima van der Berg", "Eenzaamheid signaleren", "/c/", certificate.code):
            assert shown in text
    assert signed_in(PersonFactory.create()).get(url).status_code == 404
    assert signed_in(person_in_role(Role.TRAINER)).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    revoke(certificate=certificate, reason="Vergissing", actor=person_in_role(Role.COORDINATOR))
    answer = signed_in(certificate.enrolment.person).get(url)
    assert (answer.status_code, answer["Location"]) == (302, f"/certificaat/{certificate.code}/")


def test_whatever_the_names_five_fit_on_a_sheet() -> None:
    certificate = make_certificate()
    names = ["Bo", "Wilhelmina " * 20, "Олена Шевченко", "فاطمة الزهراء", "李小龙", "A" * 220]
    certificates = []
    for name in names:
        data = {**certificate.data, "name": name, "training": name if len(name) > 99 else "Bellen"}
        certificates.append(Certificate(code=certificate.code, data=data))
    reader = read_pdf(pocket_cards.render(certificates))
    assert len(reader.pages) == 2
    assert "李小龙" in reader.pages[0].extract_text()


def test_a_coordinator_prints_those_of_an_edition() -> None:
    certificate = make_certificate()
    edition = certificate.enrolment.edition
    url = f"/beheer/certificaten/uitvoering/{edition.pk}/pasjes/"
    coordinator = signed_in(person_in_role(Role.COORDINATOR))
    page = coordinator.get(f"/beheer/certificaten/uitvoering/{edition.pk}/").content.decode()
    assert f'href="{url}"' in page
    response = coordinator.get(url)
    assert "pasjes-eenzaamheid-signaleren" in response["Content-Disposition"]
    assert certificate.code in read_pdf(response.content).pages[0].extract_text()
    assert signed_in(person_in_role(Role.TRAINER)).get(url).status_code in (302, 403)
    revoke(certificate=certificate, reason="Vergissing", actor=person_in_role(Role.COORDINATOR))
    empty = coordinator.get(url, follow=True)
    assert "dus ook geen pasjes" in empty.content.decode()


def test_of_an_edition_in_english_the_cards_are_in_english_as_the_certificates() -> None:
    certificate = make_certificate()
    edition = certificate.enrolment.edition
    Edition.objects.filter(pk=edition.pk).update(language=Language.ENGLISH)
    owner, coordinator = certificate.enrolment.person, person_in_role(Role.COORDINATOR)
    for person, url in (
        (owner, f"/certificaat/{certificate.code}/pasje/"),
        (coordinator, f"/beheer/certificaten/uitvoering/{edition.pk}/pasjes/"),
    ):
        reader = read_pdf(signed_in(person).get(url).content)
        assert str(reader.root_object["/Lang"]) == "en"
        text = " ".join(reader.pages[0].extract_text().split())
        assert "3 March 2026" in text
        assert "volgde de training" not in text
