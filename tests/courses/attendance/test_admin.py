from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from courses.attendance.enums import Turn
from courses.attendance.models import Attendance
from courses.attendance.services import mark_attendance
from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.people.models import User

BEGIN = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))
AFTER = BEGIN + timedelta(days=30)

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def an_edition(trainer: User, *, sessions: int = 1, participants: int = 2) -> Edition:
    with clock.at(BEGIN - timedelta(days=20)):
        edition = EditionFactory.create(starts_at=BEGIN, sessions=sessions, trainers=[trainer])
        for _ in range(participants):
            EnrolmentFactory.create(edition=edition)
    return edition


def enrolment_ids(edition: Edition) -> list[int]:
    return list(
        Enrolment.objects.filter(edition=edition).order_by("pk").values_list("pk", flat=True)
    )


def stored(edition: Edition) -> dict[tuple[int, int], bool]:
    return {
        (mark.session_id, mark.enrolment_id): mark.was_there
        for mark in Attendance.objects.filter(session__edition=edition)
    }


def test_a_trainer_marks_who_was_there() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer)
    first, second = enrolment_ids(edition)
    session = edition.sessions.get()
    with clock.at(AFTER):
        response = signed_in(trainer).post(
            f"/beheer/presentie/{edition.pk}/",
            {"shown": [first, second], f"session_{session.pk}": [first]},
            follow=True,
        )
    assert response.redirect_chain == [(f"/beheer/presentie/{edition.pk}/", 302)]
    assert "De presentie is bewaard." in response.content.decode()
    assert stored(edition) == {(session.pk, first): True, (session.pk, second): False}


def test_a_session_without_any_tick_stays_open() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer, sessions=2)
    first, second = enrolment_ids(edition)
    one, _two = edition.sessions.order_by("starts_at")
    with clock.at(AFTER):
        signed_in(trainer).post(
            f"/beheer/presentie/{edition.pk}/",
            {"shown": [first, second], f"session_{one.pk}": [first, second]},
        )
    assert stored(edition) == {(one.pk, first): True, (one.pk, second): True}


def test_that_nobody_came_can_be_said() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer)
    first, second = enrolment_ids(edition)
    session = edition.sessions.get()
    with clock.at(AFTER):
        signed_in(trainer).post(
            f"/beheer/presentie/{edition.pk}/",
            {"shown": [first, second], f"nobody_{session.pk}": "on"},
        )
    assert stored(edition) == {(session.pk, first): False, (session.pk, second): False}


def test_ticks_and_nobody_together_are_refused_and_stay_ticked() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer)
    first, second = enrolment_ids(edition)
    session = edition.sessions.get()
    with clock.at(AFTER):
        response = signed_in(trainer).post(
            f"/beheer/presentie/{edition.pk}/",
            {
                "shown": [first, second],
                f"session_{session.pk}": [first],
                f"nobody_{session.pk}": "on",
            },
        )
    assert response.status_code == 422
    assert response.content.decode().count("checked") == 2
    assert stored(edition) == {}


@pytest.mark.parametrize("bad", [["x"], ["999999"], ["-1", ""], ["1; drop"]])
def test_nonsense_is_answered_with_a_sentence(bad: list[str]) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer)
    session = edition.sessions.get()
    with clock.at(AFTER):
        response = signed_in(trainer).post(
            f"/beheer/presentie/{edition.pk}/", {"shown": bad, f"session_{session.pk}": bad}
        )
    assert response.status_code == 422
    assert "De groep is intussen veranderd." in response.content.decode()
    assert stored(edition) == {}


def test_who_got_a_seat_after_the_page_was_opened_is_not_marked_absent() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer)
    first, _latecomer = enrolment_ids(edition)
    session = edition.sessions.get()
    with clock.at(AFTER):
        signed_in(trainer).post(
            f"/beheer/presentie/{edition.pk}/",
            {"shown": [first], f"session_{session.pk}": [first]},
        )
    assert stored(edition) == {(session.pk, first): True}


def test_a_session_that_is_still_to_come_cannot_be_ticked() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer, participants=1)
    (only,) = enrolment_ids(edition)
    session = edition.sessions.get()
    client = signed_in(trainer)
    with clock.at(BEGIN - timedelta(days=2)):
        page = client.get(f"/beheer/presentie/{edition.pk}/").content.decode()
        client.post(
            f"/beheer/presentie/{edition.pk}/",
            {"shown": [only], f"session_{session.pk}": [only]},
        )
    assert page.count("disabled") == 2
    assert stored(edition) == {}


def test_the_list_names_what_is_still_to_be_filled_in() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer, sessions=3)
    (first, second), sessions = enrolment_ids(edition), list(edition.sessions.order_by("pk"))
    address = f"/beheer/presentie/{edition.pk}/"
    client = signed_in(trainer)
    with clock.at(sessions[1].ends_at):
        mark_attendance(session=sessions[0], present={first}, absent=(), actor=trainer)
        page = client.get(address)
        # Of the third nothing can be known yet.
        assert [(one.number, one.names) for one in page.context["gaps"]] == [
            (1, (edition.enrolments.get(pk=second).person.name,)),
            (2, tuple(row.enrolment.person.name for row in page.context["form"].sheet.rows)),
        ]
        html = page.content.decode()
        name, _at, domain = edition.enrolments.get(pk=first).person.email.partition("@")
        assert f"{name}<wbr>@{domain}" in html
        assert ("bij iedereen" in html, html.count("nog open")) == (True, 3)
        assert "Afronden kan hier zodra de laatste bijeenkomst is begonnen." in html


def test_a_narrow_screen_shows_the_session_of_today_or_the_one_that_was_chosen() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer, sessions=2)
    first, second = edition.sessions.order_by("starts_at")
    address = f"/beheer/presentie/{edition.pk}/"
    client = signed_in(trainer)
    with clock.at(second.starts_at):
        assert client.get(address).context["shown"] == second.pk
        # What is refused comes back with the same session in view.
        person = enrolment_ids(edition)[0]
        both = {f"session_{first.pk}": [person], f"nobody_{first.pk}": "on"}
        sent = {"shown": enrolment_ids(edition), "shown_session": first.pk, **both}
        response = client.post(address, sent)
        assert (response.status_code, response.context["shown"]) == (422, first.pk)
        nonsense = client.post(address, {**sent, "shown_session": "x"})
        assert nonsense.context["shown"] == second.pk


@pytest.mark.parametrize("address", ["", "deelnemers.csv"])
def test_who_may_see_the_participants(address: str) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer)
    url = f"/beheer/presentie/{edition.pk}/{address}"
    with clock.at(AFTER):
        answers = {
            "own trainer": signed_in(trainer).get(url).status_code,
            "other trainer": signed_in(person_in_role(Role.TRAINER)).get(url).status_code,
            "coordinator": signed_in(person_in_role(Role.COORDINATOR)).get(url).status_code,
            "administrator": signed_in(person_in_role(Role.ADMINISTRATOR)).get(url).status_code,
            "volunteer": signed_in(person_in_role(Role.VOLUNTEER)).get(url).status_code,
            "visitor": Client().get(url).status_code,
        }
    assert answers == {
        "own trainer": 200,
        "other trainer": 404,
        "coordinator": 200,
        "administrator": 200,
        "volunteer": 302,
        "visitor": 302,
    }


def test_another_trainer_marks_nobody() -> None:
    edition = an_edition(person_in_role(Role.TRAINER))
    first, second = enrolment_ids(edition)
    session = edition.sessions.get()
    with clock.at(AFTER):
        response = signed_in(person_in_role(Role.TRAINER)).post(
            f"/beheer/presentie/{edition.pk}/",
            {"shown": [first, second], f"session_{session.pk}": [first]},
        )
    assert response.status_code == 404
    assert stored(edition) == {}


def test_the_list_begins_with_the_session_of_today_and_the_next_one() -> None:
    """Also the second session of an edition that began long ago."""
    trainer = person_in_role(Role.TRAINER)
    day = timedelta(days=1)
    long_ago = an_edition(trainer, sessions=2)
    first, second = long_ago.sessions.order_by("starts_at")
    others = {}
    for name, days in (("today", 3), ("next", 5), ("later", 30)):
        with clock.at(BEGIN - 20 * day):
            others[name] = EditionFactory.create(
                starts_at=BEGIN + timedelta(days=days), trainers=[trainer]
            ).sessions.get()
            EditionFactory.create(starts_at=BEGIN + timedelta(days=days))  # another trainer's
    past = an_edition(trainer, participants=0).sessions.get()
    with clock.at(others["today"].ends_at):
        response = signed_in(trainer).get("/beheer/presentie/")
    assert [(one, one.turn, one.number, one.people) for one in response.context["object_list"]] == [
        (others["today"], Turn.TODAY, 1, 0),
        (others["next"], Turn.TO_COME, 1, 0),
        (second, Turn.TO_COME, 2, 2),
        (others["later"], Turn.TO_COME, 1, 0),
        (first, Turn.TO_MARK, 1, 2),
        (past, Turn.OVER, 1, 0),
    ]
    html = response.content.decode()
    assert f"/beheer/presentie/{long_ago.pk}/bijeenkomst/{second.pk}/" in html
    assert html.count("is geweest") == 1


def test_a_coordinator_searches_in_all_sessions() -> None:
    with clock.at(BEGIN - timedelta(days=20)):
        wanted = EditionFactory.create(starts_at=BEGIN, venue="Wijkhuis Zuid")
        EditionFactory.create(starts_at=BEGIN)
    with clock.at(BEGIN):
        response = signed_in(person_in_role(Role.COORDINATOR)).get("/beheer/presentie/?q=wijkhuis")
    assert [one.edition_id for one in response.context["object_list"]] == [wanted.pk]


def test_the_csv_opens_in_excel_and_runs_no_formula() -> None:
    trainer = person_in_role(Role.TRAINER)
    with clock.at(BEGIN - timedelta(days=20)):
        edition = EditionFactory.create(starts_at=BEGIN, trainers=[trainer])
        EnrolmentFactory.create(
            edition=edition,
            person=PersonFactory.create(
                first_name="=1+1", last_name="Ünal; jr.", email="unal@example.org"
            ),
        )
    with clock.at(AFTER):
        response = signed_in(trainer).get(f"/beheer/presentie/{edition.pk}/deelnemers.csv")
    assert response.content.decode("utf-8-sig").splitlines() == [
        "Achternaam;Voornaam;E-mailadres;Achtergrond;Organisatie;Status;"
        "dinsdag 3 maart 2026, 19:00–22:00",
        '"Ünal; jr.";\u200b=1+1;unal@example.org;Vrijwilliger;;Ingeschreven;',
    ]
    assert response.content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("kind", ["list", "sheet"])
def test_the_number_of_queries_does_not_grow(
    kind: str, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    trainer = person_in_role(Role.TRAINER)
    client = signed_in(trainer)

    def count(number: int) -> int:
        if kind == "list":
            for _ in range(number):
                edition = an_edition(trainer, participants=1)
            url = "/beheer/presentie/"
        else:
            edition = an_edition(trainer, participants=number)
            url = f"/beheer/presentie/{edition.pk}/"
        with clock.at(AFTER):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
        return len(queries)

    assert count(1) == count(3)
