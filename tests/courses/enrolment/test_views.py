"""The page of an enrolment."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from courses.common import clock
from courses.common.formats import period
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db


def url(edition: Edition) -> str:
    return f"/inschrijven/{edition.pk}/"


@pytest.fixture
def person(client: Client) -> User:
    person = PersonFactory.create()
    client.force_login(person)
    return person


def test_a_visitor_reads_what_to_do_first(client: Client) -> None:
    edition = EditionFactory.create()
    page = client.get(url(edition)).content.decode()
    assert "Ik ben nieuw hier" in page
    assert f"?next={url(edition)}" in page
    assert client.post(url(edition), {"action": "enrol"})["Location"].startswith("/account/login/")
    assert Enrolment.objects.count() == 0


def test_who_has_no_seat_yet_can_read_for_whom_it_is(client: Client) -> None:
    training = TrainingFactory.create(for_whom="<p>Voor wie graag luistert.</p>")
    edition, without = EditionFactory.create(training=training), EditionFactory.create()

    def said(edition: Edition) -> tuple[bool, bool]:
        page = client.get(url(edition)).content.decode()
        return "Voor wie is deze training?" in page, "<p>Voor wie graag luistert.</p>" in page

    assert [said(edition), said(without)] == [(True, True), (False, False)]
    client.force_login(PersonFactory.create())
    assert said(edition) == (True, True)
    client.post(url(edition), {"action": "enrol"})
    assert said(edition) == (False, False)


def test_enrolling_confirms_and_shows_what_the_certificate_asks(
    client: Client, person: User
) -> None:
    edition = EditionFactory.create(training=TrainingFactory.create(lessons=1))
    page = client.post(url(edition), {"action": "enrol"}, follow=True).content.decode()
    assert "Gelukt! Je bent ingeschreven." in page
    assert "Zo krijg je je certificaat" in page
    assert "Je hebt nog 1 les te doen." in page
    # Who sees a list of things to do fears that all of it comes first.
    assert "Je mag komen, ook als je dit nog niet hebt gedaan." in page


def test_who_is_not_in_it_yet_reads_when_it_is_and_gets_no_link_to_the_meeting(
    client: Client, person: User
) -> None:
    room = "https://example.org/kamer"
    edition = EditionFactory.create(place="online", online_link=room)
    before = client.get(url(edition)).content.decode()
    session = edition.sessions.get()
    assert (period(session.starts_at, session.ends_at) in before, room in before) == (True, False)
    assert "Nog één stap: je bent nog niet ingeschreven" in before
    services.enrol(person=person, edition=edition)
    assert room in client.get(url(edition)).content.decode()


def test_who_is_in_it_reads_at_the_top_when_and_where_and_puts_it_in_a_calendar(
    client: Client, person: User
) -> None:
    edition = EditionFactory.create(online_link="https://meet.example.org/x")
    assert client.get(f"{url(edition)}training.ics").status_code == 404
    services.enrol(person=person, edition=edition)
    page = client.get(url(edition)).content.decode()
    (session,) = edition.sessions.all()
    when, lessons = page.index(period(session.starts_at, session.ends_at)), page.index("Naar de")
    assert when < page.index("Zet in mijn agenda")
    assert "er komt een bestand. Open het" in page
    assert when < lessons
    # A month before nobody needs to open it, so it is a link and no button.
    assert "Link naar de bijeenkomst" in page
    assert "Open de online bijeenkomst" not in page
    with clock.at(session.starts_at):
        page = client.get(url(edition)).content.decode()
    assert page.index("Open de online bijeenkomst") < page.index("Naar de")
    file = client.get(f"{url(edition)}training.ics")
    assert (file["Content-Type"], file.content.count(b"BEGIN:VEVENT")) == (
        "text/calendar; charset=utf-8",
        1,
    )
    assert b"https://meet.example.org/x" in file.content


def test_a_full_edition_gives_a_place_in_the_queue(client: Client, person: User) -> None:
    edition = EnrolmentFactory.create(capacity=1).edition
    before = client.get(url(edition)).content.decode()
    assert "De training is vol" in before
    assert "Jij staat er nog niet op." in before
    page = client.post(url(edition), {"action": "enrol"}, follow=True).content.decode()
    assert "Je staat op nummer 1 van de wachtlijst" in page


def test_withdrawing_is_asked_first_and_can_be_undone(client: Client, person: User) -> None:
    edition = EditionFactory.create()
    client.post(url(edition), {"action": "enrol"})
    assert "Wil je je afmelden?" in client.get(f"{url(edition)}afmelden/").content.decode()
    assert Enrolment.objects.get().status == S.CONFIRMED
    client.post(url(edition), {"action": "withdraw"})
    assert Enrolment.objects.get().status == S.WITHDRAWN
    client.post(url(edition), {"action": "enrol"})
    assert Enrolment.objects.get().status == S.CONFIRMED


@pytest.mark.parametrize(
    ("answer", "status", "text"),
    [
        ("accept", S.CONFIRMED, "De plaats is van jou."),
        ("decline", S.DECLINED, "De plaats is weer vrij voor een ander."),
    ],
)
def test_an_offer_can_be_taken_or_left(
    client: Client, person: User, answer: str, status: S, text: str
) -> None:
    holder = EnrolmentFactory.create(capacity=1)
    services.enrol(person=person, edition=holder.edition)
    services.withdraw(enrolment=holder, actor=holder.person)
    assert "Er is een plaats voor je!" in client.get(url(holder.edition)).content.decode()
    page = client.post(url(holder.edition), {"action": answer}, follow=True).content.decode()
    assert text in page
    assert Enrolment.objects.get(person=person).status == status


@pytest.mark.parametrize("action", ["withdraw", "accept", "decline"])
def test_who_is_not_in_it_cannot_do_anything_with_it(
    client: Client, person: User, action: str
) -> None:
    edition = EnrolmentFactory.create().edition
    response = client.post(url(edition), {"action": action})
    assert response.status_code == 409
    assert "Je bent niet ingeschreven." in response.content.decode()
    assert client.get(f"{url(edition)}afmelden/").status_code == 404


@pytest.mark.parametrize("data", [{}, {"action": "fly"}, {"action": ""}])
def test_an_unknown_action_gets_a_plain_message(
    client: Client, person: User, data: dict[str, object]
) -> None:
    response = client.post(url(EditionFactory.create()), data)
    assert response.status_code == 400
    assert "Kies wat je wilt doen." in response.content.decode()


def test_a_closed_edition_says_why(client: Client, person: User) -> None:
    past = EditionFactory.create(starts_at=clock.now() - timedelta(days=2))
    assert "al geweest" in client.get(url(past)).content.decode()
    response = client.post(url(past), {"action": "enrol"})
    assert (response.status_code, Enrolment.objects.count()) == (409, 0)
    assert response.content.decode().count("al geweest") == 1


@pytest.mark.parametrize("lessons", [0, 1])
def test_what_the_page_says_of_lessons_is_so_and_the_link_leads_to_them(
    client: Client, person: User, lessons: int
) -> None:
    edition = EditionFactory.create(training=TrainingFactory.create(lessons=lessons))
    page = client.post(url(edition), {"action": "enrol"}, follow=True).content.decode()
    address = f"{edition.training.url}#lessen"
    assert (f'href="{address}"' in page) is bool(lessons)
    assert ("De lessen kun je nu al lezen." in page) is bool(lessons)
    assert ('id="lessen"' in client.get(edition.training.url).content.decode()) is bool(lessons)


def test_leaving_says_which_lessons_close_and_what_stays(client: Client, person: User) -> None:
    training = TrainingFactory.create(lessons=1)
    edition, other = (EditionFactory.create(training=training) for _ in range(2))
    without = EditionFactory.create()
    for one in (edition, without):
        client.post(url(one), {"action": "enrol", "anyway": "1"})
    closes = "gaan dan voor je dicht"
    assert closes in client.get(f"{url(edition)}afmelden/").content.decode()
    assert closes not in client.get(f"{url(without)}afmelden/").content.decode()
    services.enrol(person=person, edition=other, actor=person_in_role(Role.COORDINATOR))
    assert closes not in client.get(f"{url(edition)}afmelden/").content.decode()


def test_who_leaves_the_waiting_list_loses_no_lessons(client: Client, person: User) -> None:
    edition = EnrolmentFactory.create(
        edition=EditionFactory.create(training=TrainingFactory.create(lessons=1), capacity=1)
    ).edition
    client.post(url(edition), {"action": "enrol"})
    page = client.get(f"{url(edition)}afmelden/").content.decode()
    assert "Je verliest je plek in de rij." in page
    assert "gaan dan voor je dicht" not in page


def test_the_same_news_is_told_once(client: Client, person: User) -> None:
    edition = EditionFactory.create()
    for action, told, later in (
        (
            "enrol",
            "Gelukt! Je bent ingeschreven. Je krijgt ook een mail met wanneer en waar het is.",
            "Je bent ingeschreven",
        ),
        ("withdraw", "Je bent afgemeld.", "Je hebt je afgemeld voor deze training."),
    ):
        page = client.post(url(edition), {"action": action}, follow=True).content.decode()
        assert (page.count(told), page.count(later)) == (1, int(later in told))
        assert client.get(url(edition)).content.decode().count(later) == 1


def test_drafts_and_unknown_editions_do_not_exist(client: Client, person: User) -> None:
    draft = EditionFactory.create(publish=False)
    assert [client.get(path).status_code for path in (url(draft), "/inschrijven/999999/")] == [
        404,
        404,
    ]


def test_the_waiting_list_promises_no_time_to_choose_that_may_be_shorter(client: Client) -> None:
    edition = EditionFactory.create(capacity=1)
    EnrolmentFactory.create(edition=edition)
    client.force_login(EnrolmentFactory.create(edition=edition).person)
    content = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert "In het bericht staat tot wanneer je kunt kiezen." in content


def test_only_who_reads_mail_is_told_that_one_comes(client: Client) -> None:
    said = "Je krijgt ook een mail met wanneer en waar het is."
    for person, comes in (
        (PersonFactory.create(), True),
        (PersonFactory.create(email=None), False),
    ):
        client.force_login(person)
        page = client.post(url(EditionFactory.create()), {"action": "enrol"}, follow=True)
        read = page.content.decode()
        assert ("Gelukt! Je bent ingeschreven." in read, said in read) == (True, comes)


def test_who_has_a_place_reads_at_another_date_that_it_would_be_swapped(client: Client) -> None:
    training = TrainingFactory.create(title="Bellen", lessons=2)
    mine, other = (EditionFactory.create(training=training) for _ in range(2))
    enrolment = services.enrol(person=PersonFactory.create(), edition=mine)
    client.force_login(enrolment.person)
    enrol, swap = ">Schrijf je in<", ">Ruil naar deze datum<"
    for address in (training.url, "/agenda/"):
        read = client.get(address).content.decode()
        assert (read.count(swap), read.count(enrol)) == (1, 0), address
    services.withdraw(enrolment=enrolment, actor=enrolment.person)
    read = client.get(training.url).content.decode()
    assert (read.count(swap), read.count(enrol)) == (0, 2)
    own = client.get("/mijn/").content.decode()
    assert ("Bekijk deze datum" in own, "Bekijk je inschrijving" in own) == (True, False)
    assert other.pk != mine.pk


def test_the_page_of_a_training_tells_sessions_and_lessons_apart(client: Client) -> None:
    facts = []
    for lessons in (0, 2):
        training = TrainingFactory.create(minutes=180, lessons=lessons)
        page = " ".join(client.get(training.url).content.decode().split())
        facts.append(
            [
                re.search(rf">{label} ?</dt> ?<dd[^>]*> ?([^<]+?) ?</dd>", page)
                for label in ("Duur", "Bijeenkomsten", "Lessen thuis")
            ]
        )
    assert [[found and found[1] for found in one] for one in facts] == [
        ["3 uur", None, None],
        [None, "3 uur", "20 minuten"],
    ]
