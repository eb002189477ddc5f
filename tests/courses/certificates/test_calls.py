"""Calling somebody whose certificate is ready: it can be printed from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.certificates.services import issue_if_complete, revoke
from courses.common import clock
from courses.notices.models import Notice
from courses.notices.scripts import script_of
from courses.people.enums import Role
from tests.courses.certificates.people import NEXT_DAY, attend, make_participant
from tests.factories import person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.certificates.models import Certificate

pytestmark = pytest.mark.django_db

LABEL = "Print het certificaat"


def ready(**person: str) -> tuple[Certificate, Notice]:
    enrolment = make_participant()
    somebody = enrolment.person
    for name, value in {"email": None, "telephone": "030 236 17 45", **person}.items():
        setattr(somebody, name, value)
    somebody.save()
    attend(enrolment)
    with clock.at(NEXT_DAY):
        certificate = issue_if_complete(enrolment_id=enrolment.pk)
    assert certificate is not None
    return certificate, Notice.objects.get(kind="certificate_ready")


def test_a_coordinator_prints_it_from_the_page_of_the_call(client: Client) -> None:
    certificate, notice = ready()
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(f"/beheer/bellen/{notice.pk}/").content.decode()
    file = f"/certificaat/{certificate.code}/pdf/"
    # A link: what is written down stays where it is.
    assert (f'href="{file}"' in page, LABEL in page) == (True, True)
    assert client.get(file).content == bytes(certificate.pdf)


def test_a_trainer_who_calls_has_no_button_and_nobody_has_one_for_what_counts_no_more(
    client: Client,
) -> None:
    certificate, notice = ready()
    trainer = person_in_role(Role.TRAINER)
    certificate.enrolment.edition.trainers.add(trainer)
    certificate.enrolment.edition.save()
    client.force_login(trainer)
    page = client.get(f"/beheer/bellen/{notice.pk}/")
    assert (page.status_code, LABEL in page.content.decode()) == (200, False)
    revoke(certificate=certificate, reason="Vergissing.", actor=None)
    client.force_login(person_in_role(Role.COORDINATOR))
    assert LABEL not in client.get(f"/beheer/bellen/{notice.pk}/").content.decode()


@pytest.mark.parametrize(
    ("person", "said", "asked"),
    [
        ({"email": "an@example.org"}, "op je eigen pagina", "Lukt het om het certificaat"),
        ({}, "Wij printen het voor je.", "Naar welk adres mogen we het opsturen?"),
        (
            {
                "street": "Kade 1",
                "postcode": "3511 AA",
                "city": "Utrecht",
                "preferred_way": "telephone",
            },
            "Wij printen het voor je.",
            "Mogen we het opsturen naar Kade 1, 3511 AA Utrecht?",
        ),
    ],
)
def test_who_cannot_sign_in_is_not_sent_to_a_page(
    person: dict[str, str], said: str, asked: str
) -> None:
    _certificate, notice = ready(**person)
    script = script_of(notice)
    assert script is not None
    assert any(said in line for line in script.say)
    assert any(asked in line for line in script.ask)
