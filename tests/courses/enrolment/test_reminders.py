"""What people hear because their first session comes near, once each and at a decent hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file_jpeg

from courses.common import clock
from courses.editions.models import Edition, Location
from courses.editions.services import save_edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.reminders import remind_participants, tell_trainers_who_comes
from courses.notices.models import Notice
from courses.notices.services import print_letters, send_due
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Image = get_image_model()

HERE = ZoneInfo("Europe/Amsterdam")
BEGIN = datetime(2026, 3, 30, 19, tzinfo=HERE)
"""A Monday; the clock goes forward on the day before."""

EARLY = BEGIN - timedelta(days=20)
ADDRESS = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}


def days_before(days: int, hour: int = 9) -> datetime:
    local = datetime(2026, 3, 30, hour, tzinfo=HERE)
    return local - timedelta(days=days)


@pytest.fixture
def edition() -> Edition:
    with clock.at(EARLY):
        return EditionFactory.create(
            training=TrainingFactory.create(title="Luisteren"), starts_at=BEGIN, sessions=2
        )


def has_been_here(**fields: object) -> User:
    """Somebody who took part in something before."""
    person = PersonFactory.create(**fields)
    EnrolmentFactory.create(person=person, starts_at=EARLY - timedelta(days=30))
    return person


def enrol(person: User, edition: Edition, at: datetime = EARLY) -> Enrolment:
    with clock.at(at):
        return services.enrol(person=person, edition=edition)


def told(*moments: datetime) -> list[str]:
    """What is written when the tick runs at these moments."""
    before = set(Notice.objects.values_list("pk", flat=True))
    for moment in moments:
        with clock.at(moment):
            remind_participants()
    kinds = Notice.objects.exclude(pk__in=before).order_by("created_at", "kind")
    return [kind.removeprefix("reminder_") for kind in kinds.values_list("kind", flat=True)]


EVERY_DAY = [days_before(days, hour) for days in range(9, -1, -1) for hour in (7, 8, 12, 23)]


def test_people_are_reminded_a_week_and_a_day_before_once_each(edition: Edition) -> None:
    enrol(has_been_here(), edition)
    assert told(*EVERY_DAY) == ["week", "day"]
    moments = Notice.objects.filter(kind__startswith="reminder").order_by("created_at")
    assert [clock.local(one.created_at) for one in moments] == [
        days_before(7, 8),
        days_before(1, 8),
    ]


@pytest.mark.parametrize(("enrolled", "kinds"), [(7.1, ["week", "day"]), (6, ["day"]), (0.9, [])])
def test_who_enrolled_later_has_just_read_it(
    edition: Edition, enrolled: float, kinds: list[str]
) -> None:
    enrol(has_been_here(), edition, at=days_before(0, 7) - timedelta(days=enrolled))
    assert told(*EVERY_DAY) == kinds


def test_a_tick_that_stood_still_is_made_up_for_but_not_twice(edition: Edition) -> None:
    enrol(has_been_here(), edition)
    assert told(days_before(4)) == ["week"]
    assert told(days_before(0, 12), days_before(0, 13)) == ["day"]


def test_who_comes_for_the_first_time_hears_what_happens_in_place_of_the_first_reminder(
    edition: Edition,
) -> None:
    enrol(PersonFactory.create(), edition)
    assert told(*EVERY_DAY) == ["first_time", "day"]
    enrol(PersonFactory.create(), edition, at=days_before(0, 10))
    assert told(days_before(0, 11), days_before(0, 12)) == ["first_time"]


def test_nobody_is_called_twice_and_no_letter_is_written_that_comes_too_late(
    edition: Edition,
) -> None:
    ways = {"telephone": {"telephone": "030 236 17 45"}, "letter": ADDRESS}
    for fields in ways.values():
        enrol(has_been_here(email=None, **fields), edition)
    told(*EVERY_DAY)
    found = Notice.objects.filter(kind__startswith="reminder").order_by("kind")
    assert list(found.values_list("kind", "way")) == [
        ("reminder_day", "telephone"),
        ("reminder_week", "letter"),
    ]


def test_who_left_is_not_reminded_and_who_waits_neither(edition: Edition) -> None:
    for status in EnrolmentStatus:
        one = enrol(has_been_here(), edition)
        Enrolment.objects.filter(pk=one.pk).update(
            status=status, queued_at=EARLY, offer_expires_at=BEGIN
        )
    assert told(*EVERY_DAY) == ["week", "day"]


def test_who_was_just_reminded_by_a_plugin_needs_no_other(edition: Edition) -> None:
    enrolment = enrol(has_been_here(), edition)
    with clock.at(days_before(2)):
        services.send_notice(enrolment=enrolment, subject="Overmorgen", body="Tot dan!")
    assert told(days_before(1), days_before(0)) == []


def test_an_edition_that_moved_is_reminded_of_again(edition: Edition) -> None:
    enrol(has_been_here(), edition)
    assert told(*EVERY_DAY[:20]) == ["week"]
    with clock.at(days_before(3)):
        moved = Edition.objects.get(pk=edition.pk)
        for session in (sessions := list(moved.sessions.all())):
            session.starts_at += timedelta(days=20)
            session.ends_at += timedelta(days=20)
        moved.sessions = sessions
        save_edition(edition=moved, actor=None)
    later = [one + timedelta(days=20) for one in EVERY_DAY]
    assert [one for one in told(*later) if one in ("week", "day")] == ["week", "day"]


def test_the_reminder_says_how_to_get_in_and_what_to_do_who_cannot_come(edition: Edition) -> None:
    location = Location.objects.get()
    location.entrance, location.hearing = "De groene deur", "Ja, in de grote zaal"
    location.save()
    enrol(PersonFactory.create(first_name="Mo"), edition)
    mail.outbox.clear()
    told(days_before(5))
    with clock.at(days_before(5, 10)):
        send_due()
    (welcome,) = [one.body for one in mail.outbox if one.subject == "Zo gaat het straks: Luisteren"]
    assert "- De deur: De groene deur\n- Ringleiding: Ja, in de grote zaal" in welcome
    assert f"Zo kan iemand anders mee:\nhttp://testserver/inschrijven/{edition.pk}/" in welcome
    # The day before everybody reads where the door is, once more or for the first time.
    mail.outbox.clear()
    told(days_before(1))
    with clock.at(days_before(1, 10)):
        send_due()
    assert "- De deur: De groene deur\n" in mail.outbox[0].body


def test_the_photo_of_the_place_goes_along_by_mail_and_stands_in_the_letter(
    edition: Edition,
) -> None:
    location = Location.objects.get()
    photo = Image.objects.create(
        title="De deur", description="Een groene deur", file=get_test_image_file_jpeg()
    )
    location.photo = photo
    location.save()
    people = [
        PersonFactory.create(email="mo@example.org"),
        PersonFactory.create(email=None, **ADDRESS),
    ]
    for person in people:
        enrol(person, edition)
    mail.outbox.clear()
    told(days_before(5))
    with clock.at(days_before(5, 10)):
        send_due()
        letter = print_letters(
            notices=Notice.objects.filter(kind="reminder_first_time"), actor=None
        )
    (sent,) = [one for one in mail.outbox if one.subject == "Zo gaat het straks: Luisteren"]
    assert [one[::2] for one in sent.attachments] == [("de-plek.jpg", "image/jpeg")]
    assert "Op de foto bij deze mail zie je waar je moet zijn." in sent.body
    reader = read_pdf(letter)
    assert len({image.data for page in reader.pages for image in page.images}) == 1
    assert "Op de foto zie je waar je moet zijn." in "".join(
        page.extract_text() for page in reader.pages
    )
    # A file that is gone keeps nobody from the reminder.
    photo.file.storage.delete(photo.file.name)
    photo.renditions.all().delete()
    with clock.at(days_before(5, 10)):
        assert len(print_letters(notices=Notice.objects.filter(way="letter"), actor=None)) > 0


def test_who_can_withdraw_no_more_on_the_site_reads_our_number(edition: Edition) -> None:
    Edition.objects.update(withdraw_until_hours=48)
    enrol(has_been_here(), edition)
    mail.outbox.clear()
    told(days_before(1))
    with clock.at(days_before(1, 10)):
        send_due()
    (body,) = [str(one.body) for one in mail.outbox if one.subject == "Morgen: Luisteren"]
    assert "Kun je toch niet? Bel ons dan: (030) 236 17 45." in body


@pytest.mark.parametrize("number", [1, 3])
def test_reminding_costs_the_same_for_one_and_for_three(edition: Edition, number: int) -> None:
    for _turn in range(number):
        enrol(has_been_here(), edition)
    with clock.at(days_before(7)), CaptureQueriesContext(connection) as asked:
        remind_participants()
    queries = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(queries) == 3


def test_a_trainer_reads_a_day_before_each_session_who_comes_without_addresses() -> None:
    trainer = person_in_role(Role.TRAINER, email="trainer@example.org")
    with clock.at(EARLY):
        edition = EditionFactory.create(
            training=TrainingFactory.create(title="Luisteren"),
            starts_at=BEGIN,
            sessions=2,
            trainers=[trainer],
        )
    enrol(PersonFactory.create(first_name="Mo", last_name="Bos", email="mo@example.org"), edition)
    mail.outbox.clear()
    for days in range(9, -8, -1):
        for hour in (7, 9, 12):
            with clock.at(days_before(days, hour)):
                tell_trainers_who_comes()
                send_due()
            with clock.at(days_before(days, hour) + timedelta(minutes=1)):
                send_due()
    mails = [one for one in mail.outbox if one.to == ["trainer@example.org"]]
    lists = [one for one in mails if one.subject == "Wie er komen: Luisteren"]
    assert len(lists) == 2
    assert "Zoveel mensen doen mee: 1\n- Mo Bos" in lists[0].body
    assert "mo@example.org" not in lists[0].body
    assert f"/beheer/presentie/{edition.pk}/" in lists[0].body
