"""What a person's page offers staff to do about each training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from courses.enrolment import services
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_who_rings_that_she_cannot_come_is_signed_off_from_her_own_page(client: Client) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    person, edition = PersonFactory.create(), EditionFactory.create(capacity=1)
    enrolment = services.enrol(person=person, edition=edition, actor=coordinator)
    late = PersonFactory.create()
    waiting = services.enrol(person=late, edition=edition, actor=coordinator)
    client.force_login(coordinator)
    for who, one, label in (
        (late, waiting, "Haal van de wachtlijst"),
        (person, enrolment, "Meld af"),
    ):
        own = f"/beheer/personen/{who.pk}/"
        (section,) = [
            found
            for found in client.get(own).context["sections"]
            if str(found.title) == "Trainingen"
        ]
        (row,) = section.rows
        (action,) = [found for found in row.actions if str(found.label) == label]
        assert action.url == f"/beheer/uitvoeringen/{edition.pk}/afmelden/{one.pk}/?terug={own}"
        assert client.post(action.url).headers["Location"] == own
        assert label not in client.get(own).content.decode()
    assert edition.ends_at is not None
    with clock.at(edition.ends_at):
        assert "Meld af" not in client.get(f"/beheer/personen/{person.pk}/").content.decode()


def test_enrolling_is_the_first_thing_that_the_page_offers(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    person = PersonFactory.create()
    first, *others = client.get(f"/beheer/personen/{person.pk}/").context["actions"]
    assert (str(first.label), first.is_main) == ("Schrijf in", True)
    assert others
    assert not any(one.is_main for one in others)
