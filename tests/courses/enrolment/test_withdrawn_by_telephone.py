"""Who is taken out while on the telephone knows it, and needs no letter about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.enrolment.services import enrol
from courses.notices import queries
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ADDRESS = {"street": "Dorpsstraat 1", "postcode": "3512 AB", "city": "Utrecht"}


@pytest.mark.parametrize(("sent", "letters"), [({}, 1), ({"told": "1"}, 0)])
def test_no_letter_is_made_where_staff_say_that_the_person_knows(
    client: Client, sent: dict[str, str], letters: int
) -> None:
    coordinator, edition = person_in_role(Role.COORDINATOR), EditionFactory.create()
    person = PersonFactory.create(email=None, **ADDRESS)
    enrolment = enrol(person=person, edition=edition, actor=coordinator)
    client.force_login(coordinator)
    url = f"/beheer/uitvoeringen/{edition.pk}/afmelden/{enrolment.pk}/"
    assert "weet het al" in client.get(url).content.decode()
    page = client.post(url, sent, follow=True).content.decode()
    waiting = queries.letters_to_print().filter(kind__contains="withdrawn")
    assert (waiting.count(), "krijgt een brief" in page) == (letters, bool(letters))


def test_who_gets_a_mail_anyway_is_not_asked_about(client: Client) -> None:
    coordinator, edition = person_in_role(Role.COORDINATOR), EditionFactory.create()
    enrolment = enrol(person=PersonFactory.create(), edition=edition, actor=coordinator)
    client.force_login(coordinator)
    page = client.get(f"/beheer/uitvoeringen/{edition.pk}/afmelden/{enrolment.pk}/")
    assert "weet het al" not in page.content.decode()
