"""A mail that never came, as the person says who rings: the same on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.enrolment.services import enrol
from courses.notices import queries
from courses.notices.models import Notice
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ADDRESS = {"street": "Dorpsstraat 1", "postcode": "3512 AB", "city": "Utrecht"}


def a_sent_mail(**fields: str) -> Notice:
    person = PersonFactory.create(**fields)
    enrol(person=person, edition=EditionFactory.create(), actor=None)
    Notice.objects.filter(person=person).update(state="sent", settled_at=person.date_joined)
    return person.notices.get()


def test_a_sent_mail_goes_once_more_on_paper_and_waits_for_the_printer_once(
    client: Client,
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    mail = a_sent_mail(**ADDRESS)
    page = client.get(f"/beheer/berichten/{mail.pk}/").content.decode()
    assert "Stuur het op papier" in page
    assert f"/beheer/berichten/?person={mail.person_id}" in page
    for _press in range(2):
        client.post(f"/beheer/berichten/{mail.pk}/opnieuw/", {"paper": "1"})
    (letter,) = queries.letters_to_print()
    assert (letter.person, letter.way, letter.again_of) == (mail.person, "letter", mail)


def test_without_an_address_one_is_led_to_where_it_is_filled_in(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    mail = a_sent_mail()
    page = client.get(f"/beheer/berichten/{mail.pk}/").content.decode()
    assert "Stuur het op papier" not in page
    assert f"/beheer/personen/{mail.person_id}/gegevens/" in page
    client.post(f"/beheer/berichten/{mail.pk}/opnieuw/", {"paper": "1"})
    assert not queries.letters_to_print().exists()
