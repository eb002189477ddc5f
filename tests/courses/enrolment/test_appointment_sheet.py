"""The sheet with somebody's own date, for that person and for who comes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.common.formats import period
from courses.editions.enums import Place
from courses.editions.models import Edition, Location
from courses.enrolment import services
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


ALL = "/mijn/afspraken/"


def url(edition: Edition) -> str:
    return f"/inschrijven/{edition.pk}/afspraak/"


def text_of(client: Client, edition: Edition) -> str:
    response = client.get(url(edition))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    pages = read_pdf(response.content).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_it_has_ones_own_date_and_who_comes_along_and_no_other_date(client: Client) -> None:
    person = PersonFactory.create(first_name="Loes", last_name="Jansen")
    location = Location.objects.create(
        name="De Wissel", address="Wisselstraat 12", entrance="De blauwe deur.", transport="Bus 5."
    )
    edition = EditionFactory.create(sessions=2)
    Edition.objects.filter(pk=edition.pk).update(location=location)
    other = EditionFactory.create(training=edition.training, venue="Ergens anders")
    _own, second = services.enrol_together(
        person=person,
        edition=edition,
        companion={"first_name": "Gré", "telephone": "030 123 45 67"},
    )
    trainer = PersonFactory.create(first_name="Thijmen", last_name="Zwart")
    Edition.trainers.through.objects.create(edition=edition, user=trainer)
    client.force_login(person)
    assert url(edition) in client.get(f"/inschrijven/{edition.pk}/").content.decode()
    text = text_of(client, edition)
    order = [
        "VRIJWILLIGERSACADEMIE · MIJN AFSPRAAK",
        "Loes Jansen",
        "Gré",
        "Wij bellen Gré.",
        "Je hoeft je niet meer in te schrijven.",
        *(period(one.starts_at, one.ends_at) for one in edition.sessions.all()),
        "De deur: De blauwe deur.",
        "Bus, fiets en auto: Bus 5.",
        "Trainer: Thijmen Zwart",
        "Kun je toch niet? Of heb je een vraag? Bel (030) 236 17 45",
    ]
    found = [text.find(one) for one in order]
    assert -1 not in found, text
    assert found == sorted(found), text
    absent = (other.venue, "Zo schrijf je je in", "plaats vrij", "plaatsen vrij")
    assert [one in text for one in absent] == [False] * 4
    # How somebody is told is for who brought that one, and for no other.
    client.force_login(second.person)
    assert "Wij bellen" not in text_of(client, edition)


def test_who_has_no_seat_there_has_no_sheet(client: Client) -> None:
    edition = EnrolmentFactory.create(capacity=1).edition
    assert client.get(url(edition))["Location"].startswith("/account/login/")
    person = PersonFactory.create()
    client.force_login(person)
    assert client.get(url(edition)).status_code == 404
    services.enrol(person=person, edition=edition)
    assert client.get(url(edition)).status_code == 404, "who waits has no date yet"
    assert url(edition) not in client.get(f"/inschrijven/{edition.pk}/").content.decode()


def test_of_a_date_online_it_has_the_link(client: Client) -> None:
    enrolment = EnrolmentFactory.create(
        edition=EditionFactory.create(online_link="https://meet.example.org/x")
    )
    client.force_login(enrolment.person)
    text = text_of(client, enrolment.edition)
    assert "Online. Hiervoor heb je internet nodig." in text
    assert "https://meet.example.org/x" in text


def test_one_paper_has_all_that_somebody_comes_to_or_waits_for(client: Client) -> None:
    person = PersonFactory.create(first_name="Loes", last_name="Jansen")
    assert client.get(ALL)["Location"].startswith("/account/login/")
    client.force_login(person)
    assert "Je hebt nu geen afspraken." in read_pdf(client.get(ALL).content).pages[0].extract_text()
    first = EnrolmentFactory.create(person=person).edition
    full = EnrolmentFactory.create(capacity=1).edition
    services.enrol(person=person, edition=full)
    other = EnrolmentFactory.create().edition
    for page in ("/mijn/", f"/inschrijven/{full.pk}/"):
        assert f'href="{ALL}"' in client.get(page).content.decode()
    response = client.get(ALL)
    pages = [" ".join(one.extract_text().split()) for one in read_pdf(response.content).pages]
    text = " ".join(pages)
    assert all(
        one in text
        for one in (
            "Loes Jansen", first.training.title, full.training.title, "Je bent ingeschreven.",
            "Je staat op nummer 1 van de wachtlijst. Kom dus nog niet.",
        )
    )  # fmt: skip
    assert all("(030) 236 17 45" in one for one in pages)
    assert f"{other.training.title} " not in text


def test_it_says_of_each_place_which_bus_stops_there_or_that_we_do_not_know(
    client: Client,
) -> None:
    person = PersonFactory.create()
    location = Location.objects.create(name="De Wissel", transport="Bus 5, halte Wissel.")
    known, unknown, far, full = (EditionFactory.create(capacity=1) for _number in range(4))
    Edition.objects.filter(pk__in=[known.pk, full.pk]).update(location=location)
    Edition.objects.filter(pk=unknown.pk).update(location=Location.objects.create(name="Het Huis"))
    Edition.objects.filter(pk=far.pk).update(place=Place.ONLINE)
    EnrolmentFactory.create(edition=full)
    for edition in (known, unknown, far, full):
        services.enrol(person=person, edition=edition)
    client.force_login(person)
    text = " ".join(
        " ".join(one.extract_text() for one in read_pdf(client.get(ALL).content).pages).split()
    )
    # Who waits is told not to come, and who meets online need not travel.
    assert text.count("Bus, fiets en auto: Bus 5, halte Wissel.") == 1
    assert text.count("We weten niet welke bus of tram er stopt. Bel ons.") == 1


def test_as_many_queries_for_places_of_three_dates_as_of_one(client: Client) -> None:
    def asked(dates: int) -> int:
        person = PersonFactory.create()
        for _number in range(dates):
            edition = EditionFactory.create(sessions=2)
            location = Location.objects.create(name=f"De Wissel {edition.pk}")
            Edition.objects.filter(pk=edition.pk).update(location=location)
            services.enrol(person=person, edition=edition)
        client.force_login(person)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(ALL).status_code == 200
        return len([one for one in captured if "editions_" in one["sql"]])

    assert asked(3) == asked(1)


def test_a_printed_own_page_has_no_way_out_and_no_files_for_programs(client: Client) -> None:
    client.force_login(EnrolmentFactory.create().person)
    page = client.get("/mijn/").content.decode()
    main = page.partition("<main")[2]
    assert main.index('<ul class="va-meta va-no-print">') < main.index("Uitloggen")
