"""Who chooses an edition for somebody else reads whether that person can get in."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from courses.editions.models import Location
from courses.editions.queries import access_in_words, with_access
from courses.enrolment import services
from courses.notices import writing
from courses.notices.models import Notice
from courses.people.enums import ContactWay, Role
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition

pytestmark = pytest.mark.django_db

STEP_FREE = "Geen drempels, en een lift."
UNKNOWN = "We weten niet of je er met een rolstoel in kunt. Vraag het na."


@pytest.fixture
def location() -> Location:
    return Location.objects.create(name="De Wissel", step_free=STEP_FREE, hearing="In zaal 2.")


@pytest.fixture
def training() -> TrainingPage:
    return TrainingFactory.create()


@pytest.fixture
def edition(training: TrainingPage, location: Location) -> Edition:
    return EditionFactory.create(
        training=training, location=location, capacity=1, language="nl-eenvoudig"
    )


def test_of_each_building_it_says_how_one_gets_in(
    edition: Edition, training: TrainingPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    online = EditionFactory.create(training=training, online_link="https://meet.example.org/1")
    unknown = EditionFactory.create(training=training)
    elsewhere = Location.objects.create(name="Zonnehof", step_free="Twee treden.")
    two = EditionFactory.create(training=training, location=edition.location, sessions=2)
    two.sessions.filter(pk=two.sessions.last().pk).update(location=elsewhere, venue="Zonnehof")
    with django_assert_num_queries(3):
        found = with_access(type(edition).objects.order_by("pk"))
        said = {one.pk: access_in_words(one) for one in found}
    assert said == {
        edition.pk: [STEP_FREE, "Ringleiding: In zaal 2."],
        online.pk: [],
        unknown.pk: [UNKNOWN],
        two.pk: [
            f"De Wissel: {STEP_FREE}",
            "De Wissel: Ringleiding: In zaal 2.",
            "Zonnehof: Twee treden.",
        ],
    }


def test_it_stands_wherever_staff_choose_an_edition_for_somebody(
    client: Client, edition: Edition, training: TrainingPage
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    here = EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=30))
    enrolment = services.enrol(person=PersonFactory.create(), edition=here)
    for address in (
        f"/beheer/inschrijven/{PersonFactory.create().pk}/",
        f"/beheer/uitvoeringen/{here.pk}/inschrijvingen/{enrolment.pk}/verplaats/",
        f"/beheer/uitvoeringen/{here.pk}/annuleer/",
        f"/beheer/uitvoeringen/{here.pk}/samenvoegen/",
    ):
        page = unescape(client.get(address).content.decode())
        for said in (STEP_FREE, "Eenvoudig Nederlands", "1 plaats vrij"):
            assert said in page, address


ADDRESS = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ({"email": "an@example.org"}, None),
        ({"email": None, "telephone": "030 236 17 45"}, "spelt de link"),
        ({"email": None, **ADDRESS}, "met de link om over te typen"),
    ],
)
def test_it_says_how_somebody_without_mail_gets_the_link_before_the_button(
    client: Client, edition: Edition, contact: dict[str, str | None], said: str | None
) -> None:
    person = PersonFactory.create(**contact)
    client.force_login(person_in_role(Role.COORDINATOR))
    address, warning = f"/beheer/inschrijven/{person.pk}/", "deze persoon heeft geen e-mail"
    assert warning not in client.get(address).content.decode()
    online = EditionFactory.create(online_link="https://meet.example.org/1")
    page = client.get(address).content.decode()
    assert [warning in page, (said or "spelt de link") in page] == [said is not None] * 2
    if said is not None:
        assert page.index(warning) < page.index(f'value="{online.pk}"')
    # And it is so: who is called or gets a letter has the link.
    enrolled = services.enrol(person=person, edition=online, actor=None)
    notice = Notice.objects.get(person=person)
    written = writing.write(notice, way=ContactWay(notice.way))
    assert written is not None
    assert "meet.example.org/1" in f"{written.letter.body} {written.values['spel_link']}"
    assert enrolled.status == "confirmed"
    other = f"/beheer/uitvoeringen/{online.pk}/inschrijven/"
    assert "Deze training is online. Wie geen e-mail heeft" in client.get(other).content.decode()
