"""Reading a lesson while waiting for a seat, or for a new date: the pages know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.common.public_version import version
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.services import enrol, withdraw
from courses.interest.services import register_interest
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from courses.catalogue.models import LessonPage
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

pytestmark = pytest.mark.django_db

WITHOUT = "Je leest deze les zonder inschrijving."
ENROL = "Schrijf je in voor de training."
ASK = "Laat het me weten als er een nieuwe datum is"


@pytest.fixture
def lesson() -> LessonPage:
    return make_lesson(TrainingFactory.create(slug="t"), slug="les", title="Open", is_open=True)


@pytest.fixture
def closed(lesson: LessonPage) -> LessonPage:
    return make_lesson(lesson.training, slug="dicht", title="Dicht")


@pytest.fixture
def person(client: Client) -> User:
    found = PersonFactory.create()
    client.force_login(found)
    return found


def full_edition(lesson: LessonPage) -> Edition:
    edition = EditionFactory.create(training=lesson.training, capacity=1, venue="Buurthuis De Brug")
    EnrolmentFactory.create(edition=edition)
    return edition


def waiting(person: User, lesson: LessonPage) -> Enrolment:
    """On the list as the second."""
    edition = full_edition(lesson)
    enrol(person=PersonFactory.create(), edition=edition)
    found = enrol(person=person, edition=edition)
    assert found.status == EnrolmentStatus.WAITING
    return found


def text(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_a_lesson_tells_who_waits_where_that_is_and_what_follows(
    client: Client, person: User, lesson: LessonPage
) -> None:
    enrolment = waiting(person, lesson)
    page = text(client, lesson.url)
    assert "Tot je een plaats hebt, bewaren we je antwoorden niet." in page
    end = page.partition('id="verder"')[2].partition("</section>")[0]
    assert "Je staat op nummer 2 van de wachtlijst" in end
    assert "Buurthuis De Brug" in end
    assert "Dan krijg je bericht." in end
    assert "Dan telt dat mee als je een plaats krijgt." in end
    assert f'href="/inschrijven/{enrolment.edition_id}/"' in end
    assert [said in page for said in (WITHOUT, ENROL, ASK)] == [False, False, False]


def test_a_lesson_tells_who_is_offered_a_seat_until_when(
    client: Client, person: User, lesson: LessonPage
) -> None:
    edition = EditionFactory.create(training=lesson.training, capacity=1)
    seat = EnrolmentFactory.create(edition=edition)
    enrol(person=person, edition=edition)
    withdraw(enrolment=seat, actor=None)
    page = text(client, lesson.url)
    assert "Er is een plaats voor je bij deze training." in page
    end = page.partition('id="verder"')[2].partition("</section>")[0]
    assert "Er is een plaats voor je!" in end
    assert "Laat het weten vóór" in end
    assert "van de wachtlijst" not in end


def test_the_confirmation_of_a_lesson_fits_who_waits(
    client: Client, person: User, lesson: LessonPage
) -> None:
    waiting(person, lesson)
    client.post(f"{lesson.url}klaar/")
    form = text(client, lesson.url).partition('id="les-klaar"')[2].partition("</form>")[0]
    assert "Deze les telt mee als je een plaats krijgt." in form
    assert "als je je inschrijft" not in form


def test_a_closed_lesson_tells_who_waits_that_a_seat_comes_first(
    client: Client, person: User, closed: LessonPage
) -> None:
    assert "Schrijf je eerst in" in text(client, closed.url)
    waiting(person, closed)
    page = text(client, closed.url)
    assert "Je hebt nog geen plaats" in page
    assert "Je staat op nummer 2 van de wachtlijst" in page
    assert "Schrijf je eerst in" not in page


def test_who_asked_for_a_new_date_is_not_offered_it_again_in_a_lesson(
    client: Client, person: User, lesson: LessonPage, closed: LessonPage
) -> None:
    assert ASK in text(client, lesson.url)
    register_interest(person=person, training=lesson.training, actor=person)
    for page in (text(client, lesson.url), text(client, closed.url)):
        assert ASK not in page
        assert "Je hoort van ons als er een nieuwe datum is" in page


def test_the_training_leads_who_waits_to_their_place_first(
    client: Client, person: User, lesson: LessonPage
) -> None:
    enrolment = waiting(person, lesson)
    head = text(client, lesson.training.url).partition('id="data"')[0]
    assert "Je staat op de wachtlijst" in head
    assert f'href="/inschrijven/{enrolment.edition_id}/"' in head
    assert "Bekijk de data en de wachtlijst" not in head


def test_the_training_does_not_offer_again_to_tell_of_a_new_date(
    client: Client, person: User, lesson: LessonPage
) -> None:
    assert "Hoor van een nieuwe datum" in text(client, lesson.training.url)
    register_interest(person=person, training=lesson.training, actor=person)
    assert "Hoor van een nieuwe datum" not in text(client, lesson.training.url)


def test_waiting_in_more_places_asks_the_database_no_more(
    client: Client, person: User, lesson: LessonPage
) -> None:
    def queries() -> int:
        client.get(lesson.url)
        with CaptureQueriesContext(connection) as asked:
            client.get(lesson.url)
        return len(asked)

    waiting(person, lesson)
    once = queries()
    waiting(person, lesson)
    waiting(person, lesson)
    assert queries() == once


ALL_CLOSED = "Deze lessen lees je als je meedoet aan de training."
OTHERS = "De andere lees je als je meedoet aan de training."


def test_the_list_of_lessons_says_why_some_cannot_be_opened_yet(
    client: Client, lesson: LessonPage
) -> None:
    url = lesson.training.url

    def said() -> tuple[bool, bool]:
        page = text(client, url)
        return OTHERS in page, ALL_CLOSED in page

    assert said() == (False, False), "all are open"
    closed = make_lesson(lesson.training, slug="dicht", title="Dicht")
    version.bump()
    client.force_login(person_in_role(Role.TRAINER))
    assert said() == (False, False), "who gives trainings opens all of them"
    assert f'href="{closed.url}"' in text(client, url)
    client.logout()
    assert said() == (True, False)
    assert f'href="{closed.url}"' not in text(client, url)
    client.force_login(EnrolmentFactory.create(training=lesson.training).person)
    assert said() == (False, False)
    client.logout()
    lesson.is_open = False
    lesson.save()
    version.bump()
    assert said() == (False, True)


@pytest.mark.django_db(transaction=True)
def test_what_staff_look_at_first_leads_no_visitor_to_closed_lessons(
    client: Client, lesson: LessonPage, closed: LessonPage, settings: Settings
) -> None:
    """The list is kept for all who see the same, and staff see more."""
    settings.PAGE_CACHE_SECONDS = 60
    url, link = lesson.training.url, f'href="{closed.url}'
    visitor = type(client)()
    client.force_login(person_in_role(Role.COORDINATOR))
    assert [link in text(one, url) for one in (client, visitor, client)] == [True, False, True]
