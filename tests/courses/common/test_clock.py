"""One time zone: whoever looks, from wherever, sees the hour at which people meet."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from courses.common import clock, formats
from courses.editions.calendar import own_feed
from courses.editions.models import Edition
from courses.people.enums import Role
from courses.people.models import User
from courses.reports.cells import plain
from tests.courses.editions.test_admin import form_data
from tests.factories import EditionFactory, EnrolmentFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

# Seven in the evening in Utrecht; the day after in Tokyo, the early afternoon in New York.
EVENING = datetime(2031, 3, 20, 18, tzinfo=UTC)
FAR_AWAY = ["Asia/Tokyo", "America/New_York"]


def _person_elsewhere(role: Role, zone: str, **fields: Any) -> User:
    person = person_in_role(role, **fields)
    UserProfile.objects.create(user=person)
    UserProfile.objects.filter(user=person).update(current_time_zone=zone)
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("zone", FAR_AWAY)
def test_who_once_chose_another_zone_plans_on_the_academys_clock(client: Client, zone: str) -> None:
    trainer = _person_elsewhere(Role.TRAINER, zone)
    client.force_login(trainer)
    times = {
        "sessions-0-starts_at": "20 maart 2031 19 uur",
        "sessions-0-ends_at": "20-03-2031 22:00",
        "enrol_until": "19-03-2031 12:00",
    }
    client.post("/beheer/uitvoeringen/new/", form_data(TrainingFactory.create(), **times))
    edition = Edition.objects.get()
    assert (edition.starts_at, edition.enrol_until) == (
        EVENING,
        datetime(2031, 3, 19, 11, tzinfo=UTC),
    )
    shown = client.get(f"/beheer/uitvoeringen/edit/{edition.pk}/").content.decode()
    assert ('value="20-03-2031 19:00"' in shown, 'value="19-03-2031 12:00"' in shown) == (
        True,
        True,
    )
    # The list of editions, the presence list and its file.
    assert "do 20 mrt 2031, 19:00" in client.get("/beheer/uitvoeringen/").content.decode()
    EnrolmentFactory.create(edition=EditionFactory.create(starts_at=EVENING, trainers=[trainer]))
    pk = Edition.objects.latest("pk").pk
    assert "20 maart 2031, 19:00" in client.get(f"/beheer/presentie/{pk}/").content.decode()
    sheet = client.get(f"/beheer/presentie/{pk}/deelnemers.csv").content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(sheet), delimiter=";"))[-1] == (
        "donderdag 20 maart 2031, 19:00–22:00"
    )


def test_there_is_no_choice_of_zone(client: Client) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    assert 'name="locale-current_time_zone"' not in client.get("/beheer/account/").content.decode()


@pytest.mark.parametrize("zone", FAR_AWAY)
def test_a_zone_that_is_current_changes_no_hour_and_no_day(zone: str) -> None:
    edition = EditionFactory.create(starts_at=EVENING)
    with timezone.override(zone), clock.at(datetime(2027, 10, 31, 0, 30, tzinfo=UTC)):
        shown = [
            formats.period(edition.starts_at, edition.ends_at),  # type: ignore[arg-type]
            str(edition),
            str(clock.today()),
            str(clock.local_day(datetime(2027, 3, 27, 23, 30, tzinfo=UTC))),
            str(plain(EVENING)),
            forms.DateTimeField().prepare_value(EVENING),
            forms.DateTimeField().clean("20-03-2031 19:00"),
        ]
        ical = Calendar.from_ical(own_feed("", Edition.objects.all()))
    assert shown == [
        "donderdag 20 maart 2031, 19:00–22:00",
        f"{edition.training.title} – 20-03-2031",
        "2027-10-31",
        "2027-03-28",
        "2031-03-20 19:00:00",
        datetime(2031, 3, 20, 19),
        EVENING,
    ]
    assert ical.walk("VEVENT")[0].decoded("DTSTART") == EVENING


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_a_day_on_which_the_clock_changes_has_its_own_length(day: date) -> None:
    hours = {date(2027, 3, 28): 23, date(2027, 10, 31): 25}[day]
    # In UTC: between moments of one zone Python counts what a clock on the wall shows.
    begin, end = (clock.moment_of(one).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    assert end - begin == timedelta(hours=hours)
    assert clock.local(clock.moment_of(day, time(12))).hour == 12


def test_wagtails_own_exports_have_the_hour_on_the_academys_clock(client: Client) -> None:
    client.force_login(_person_elsewhere(Role.ADMINISTRATOR, "Asia/Tokyo", is_superuser=True))
    edition = EditionFactory.create()
    ModelLogEntry.objects.all().delete()
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Edition),
        object_id=str(edition.pk),
        label="Een uitvoering",
        action="edition.plan",
        timestamp=EVENING,
        uuid=None,
    )
    address = "/beheer/reports/site-history/?export="
    text = b"".join(client.get(f"{address}csv").streaming_content).decode()  # type: ignore[attr-defined]
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{address}xlsx").streaming_content)))  # type: ignore[attr-defined]
    cells = [cell.value for row in book.active.iter_rows(min_row=2) for cell in row]
    assert ("20-03-2031 19:00" in text, datetime(2031, 3, 20, 19) in cells) == (True, True)
