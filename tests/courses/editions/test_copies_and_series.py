"""Copies of an edition to any day, and series."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from courses.common import clock, dates
from courses.common.errors import Refusal
from courses.editions import services
from courses.editions.enums import EditionStatus, Interval
from courses.editions.models import Edition
from courses.editions.services import copy_to_days, days_of_series
from courses.enrolment.services import enrol
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    TrainingFactory,
    person_in_role,
    start_of,
)

pytestmark = pytest.mark.django_db


def moment(text: str) -> datetime:
    return dates.aware(datetime.fromisoformat(text))


def shown(edition: Edition) -> list[str]:
    return [f"{clock.local(one.starts_at):%d-%m-%Y %H:%M}" for one in edition.sessions.all()]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 30), ["30-03-2027 19:00", "06-04-2027 19:00"]),
        (date(2027, 11, 2), ["02-11-2027 19:00", "09-11-2027 19:00"]),
        (date(2027, 3, 1), ["01-03-2027 19:00", "08-03-2027 19:00"]),
    ],
)
def test_a_copy_begins_on_any_day_at_the_same_hour(day: date, expected: list[str]) -> None:
    edition = EditionFactory.create(starts_at=moment("2027-03-04 19:00"), sessions=2)
    copy = services.copy_edition(edition=edition, actor=None, first_day=day)
    assert (shown(copy), copy.status) == (expected, EditionStatus.DRAFT)


def test_an_hour_that_the_clock_skips_is_refused_with_the_reason() -> None:
    edition = EditionFactory.create(starts_at=moment("2027-03-21 02:30"))
    with pytest.raises(Refusal, match=r"28 maart 2027, 02:30 bestaat niet"):
        copy_to_days(edition=edition, days=[date(2027, 4, 4), date(2027, 3, 28)], actor=None)
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval.WEEK, [date(2027, 1, 29), date(2027, 2, 5), date(2027, 2, 12)]),
        (Interval.FORTNIGHT, [date(2027, 1, 29), date(2027, 2, 12), date(2027, 2, 26)]),
        # The fifth Friday: not every month has one.
        (Interval.MONTH, [date(2027, 1, 29), date(2027, 4, 30), date(2027, 7, 30)]),
        (Interval.LAST_OF_MONTH, [date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 26)]),
    ],
)
def test_the_days_of_a_series(interval: Interval, expected: list[date]) -> None:
    assert days_of_series(first_day=date(2027, 1, 29), interval=interval, times=3) == expected


def test_each_month_is_on_the_same_weekday_also_over_the_year() -> None:
    days = days_of_series(first_day=date(2026, 11, 12), interval=Interval.MONTH, times=4)
    assert days == [date(2026, 11, 12), date(2026, 12, 10), date(2027, 1, 14), date(2027, 2, 11)]


@pytest.mark.usefixtures("coordinator")
def test_months_without_a_fifth_friday_are_named_and_the_last_one_is_offered(
    client: Client,
) -> None:
    edition = EditionFactory.create(starts_at=moment("2027-01-22 19:00"))
    url = f"/beheer/uitvoeringen/{edition.pk}/kopieer/"
    asked = f"{url}?first_day=29-01-2027&interval=month&times=3"
    page = client.get(asked)
    told = page.context["passed_over"]
    assert [f"{one:%m}" for one in told["months"]] == ["02", "03", "05", "06"]
    words = " ".join(page.content.decode().split())
    assert "Niet elke maand heeft een vijfde vrijdag. Deze maanden slaan we over:" in words
    assert "februari 2027, maart 2027, mei 2027, juni 2027." in words
    offered = client.get(url + told["url"])
    assert (offered.context["passed_over"], len(offered.context["rows"])) == (None, 3)
    assert 'value="2027-02-26"' in offered.content.decode()
    wrong = client.get(f"{url}?first_day=22-01-2027&interval=last&times=3")
    assert wrong.context["asked"].errors["interval"] == [
        "22 januari is niet de laatste vrijdag van de maand. Dat is 29 januari."
    ]


@pytest.fixture
def coordinator(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))


@pytest.mark.usefixtures("coordinator")
def test_a_series_is_shown_first_and_a_holiday_is_left_out_by_hand(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = EditionFactory.create(starts_at=moment("2027-04-15 19:00"), trainers=[trainer])
    busy = EditionFactory.create(starts_at=moment("2027-05-06 20:00"), trainers=[trainer])
    url = f"/beheer/uitvoeringen/{edition.pk}/kopieer/"
    # What is typed first is not passed over: there is one button until the days are shown.
    first = client.get(url).content.decode()
    assert ('name="day"' in first, "Ja, kopieer" in first, "Toon de data" in first) == (
        False,
        False,
        True,
    )
    asked = f"{url}?first_day=22-04-2027&interval=week&times=3"
    page = client.get(asked).content.decode()
    assert [f'value="2027-{day}"' in page for day in ("04-22", "04-29", "05-06")] == [True] * 3
    assert page.count(f"trainer {trainer.name}") == 1
    assert busy.training.title in page
    assert Edition.objects.count() == 2
    response = client.post(asked, {"day": ["2027-04-22", "2027-05-06"]})
    assert response.status_code == 302
    made = Edition.objects.exclude(pk__in=[edition.pk, busy.pk]).order_by("starts_at")
    assert [shown(one) for one in made] == [["22-04-2027 19:00"], ["06-05-2027 19:00"]]


@pytest.mark.usefixtures("coordinator")
@pytest.mark.parametrize(
    "asked",
    [
        "first_day=&times=2",
        "first_day=31-02-2027&times=2",
        "first_day=22-04-2027&times=0",
        "first_day=22-04-2027&times=31",
        "first_day=22-04-2027&interval=daily&times=2",
    ],
)
def test_what_is_asked_wrongly_is_said_at_the_field(client: Client, asked: str) -> None:
    edition = EditionFactory.create()
    url = f"/beheer/uitvoeringen/{edition.pk}/kopieer/?{asked}"
    page = client.get(url)
    assert (page.context["asked"].is_valid(), page.context["rows"]) == (False, [])
    assert client.post(url, {"day": ["2027-04-22"]}).status_code == 200
    assert Edition.objects.count() == 1


@pytest.mark.usefixtures("coordinator")
def test_a_day_that_was_not_shown_is_not_made(client: Client) -> None:
    edition = EditionFactory.create()
    url = f"/beheer/uitvoeringen/{edition.pk}/kopieer/?first_day=22-04-2027&interval=week&times=2"
    for days in ([], ["2027-04-23"], ["nonsense"]):
        assert client.post(url, {"day": days}).status_code == 200
    assert Edition.objects.count() == 1


def test_a_trainer_copies_own_editions_only(client: Client) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    edition = EditionFactory.create()
    url = f"/beheer/uitvoeringen/{edition.pk}/kopieer/?first_day=22-04-2027&interval=week&times=1"
    assert client.post(url, {"day": ["2027-04-22"]}).status_code == 404


@pytest.mark.usefixtures("coordinator")
def test_staff_hear_how_many_people_are_elsewhere_at_that_hour(client: Client) -> None:
    edition = EditionFactory.create()
    enrolment = EnrolmentFactory.create(edition=edition)
    url = f"/beheer/uitvoeringen/edit/{edition.pk}/"
    words = f"1 persoon is op dat moment ook ergens anders: {enrolment.person.name}."
    assert words not in client.get(url).content.decode()
    other = EditionFactory.create(
        training=TrainingFactory.create(), starts_at=start_of(edition) + timedelta(hours=1)
    )
    enrol(person=enrolment.person, edition=other)
    assert words in client.get(url).content.decode()
