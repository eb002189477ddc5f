"""Somebody's own sessions in a calendar, at an address that is nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from courses.calendars import limits, links, services
from courses.calendars.models import CalendarFeed
from courses.common import clock
from courses.editions import services as edition_services
from courses.enrolment import services as enrolment_services
from courses.people.enums import Role
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db

PAGE = "/mijn/agenda/"


@pytest.fixture
def person() -> User:
    return PersonFactory.create(email="zoe@example.org")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address_of(client: Client) -> str:
    page = client.get(PAGE)
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    return str(urlsplit(page.context["address"]).path)


def found_at(address: str) -> list[tuple[str, str]]:
    response = Client().get(address)
    assert response.status_code == 200
    events = Calendar.from_ical(response.content).walk("VEVENT")
    return [(str(one["uid"]), str(one["status"])) for one in events]


def uids(edition: Edition, status: str = "CONFIRMED") -> list[tuple[str, str]]:
    return [(f"session-{one.pk}@vrijwilligersacademie", status) for one in edition.sessions.all()]


@pytest.mark.both_databases
def test_it_holds_what_one_takes_part_in_and_gives_and_nothing_else(person: User) -> None:
    start = clock.now() + timedelta(days=20)
    own = EditionFactory.create(sessions=2, starts_at=start)
    EnrolmentFactory.create(person=person, edition=own)
    given = EditionFactory.create(starts_at=start + timedelta(days=30))
    given.trainers.add(person)
    given.save()
    draft = EditionFactory.create(publish=False)
    draft.trainers.add(person)
    draft.save()
    EnrolmentFactory.create(edition=EditionFactory.create())
    full = EditionFactory.create(capacity=1)
    EnrolmentFactory.create(edition=full)
    waiting = enrolment_services.enrol(person=person, edition=full)
    assert waiting.status == "waiting"
    address = Client().get(PAGE)
    assert address.status_code == 302
    client = signed_in(person)
    client.post(f"{PAGE}maak/")
    assert found_at(address_of(client)) == [*uids(own), *uids(given)]


def test_what_is_called_off_says_so_and_who_withdrew_has_it_no_more(person: User) -> None:
    off, left = EnrolmentFactory.create(person=person), EnrolmentFactory.create(person=person)
    client = signed_in(person)
    client.post(f"{PAGE}maak/")
    enrolment_services.cancel_edition(edition=off.edition, actor=None)
    enrolment_services.withdraw(enrolment=left, actor=person)
    assert found_at(address_of(client)) == uids(off.edition, "CANCELLED")


def test_the_link_of_what_is_online_is_in_the_own_calendar(person: User) -> None:
    EnrolmentFactory.create(person=person, online_link="https://example.org/kamer")
    feed = services.open_feed(person=person)
    content = Client().get(f"/agenda/eigen/{links.token(feed.key)}.ics").content.decode()
    assert "LOCATION:https://example.org/kamer\r\n" in content
    assert "example.org/kamer" not in Client().get("/agenda.ics").content.decode()


@pytest.mark.both_databases
def test_a_new_address_makes_the_old_one_worth_nothing_and_stopping_too(person: User) -> None:
    client = signed_in(person)
    assert address_of(client) == ""
    statuses = []
    addresses = []
    for action in ("maak", "maak", "vernieuw", "stop"):
        assert client.post(f"{PAGE}{action}/").status_code == 302
        addresses.append(address_of(client))
        statuses.append([Client().get(one).status_code for one in addresses if one])
    assert addresses[0] == addresses[1] != addresses[2]
    assert (addresses[3], statuses) == ("", [[200], [200, 200], [404, 404, 200], [404, 404, 404]])


def test_no_address_can_be_guessed_or_made_of_the_database(person: User) -> None:
    feed = services.open_feed(person=person)
    right = links.token(feed.key)
    assert (len(right), links.key_in(right)) == (64, feed.key)
    wrong = [
        feed.key.hex,
        feed.key.hex + "0" * 32,
        right[:-1] + ("0" if right[-1] != "0" else "1"),
        links.token(UUID(int=5)),
        right.upper(),
        "é" * 64,
        right + "0",
        "",
    ]
    answers = [Client().get(f"/agenda/eigen/{one}.ics") for one in wrong]
    assert [one.status_code for one in answers] == [404] * len(wrong)
    # The database holds the key alone: not the signature that the address needs.
    assert right[32:] not in str(list(CalendarFeed.objects.values()))


def test_nothing_keeps_it_and_nothing_indexes_it(person: User) -> None:
    address = f"/agenda/eigen/{links.token(services.open_feed(person=person).key)}.ics"
    headers = [Client().get(one) for one in (address, "/agenda/eigen/weg.ics")]
    assert [(one["Cache-Control"], one["X-Robots-Tag"]) for one in headers] == [
        ("private, no-store", "noindex, nofollow")
    ] * 2
    assert headers[0]["Content-Type"] == "text/calendar; charset=utf-8"


def test_it_is_closed_with_the_account(person: User) -> None:
    address = f"/agenda/eigen/{links.token(services.open_feed(person=person).key)}.ics"
    person.is_active = False
    person.save()
    assert Client().get(address).status_code == 404


def test_who_asks_too_often_or_tries_addresses_has_to_wait(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_HOUR", 2)
    monkeypatch.setattr(limits, "MISSES_PER_MINUTE", 2)
    right = f"/agenda/eigen/{links.token(services.open_feed(person=person).key)}.ics"
    client = Client()
    assert [client.get(right).status_code for _one in range(3)] == [200, 200, 429]
    wrong = f"/agenda/eigen/{'0' * 64}.ics"
    assert [client.get(wrong).status_code for _one in range(3)] == [404, 404, 429]
    assert client.get(right)["Retry-After"] == "3600"


def test_it_costs_the_same_for_three_editions_as_for_one(person: User) -> None:
    address = f"/agenda/eigen/{links.token(services.open_feed(person=person).key)}.ics"
    counts = []
    for number in (1, 2):
        for _one in range(number):
            EnrolmentFactory.create(person=person)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(found_at(address)) in (1, 3)
        counts.append(len(asked))
    assert counts[0] == counts[1] < 6


@pytest.mark.parametrize("role", list(Role))
def test_staff_have_their_own_editions_only(role: Role) -> None:
    person = person_in_role(role)
    EditionFactory.create()
    address = f"/agenda/eigen/{links.token(services.open_feed(person=person).key)}.ics"
    assert found_at(address) == []


def test_what_has_moved_is_there_under_the_same_uid_with_a_higher_sequence(person: User) -> None:
    edition = EnrolmentFactory.create(person=person).edition
    feed = services.open_feed(person=person)
    address = f"/agenda/eigen/{links.token(feed.key)}.ics"

    def shown() -> tuple[str, int]:
        (event,) = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
        return str(event["uid"]), int(str(event["sequence"]))

    before = shown()
    edition = type(edition).objects.get(pk=edition.pk)
    (session,) = edition.sessions.all()
    session.starts_at += timedelta(hours=1)
    session.ends_at += timedelta(hours=1)
    edition.sessions = [session]
    edition_services.save_edition(edition=edition, actor=None)
    assert shown() == (before[0], before[1] + 1)


def test_the_button_asks_for_a_link_and_not_for_where_somebody_lives(person: User) -> None:
    client = Client()
    client.force_login(person)
    page = client.get(PAGE).content.decode()
    assert "Maak mijn agenda-link" in page
    assert "Maak mijn adres" not in page


def test_the_link_can_be_copied_with_a_button_or_by_hand_and_one_training_apart(
    person: User,
) -> None:
    client = signed_in(person)
    services.open_feed(person=person)
    page = client.get(PAGE).content.decode()
    # Without script there is no button that does nothing, and the field can be selected.
    assert re.search(r'<button[^>]* data-copy="address"[^>]* hidden', page)
    assert re.search(r'<input[^>]* id="address"[^>]* readonly', page)
    assert "Wil je maar één training in je agenda?" in page
