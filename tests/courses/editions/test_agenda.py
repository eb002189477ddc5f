"""The agenda leads with what one can book, and cards say at what hour something begins."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.common.public_version import version
from courses.editions.enums import Place
from courses.editions.queries import bookable_first, coming_editions
from courses.editions.views import PAGE_SIZE
from courses.people import services as people_services
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_what_can_be_booked_comes_first_and_each_part_is_by_date() -> None:
    now = clock.now()
    days = [now + timedelta(days=number) for number in range(1, 6)]
    running = EditionFactory.create(starts_at=now - timedelta(hours=1))
    full = EditionFactory.create(starts_at=days[0], capacity=1)
    EnrolmentFactory.create(edition=full)
    closed = EditionFactory.create(starts_at=days[1], enrol_until=now - timedelta(hours=1))
    late = EditionFactory.create(starts_at=days[4])
    soon = EditionFactory.create(starts_at=days[2], enrol_until=days[0])
    found = list(bookable_first(coming_editions()))
    assert found == [soon, late, running, full, closed]
    assert [one.is_bookable for one in found] == [True, True, False, False, False]


def test_who_has_a_place_online_reads_where_the_link_is() -> None:
    person = PersonFactory.create()
    edition = EditionFactory.create(online_link="https://meet.example/luisteren")
    client = Client()
    client.force_login(person)
    before, after = "Je krijgt de link na je inschrijving.", "De link staat bij je inschrijving."
    page = client.get("/agenda/").content.decode()
    assert before in page
    assert after not in page
    EnrolmentFactory.create(edition=edition, person=person)
    for address in ("/agenda/", edition.training.get_url()):
        page = client.get(address).content.decode()
        assert after in page
        assert before not in page
        assert edition.online_link not in page
        # What others see is as it was.
        assert before in Client().get(address).content.decode()


def test_the_agenda_says_where_the_part_without_seats_begins() -> None:
    heading = "Hier is nu geen plaats"
    assert heading not in Client().get("/agenda/").content.decode()
    full = EditionFactory.create(training=TrainingFactory.create(title="Vol schip"), capacity=1)
    EnrolmentFactory.create(edition=full)
    page = Client().get("/agenda/").content.decode()
    assert page.index("Nu is nergens plaats.") < page.index(heading) < page.rindex("Vol schip")
    later = clock.now() + timedelta(days=40)
    EditionFactory.create(training=TrainingFactory.create(title="Ruim schip"), starts_at=later)
    page = Client().get("/agenda/").content.decode()
    assert page.rindex("Ruim schip") < page.index(heading) < page.rindex("Vol schip")
    assert "Nu is nergens plaats." not in page
    month = Client().get(f"/agenda/?weergave=maand&maand={full.starts_at:%Y-%m}").content.decode()
    assert "· vol" in month


def test_the_agenda_says_above_how_many_are_full_and_leads_there() -> None:
    asked = "Bekijk ook 1 datum zonder plaats"
    wish = 'href="/trainingen/vol-schip/nieuwe-datum/"'
    full = EditionFactory.create(training=TrainingFactory.create(slug="vol-schip"), capacity=1)
    EnrolmentFactory.create(edition=full)
    later = clock.now() + timedelta(days=40)
    EditionFactory.create(training=TrainingFactory.create(slug="ruim-schip"), starts_at=later)
    page = Client().get("/agenda/").content.decode()
    assert [part in page for part in (asked, 'href="#geen-plaats"', wish)] == [True, True, True]
    assert "ruim-schip/nieuwe-datum" not in page
    assert "Past er geen datum bij je?" in page
    assert asked not in Client().get("/agenda/?vrij=on").content.decode()
    for _number in range(PAGE_SIZE - 1):
        EditionFactory.create(training=full.training, place=Place.VENUE)
    page = Client().get("/agenda/?vorm=venue").content.decode()
    assert 'href="?vorm=venue&amp;pagina=2#geen-plaats"' in page
    assert asked not in Client().get("/agenda/?pagina=2").content.decode()


def test_a_card_says_at_what_hour_it_begins() -> None:
    starts_at = clock.moment_of(clock.today() + timedelta(days=20), time(19, 30))
    EditionFactory.create(starts_at=starts_at)
    assert "om 19:30 uur" in Client().get("/trainingen/").content.decode()


def test_a_month_has_a_capital_in_english_and_none_in_dutch() -> None:
    starts_at = clock.moment_of(clock.today() + timedelta(days=20), time(10))
    EditionFactory.create(starts_at=starts_at)
    client = Client()
    for language in ("nl", "en"):
        client.cookies["taal"] = language
        page = client.get("/agenda/").content.decode()
        (month,) = re.findall(r'<span class="va-date__month">(\S+) \d{4}</span>', page)
        assert month[0].isupper() == (language == "en"), month


def test_who_gives_a_training_is_not_read_as_its_place() -> None:
    partner = PartnerFactory.create(name="Stichting Samen")
    EditionFactory.create(training=TrainingFactory.create(partner=partner))
    card = " ".join(Client().get("/trainingen/").content.decode().split())
    assert re.search(r'Door <span lang="nl">Stichting Samen</span>', card)


def test_the_button_of_a_training_promises_no_more_than_there_is() -> None:
    training = TrainingFactory.create(slug="zeilen")

    def button() -> str:
        page = Client().get("/trainingen/zeilen/").content.decode()
        link = page.partition('href="#data"')[2].partition("</a>")[0]
        return re.sub(r"<[^>]+>|^[^>]*>", "", link).strip()

    said = [button()]
    full = EditionFactory.create(training=training, capacity=1)
    EnrolmentFactory.create(edition=full)
    said.append(button())
    EditionFactory.create(training=training)
    said.append(button())
    assert said == [
        "Hoor van een nieuwe datum",
        "Bekijk de data en de wachtlijst",
        "Bekijk data en schrijf je in",
    ]


def named(address: str) -> str:
    """A page without the marks around names."""
    return re.sub("</?bdi>|[\u2068\u2069]", "", Client().get(address).content.decode())


def test_a_training_names_who_gives_each_date_and_a_name_finds_it() -> None:
    trainer = person_in_role(Role.TRAINER)
    people_services.correct_name(person=trainer, first_name="Thijmen", last_name="", actor=None)
    training = TrainingFactory.create(slug="zeilen", title="Zeilen")
    EditionFactory.create(training=training, trainers=[trainer])
    EditionFactory.create()

    def found(typed: str) -> list[str]:
        page = Client().get("/zoeken/", {"q": typed})
        return [one.shown.document.title for one in page.context["results"]]

    assert "Trainer: Thijmen" in named("/trainingen/zeilen/")
    assert "Thijmen" not in Client().get("/agenda/").content.decode()
    assert (found("Thijmen"), found("triner thijmen")[0]) == (["Zeilen"], "Zeilen")
    shown = Client().get("/zoeken/", {"q": "thijmen"}).content.decode()
    assert ("Trainer: Thijmen" in shown, "Bedoel je" in shown) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_another_name_of_a_trainer_is_seen_at_once() -> None:
    trainer = person_in_role(Role.TRAINER)
    EditionFactory.create(training=TrainingFactory.create(slug="zeilen"), trainers=[trainer])
    page = "/trainingen/zeilen/"
    assert f"Trainer: {trainer.name}" in named(page)
    people_services.correct_name(person=trainer, first_name="Thijmen", last_name="", actor=None)
    assert "Trainer: Thijmen" in named(page)
    before = version.read()
    PersonFactory.create().save()
    assert version.read() == before, "nobody else is named there"


def test_three_dates_of_a_training_ask_as_many_queries_as_one() -> None:
    training, trainer = TrainingFactory.create(slug="zeilen"), person_in_role(Role.TRAINER)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = named("/trainingen/zeilen/")
        assert page.count(f"Trainer: {trainer.name}") == training.editions.count()
        return len(queries)

    EditionFactory.create(training=training, trainers=[trainer])
    asked()
    one = asked()
    for _number in range(2):
        EditionFactory.create(training=training, trainers=[trainer])
    assert asked() == one
