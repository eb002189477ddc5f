"""Reminders: who gets them, when, what they say, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.common import clock
from courses.editions.models import Edition
from courses.editions.services import announce_approaching
from courses.enrolment import services as enrolment_services
from courses.enrolment.models import Enrolment
from courses.enrolment.notice_kinds import MESSAGE
from courses.notices.models import Notice
from courses.notices.queries import call_list
from courses.notices.services import drop_stale
from courses.notices.writing import write
from courses.people.enums import ContactWay
from courses.plugin_api.api import EditionApproaching
from plugins.herinneringen import services
from plugins.herinneringen.handlers import Remind
from plugins.herinneringen.models import Reminder
from plugins.herinneringen.privacy import Reminders
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, TrainingFactory
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

START = timezone.make_aware(datetime(2027, 3, 12, 19, 0))
Commit = Callable[..., Any]


def days_before(days: int, *, hour: int = 9) -> datetime:
    return START.replace(hour=hour) - timedelta(days=days)


def a_training(**settings: Any) -> TrainingPage:
    training = TrainingFactory.create(title="Luisteren")
    activate_plugin(training=training, plugin="herinneringen")
    save_plugin_settings(training=training, plugin="herinneringen", settings=settings)
    return training


def an_edition(training: TrainingPage | None = None, **fields: Any) -> Edition:
    return EditionFactory.create(training=training or a_training(), starts_at=START, **fields)


def enrolled(edition: Edition, **fields: Any) -> Enrolment:
    with clock.at(days_before(30)):
        return EnrolmentFactory.create(person=PersonFactory.create(**fields), edition=edition)


def event(edition: Edition, days: int = 2) -> EditionApproaching:
    return EditionApproaching(training_id=edition.training_id, edition_id=edition.pk, days=days)


@pytest.fixture
def remind(django_capture_on_commit_callbacks: Commit) -> Callable[..., list[str]]:
    """Hand the event to the plugin so many days before; gives who got a mail."""

    def hand_over(edition: Edition, *, days: int = 2, hour: int = 9) -> list[str]:
        mail.outbox.clear()
        moment = clock.at(days_before(days, hour=hour))
        with moment, django_capture_on_commit_callbacks(execute=True):
            Remind().handle(event(edition, days))
        return [message.to[0] for message in mail.outbox]

    return hand_over


Remindful = Callable[..., list[str]]


# --- When and who -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "reminded_at"),
    [({}, [2]), ({"days": 2}, [2]), ({"days": 1}, [1]), ({"days": 7}, [7]), ({"days": 0}, [])],
)
def test_the_reminder_goes_out_on_the_chosen_day_and_once(
    remind: Remindful, chosen: dict[str, int], reminded_at: list[int]
) -> None:
    edition = an_edition(a_training(**chosen))
    enrolled(edition)
    assert [days for days in range(7, 0, -1) if remind(edition, days=days)] == reminded_at
    assert Reminder.objects.count() == len(reminded_at)


def test_after_a_day_on_which_nothing_ran_people_are_reminded_after_all(remind: Remindful) -> None:
    edition = an_edition()
    enrolled(edition, email="a@example.org")
    assert remind(edition, days=1) == ["a@example.org"]


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_the_hour_of_the_day_makes_no_difference(remind: Remindful, hour: int) -> None:
    edition = an_edition()
    enrolled(edition)
    assert (remind(edition, days=3, hour=hour), len(remind(edition, days=2, hour=hour))) == ([], 1)


def to_be_called(edition: Edition) -> list[User]:
    return [one.person for one in call_list(edition=edition).filter(kind=MESSAGE)]


def test_who_has_no_address_is_reminded_by_telephone_and_once(remind: Remindful) -> None:
    edition = an_edition()
    person = enrolled(edition, email=None, telephone="06 12345678").person
    assert (remind(edition), remind(edition)) == ([], [])
    assert to_be_called(edition) == [person]
    notice = call_list(edition=edition).get(kind=MESSAGE)
    with clock.at(days_before(1)):
        written = write(notice, way=ContactWay.TELEPHONE)
        assert written is not None
        assert "Binnenkort begint de training Luisteren" in written.letter.body


def test_nobody_is_called_about_a_training_that_has_begun(remind: Remindful) -> None:
    edition = an_edition()
    enrolled(edition, email=None, telephone="06 12345678")
    remind(edition)
    notice = call_list(edition=edition).get(kind=MESSAGE)
    with clock.at(START):
        assert write(notice, way=ContactWay.TELEPHONE) is None
        drop_stale()
    assert to_be_called(edition) == []


def test_who_gets_letters_gets_none_that_comes_too_late(remind: Remindful) -> None:
    edition = an_edition()
    address = {"street": "Dorpsstraat 1", "postcode": "3511 AB", "city": "Utrecht"}
    enrolled(edition, email=None, **address)
    enrolled(edition, email="post@example.org", preferred_way="letter", **address)
    assert remind(edition) == []
    assert not Notice.objects.filter(kind=MESSAGE).exists()
    assert Reminder.objects.count() == 0


def test_only_who_takes_part_is_reminded_and_by_mail_who_has_an_address(remind: Remindful) -> None:
    edition = an_edition(capacity=3)
    enrolled(edition, email="komt@example.org")
    enrolled(edition, email=None)
    gone = enrolled(edition, email="weg@example.org")
    with clock.at(days_before(20)):
        enrolment_services.withdraw(enrolment=gone, actor=gone.person)
    enrolled(edition, email="komt-ook@example.org")
    enrolled(edition, email="wacht@example.org")
    assert remind(edition) == ["komt@example.org", "komt-ook@example.org"]


def test_who_enrolled_just_now_is_reminded_the_next_day(remind: Remindful) -> None:
    edition = an_edition()
    enrolment = enrolled(edition, email="net@example.org")
    Enrolment.objects.filter(pk=enrolment.pk).update(changed_at=days_before(2, hour=8))
    assert remind(edition, days=2) == []
    assert remind(edition, days=1) == ["net@example.org"]


def test_an_edition_that_is_called_off_or_begun_is_not_told_of(remind: Remindful) -> None:
    edition = an_edition()
    enrolled(edition)
    assert remind(edition, days=0, hour=20) == []
    with clock.at(days_before(5)):
        enrolment_services.cancel_edition(edition=edition, actor=None)
    assert remind(edition) == []


def test_where_the_plugin_is_off_or_the_edition_gone_nothing_happens(remind: Remindful) -> None:
    edition = an_edition()
    enrolled(edition)
    activate_plugin(training=edition.training, plugin="herinneringen", active=False)
    assert remind(edition) == []
    assert services.remind(edition_id=999_999) == 0


def test_an_edition_that_moved_is_told_of_again(remind: Remindful) -> None:
    edition = an_edition()
    enrolled(edition)
    assert len(remind(edition, days=2)) == 1
    # A week later, which is too far away for now.
    Edition.objects.filter(pk=edition.pk).update(starts_at=START + timedelta(days=7))
    assert remind(edition, days=1) == []
    assert len(remind(edition, days=-5)) == 1
    assert Reminder.objects.count() == 2


def test_the_tick_brings_it_about(django_capture_on_commit_callbacks: Commit) -> None:
    edition = an_edition()
    enrolled(edition, email="a@example.org")
    mail.outbox.clear()
    with clock.at(days_before(2)), django_capture_on_commit_callbacks(execute=True):
        announce_approaching()
    assert [message.to for message in mail.outbox] == [["a@example.org"]]


# --- Never twice ------------------------------------------------------------------------------


def test_an_event_that_comes_again_reminds_nobody_twice(remind: Remindful) -> None:
    edition = an_edition()
    enrolled(edition)
    assert [len(remind(edition)), len(remind(edition)), len(remind(edition, days=1))] == [1, 0, 0]


@pytest.mark.both_databases
def test_the_database_itself_keeps_one_reminder_of_a_moment() -> None:
    enrolment = enrolled(an_edition())
    Reminder.objects.create(enrolment=enrolment, starts_at=START)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(enrolment=enrolment, starts_at=START)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_an_event_that_is_delivered_twice_at_once_reminds_once() -> None:
    edition = an_edition()
    for _number in range(3):
        enrolled(edition)
    mail.outbox.clear()

    def remind_now() -> int:
        with clock.at(days_before(2)):
            return services.remind(edition_id=edition.pk)

    assert sorted(all_at_once([remind_now, remind_now])) == [0, 3]  # type: ignore[type-var]
    assert (len(mail.outbox), Reminder.objects.count()) == (3, 3)


# --- What it says -----------------------------------------------------------------------------


def _letter(person: User, edition: Edition, remind: Remindful) -> tuple[str, str]:
    assert person.email in remind(edition)
    message = next(one for one in mail.outbox if one.to == [person.email])
    return str(message.subject), str(message.body)


def test_the_reminder_tells_when_where_and_what_to_bring(remind: Remindful) -> None:
    bring = "Je agenda & <pen>\nEen verhaal {{ van }} jezelf"
    edition = an_edition(a_training(bring=bring), sessions=2)
    person = enrolled(edition, first_name="Anna").person
    assert _letter(person, edition, remind) == (
        "Tot vrijdag 12 maart: Luisteren",
        "Beste Anna,\n\n"
        "Binnenkort begint de training Luisteren. We zien je graag!\n\n"
        "Wanneer:\n"
        "- vrijdag 12 maart 2027, 19:00–22:00\n"
        "- vrijdag 19 maart 2027, 19:00–22:00\n\n"
        "Waar: Buurthuis De Wissel, Dorpsstraat 1, Utrecht\n\n"
        "Neem mee of bereid voor:\n"
        "Je agenda & <pen>\n"
        "Een verhaal {{ van }} jezelf\n\n"
        "Kun je toch niet? Meld je dan af. Zo kan iemand anders mee.\n"
        f"http://testserver/inschrijven/{edition.pk}/\n\n"
        "Vriendelijke groet,\n"
        "Vrijwilligersacademie\n",
    )


def test_without_lines_to_bring_nothing_is_said_of_it(remind: Remindful) -> None:
    edition = an_edition(online_link="https://meet.example.org/x", venue="", address="")
    person = enrolled(edition).person
    _subject, body = _letter(person, edition, remind)
    assert "Neem mee" not in body
    assert "De training is online. Open deze link: https://meet.example.org/x\n\nKun je" in body


def test_each_reads_it_in_the_own_language(remind: Remindful) -> None:
    edition = an_edition()
    enrolled(edition)
    person = enrolled(edition, language="en").person
    subject, body = _letter(person, edition, remind)
    assert "12 maart" not in subject + body
    assert "Friday 12 March 2027" in body


def test_more_participants_cost_hardly_more_queries() -> None:
    counts = []
    for number in (1, 3):
        edition = an_edition()
        for _number in range(number):
            enrolled(edition)
        with clock.at(days_before(2)), CaptureQueriesContext(connection) as queries:
            services.remind(edition_id=edition.pk)
        asked = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- What is kept about people ----------------------------------------------------------------


def test_what_is_kept_can_be_read_and_erased(remind: Remindful) -> None:
    edition = an_edition()
    person, other = enrolled(edition).person, enrolled(edition).person
    remind(edition)
    data = Reminders()
    (row,) = data.export(person.pk)
    moments = {name: datetime.fromisoformat(row.pop(name)) for name in ("begin", "verstuurd op")}
    assert (row, moments) == (
        {"training": "Luisteren"},
        {"begin": START, "verstuurd op": days_before(2)},
    )
    data.erase(person.pk)
    data.erase(person.pk)
    assert data.export(person.pk) is None
    assert [one.enrolment.person for one in Reminder.objects.all()] == [other]
