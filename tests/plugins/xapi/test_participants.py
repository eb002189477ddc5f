"""Staff see how far participants are in courses, let somebody off a unit and end what hangs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from courses.common import clock
from courses.people.enums import Role
from courses.plugin_api.api import ReportFilters
from plugins.xapi.cmi5 import overview, placing, words
from plugins.xapi.models import CourseStatement, Registration, Session
from plugins.xapi.reports import Results
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role
from tests.plugins.xapi.made import alone
from tests.plugins.xapi.test_courses import DONE, TWO, _attempt, _open, place

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

pytestmark = pytest.mark.django_db

BASE = "/beheer/extra/xapi/participants/"


@pytest.fixture
def placed(training: TrainingPage) -> tuple[LessonPage, str]:
    """The lesson with the course, and the id of its block."""
    return place(training, alone(TWO))


@pytest.fixture
def address(placed: tuple[LessonPage, str]) -> str:
    """Where the participant opens it."""
    return f"/trainingen/luisteren/p/xapi/les/{placed[0].pk}/{placed[1]}/"


@pytest.fixture
def page(placed: tuple[LessonPage, str], enrolment: Enrolment) -> str:
    """Where staff see that participant."""
    return f"{BASE}{enrolment.pk}/{placed[0].pk}/{placed[1]}/"


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def trainer(enrolment: Enrolment) -> User:
    person = person_in_role(Role.TRAINER)
    enrolment.edition.trainers.add(person)
    enrolment.edition.save()
    return person


def _pass(client: Client, address: str) -> None:
    test = _open(client, address, 1)
    test.say(words.INITIALIZED)
    score = {"scaled": 0.9}
    assert test.say(words.PASSED, success=True, duration="PT10M", score=score) == 200
    assert test.say(words.TERMINATED, duration="PT10M") == 200


# --- The list and the page ------------------------------------------------------------------------


def test_a_trainer_sees_how_far_participants_of_the_own_editions_are(
    trainer: User, enrolment: Enrolment, address: str, page: str
) -> None:
    _pass(_client(enrolment.person), address)
    elsewhere = EditionFactory.create(training=enrolment.edition.training)
    other = EnrolmentFactory.create(edition=elsewhere)
    staff = _client(trainer)
    shown = staff.get(BASE).content.decode()
    assert str(enrolment.edition) in shown
    assert f'value="{elsewhere.pk}"' not in shown
    listed = staff.get(BASE, {"uitvoering": enrolment.edition_id}).content.decode()
    assert page in listed
    assert "1 van 2" in listed
    assert "90%" in listed
    person = staff.get(page).content.decode()
    assert "Gehaald" in person
    assert "Nog niet geopend" in person
    for wrong in (
        page.replace(f"/{enrolment.pk}/", f"/{other.pk}/"),
        page.replace("/participants/", "/participants/99"),
        f"{page[:-1]}x/",
    ):
        assert staff.get(wrong).status_code == 404
        assert staff.post(wrong, {"waive": "0", "reason": "Tested Out"}).status_code == 404
    assert staff.get(BASE, {"uitvoering": elsewhere.pk}).context["rows"] is None


def test_an_edition_without_participants_says_so(trainer: User, enrolment: Enrolment) -> None:
    staff = _client(trainer)
    # A training without a course cannot be chosen.
    assert staff.get(BASE, {"uitvoering": enrolment.edition_id}).context["rows"] is None


def test_participants_see_nothing(page: str, enrolment: Enrolment) -> None:
    client = _client(enrolment.person)
    assert client.get(BASE).status_code in (302, 403, 404)
    assert client.post(page, {"waive": "0", "reason": "Tested Out"}).status_code in (302, 403, 404)
    assert not Registration.objects.exists()


# --- Letting somebody off -------------------------------------------------------------------------


def test_a_unit_is_waived_with_a_reason_also_of_who_opened_nothing(
    trainer: User, page: str, enrolment: Enrolment
) -> None:
    staff = _client(trainer)
    answer = staff.post(page, {"waive": "0", "reason": "Equivalent AU"}, follow=True)
    text = answer.content.decode()
    assert f"{enrolment.person.name} hoeft ‘lezen’ niet meer te doen." in text
    assert "Vrijstelling" in text
    assert "Stel vrij van “toets”" in text
    assert "Stel vrij van “lezen”" not in text
    (said,) = CourseStatement.objects.filter(verb=words.WAIVED)
    assert said.body["result"]["extensions"] == {words.REASON: "Equivalent AU"}
    assert _attempt() == (1, 2, False)
    staff.post(page, {"waive": "1", "reason": "Administrative"})
    assert _attempt() == (2, 2, True)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"waive": "0"}, 422),
        ({"waive": "0", "reason": "Zomaar"}, 422),
        ({"waive": "9", "reason": "Tested Out"}, 409),
        ({"waive": "²", "reason": "Tested Out"}, 409),
        ({}, 200),
    ],
)
def test_what_cannot_be_waived_is_refused(
    trainer: User, page: str, sent: dict[str, str], status: int
) -> None:
    assert _client(trainer).post(page, sent).status_code == status
    assert not CourseStatement.objects.exists()


# --- Ending what hangs ----------------------------------------------------------------------------


def test_a_session_that_hangs_is_ended(
    trainer: User, page: str, address: str, enrolment: Enrolment
) -> None:
    hanging = _open(_client(enrolment.person), address)
    hanging.say(words.INITIALIZED)
    session = Session.objects.get()
    staff = _client(trainer)
    assert "Sluit dit onderdeel" in staff.get(page).content.decode()
    answer = staff.post(page, {"close": str(session.pk)}, follow=True)
    assert "De sessie is gesloten." in answer.content.decode()
    assert CourseStatement.objects.filter(verb=words.ABANDONED).count() == 1
    assert hanging.say(words.COMPLETED, **DONE) == 403
    again = staff.post(page, {"close": str(session.pk)}, follow=True)
    assert "Deze sessie was al gesloten." in again.content.decode()
    assert CourseStatement.objects.filter(verb=words.ABANDONED).count() == 1


# --- The report -----------------------------------------------------------------------------------


def _rows(person: User, training: TrainingPage, **more: Any) -> list[tuple[Any, ...]]:
    filters = ReportFilters(person_id=person.pk, training_ids=frozenset({training.pk}), **more)
    return [tuple(row) for row in Results().rows(filters)]


def test_the_report_tells_what_was_opened_done_and_passed(
    trainer: User, enrolment: Enrolment, training: TrainingPage, address: str
) -> None:
    EnrolmentFactory.create(edition=EditionFactory.create(training=training))
    _pass(_client(enrolment.person), address)
    today = clock.today()
    (row,) = _rows(trainer, training)
    assert row[0] == enrolment.person.name_in_list
    assert row[2:] == ("Luisteren", today, 2, 0, 1, 0, "nee", 90, 10, 1, today)
    assert len(_rows(person_in_role(Role.COORDINATOR), training)) == 2
    assert _rows(PersonFactory.create(), training) == []
    assert _rows(trainer, training, since=today + timedelta(days=1)) == []
    assert _rows(trainer, training, until=date(2020, 1, 1)) == []


@pytest.mark.parametrize(
    ("told", "minutes"),
    [("PT1H", 60), ("PT99999999999999H", 720), ("P999999999999D", 720), ("PT-5M", 0), ("P1Y", 0)],
)
def test_no_more_time_is_told_than_a_session_can_take(
    trainer: User,
    enrolment: Enrolment,
    training: TrainingPage,
    address: str,
    told: str,
    minutes: int,
) -> None:
    unit = _open(_client(enrolment.person), address)
    unit.say(words.INITIALIZED)
    CourseStatement.objects.filter(verb=words.INITIALIZED).update(
        verb=words.TERMINATED, body={"result": {"duration": told}}
    )
    assert _rows(trainer, training)[0][-3] == minutes


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_queries_for_more_people(
    enrolment: Enrolment,
    training: TrainingPage,
    address: str,
    number: int,
    django_assert_num_queries: Any,
) -> None:
    people = [
        enrolment,
        *(EnrolmentFactory.create(edition=enrolment.edition) for _one in range(number - 1)),
    ]
    for one in people:
        _pass(_client(one.person), address)
    every = placing.placed_in(training.pk)
    with django_assert_num_queries(7):
        assert len(overview.progress_of(people, every)) == number
