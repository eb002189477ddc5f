"""Lists of editions show the signed-in person where they stand."""

import re
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from courses.common import clock
from courses.editions.models import Edition
from courses.editions.services.hybrids import add_half
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/agenda/", "training", "/zoeken/", "/zoeken/?q=xqzw"])
def test_an_edition_one_is_in_says_so(client: Client, path: str) -> None:
    enrolment = EnrolmentFactory.create()
    url = enrolment.edition.training.url if path == "training" else path
    assert "Je bent ingeschreven" not in client.get(url).content.decode()
    client.force_login(enrolment.person)
    page = client.get(url).content.decode()
    assert "Je bent ingeschreven" in page
    assert ">Schrijf je in<" not in page


def test_the_search_page_swaps_for_who_has_a_place_on_another_date(client: Client) -> None:
    enrolment = EnrolmentFactory.create()
    EditionFactory.create(training=enrolment.edition.training)
    client.force_login(enrolment.person)
    page = client.get("/zoeken/").content.decode()
    assert (page.count(">Ruil naar deze datum<"), page.count(">Schrijf je in<")) == (1, 0)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (EnrolmentStatus.CONFIRMED, "je bent ingeschreven"),
        (EnrolmentStatus.WAITING, "je staat op de wachtlijst"),
        (EnrolmentStatus.OFFERED, "er is een plaats voor je"),
        (EnrolmentStatus.WITHDRAWN, "vol"),
    ],
)
def test_the_month_says_at_ones_own_date_that_it_is_and_not_that_it_is_full(
    client: Client, status: EnrolmentStatus, said: str
) -> None:
    full = EditionFactory.create(capacity=1)
    enrolment = EnrolmentFactory.create(edition=full)
    Edition.objects.filter(pk=full.pk).update(seats_taken=1)
    Enrolment.objects.filter(pk=enrolment.pk).update(
        status=status, queued_at=clock.now(), offer_expires_at=full.starts_at
    )
    address = f"/agenda/?weergave=maand&maand={full.starts_at:%Y-%m}"
    assert "· vol" in client.get(address).content.decode()
    client.force_login(enrolment.person)
    page = client.get(address).content.decode()
    assert (f"· {said}" in page, "· vol" in page) == (True, said == "vol")


@pytest.mark.parametrize("path", ["/zoeken/", "/agenda/?weergave=maand&maand=2026-03"])
def test_as_many_queries_for_three_own_dates_as_for_one(client: Client, path: str) -> None:
    person = PersonFactory.create()
    client.force_login(person)
    costs = []
    with clock.at(NOW):
        for number in (1, 3):
            while Enrolment.objects.count() < number:
                start = clock.moment_of(date(2026, 3, 12 + Enrolment.objects.count()), time(13))
                edition = EditionFactory.create(starts_at=start)
                EnrolmentFactory.create(person=person, edition=edition)
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("path", ["/", "/trainingen/"])
def test_a_card_of_ones_own_date_does_not_say_how_many_seats_are_left(
    client: Client, path: str
) -> None:
    enrolment = EnrolmentFactory.create()
    Edition.objects.filter(pk=enrolment.edition_id).update(capacity=4)
    own = 'class="va-own"'
    card = re.compile(r'(?s)<article class="va-card.*?</article>')
    for person, said in (
        (enrolment.person, (True, False)),
        (PersonFactory.create(), (False, True)),
    ):
        client.force_login(person)
        found = card.search(client.get(path).content.decode())
        assert found
        assert (own in found[0], "plaatsen" in found[0]) == said


def test_what_fits_all_but_one_wish_says_what_is_ones_own(client: Client) -> None:
    with clock.at(NOW):
        edition = EditionFactory.create(starts_at=clock.moment_of(date(2026, 3, 12), time(13)))
        enrolment = EnrolmentFactory.create(edition=edition)
        client.force_login(enrolment.person)
        page = client.get("/trainingen/?dagdeel=avond").content.decode()
    near = " ".join(
        strip_tags(page.partition('class="va-empty"')[2].partition("</div>")[0]).split()
    )
    assert ("Je doet mee op donderdag 12 maart" in near, "plaatsen" in near) == (True, False)


def test_another_date_at_which_one_has_the_seat_is_not_offered_as_free(client: Client) -> None:
    seat = EnrolmentFactory.create()
    closed = EditionFactory.create(training=seat.edition.training)
    Edition.objects.filter(pk=closed.pk).update(enrol_until=clock.now() - timedelta(hours=1))
    address = f"/inschrijven/{closed.pk}/"
    client.force_login(PersonFactory.create())
    said = "Je bent ingeschreven"
    page = client.get(address).content.decode()
    assert ("Kies een andere datum" in page, said in page, "plaatsen" in page) == (
        True,
        False,
        True,
    )
    client.force_login(seat.person)
    page = client.get(address).content.decode()
    assert ("Kies een andere datum" in page, said in page, "plaatsen" in page) == (
        True,
        True,
        False,
    )


def test_the_other_half_is_not_offered_to_who_has_the_seat_there(client: Client) -> None:
    venue = EditionFactory.create()
    coordinator = person_in_role(Role.COORDINATOR)
    online = add_half(
        edition=venue, actor=coordinator, capacity=5, online_link="https://meet.example.org/a"
    )
    enrolment = EnrolmentFactory.create(edition=online)
    for person, offered in ((PersonFactory.create(), True), (enrolment.person, False)):
        client.force_login(person)
        page = client.get(f"/inschrijven/{venue.pk}/").content.decode()
        assert ("Liever online" in page) == offered


NOW = clock.moment_of(date(2026, 3, 2), time(9))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (EnrolmentStatus.CONFIRMED, "Je doet mee op donderdag 26 maart"),
        (EnrolmentStatus.WAITING, "Je staat op de wachtlijst voor donderdag 26 maart"),
        (EnrolmentStatus.OFFERED, "Er is een plaats voor je op donderdag 26 maart"),
        (EnrolmentStatus.COMPLETED, "Afgerond"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/trainingen/"])
def test_a_card_says_which_date_is_ones_own_beside_the_next_one(
    client: Client, path: str, status: EnrolmentStatus, said: str
) -> None:
    with clock.at(NOW):
        first = EditionFactory.create(starts_at=clock.moment_of(date(2026, 3, 12), time(13)))
        own = EditionFactory.create(
            training=first.training, starts_at=clock.moment_of(date(2026, 3, 26), time(10))
        )
        enrolment = EnrolmentFactory.create(edition=own)
        Enrolment.objects.filter(pk=enrolment.pk).update(
            status=status, queued_at=NOW, offer_expires_at=own.starts_at
        )
        client.force_login(enrolment.person)
        text = " ".join(strip_tags(client.get(path).content.decode()).split())
        assert said in text
        is_other = status != EnrolmentStatus.COMPLETED
        assert ("Ook op: donderdag 12 maart" in text) == is_other
        # On the day itself nobody needs to be told which one it is.
        Enrolment.objects.filter(pk=enrolment.pk).update(edition=first)
        assert "Ook op:" not in client.get(path).content.decode()


def test_what_goes_on_names_no_day(client: Client) -> None:
    with clock.at(NOW):
        edition = EditionFactory.create(
            sessions=2, starts_at=clock.moment_of(date(2026, 3, 12), time(13))
        )
        enrolment = EnrolmentFactory.create(edition=edition)
    client.force_login(enrolment.person)
    with clock.at(clock.moment_of(date(2026, 3, 13), time(9))):
        text = " ".join(strip_tags(client.get("/trainingen/").content.decode()).split())
    assert ("Je doet mee" in text, "Je doet mee op" in text) == (True, False)
