"""What people are told arrives at least once, whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.notices import queries, sending, services
from courses.notices.models import Notice
from courses.people.enums import ContactWay
from tests.factories import PersonFactory
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from courses.people.models import User
    from tests.courses.notices.conftest import Words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("words")]


class MailDown(BaseEmailBackend):
    """A mail server that is out of order."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError


class NoSuchAddress(BaseEmailBackend):
    """A mail server that does not know the address."""

    def send_messages(self, email_messages: Any) -> int:
        raise SMTPRecipientsRefused({"weg@example.org": (550, b"no such user")})


class Killed(BaseException):
    """The process ends."""


class Killing(BaseEmailBackend):
    """A mail server during which the process ends."""

    def send_messages(self, email_messages: Any) -> int:
        raise Killed


@pytest.fixture
def backend(settings: Settings) -> Callable[[type[BaseEmailBackend] | None], None]:
    """`backend(MailDown)`: mail goes this way from now on; None is the usual one."""
    usual = settings.EMAIL_BACKEND

    def use(kind: type[BaseEmailBackend] | None) -> None:
        settings.EMAIL_BACKEND = f"{__name__}.{kind.__name__}" if kind else usual

    return use


def told(person: User | None = None, *, kind: str = "slow", key: str = "1", **more: Any) -> Notice:
    return services.notify(person=person or PersonFactory.create(), kind=kind, key=key, **more)


def subjects() -> list[str]:
    return [str(message.subject) for message in mail.outbox]


def ticks(hours: float, *, until: float) -> None:
    """Let the tick run each ten minutes, from so many hours after now."""
    now = clock.now()
    minutes = int(hours * 60)
    while minutes < until * 60:
        with clock.at(now + timedelta(minutes=minutes)):
            services.send_due()
        minutes += 10


# --- Written ------------------------------------------------------------------------------------


def test_it_is_written_in_one_statement() -> None:
    person = PersonFactory.create()
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        told(person)
    with transaction.atomic(), CaptureQueriesContext(connection) as asked_for_three:
        services.notify_all(
            services.Announcement(person=person, kind="slow", key=key) for key in "abc"
        )
    assert (len(asked), len(asked_for_three), Notice.objects.count()) == (1, 1, 4)


def test_of_what_was_rolled_back_nobody_hears(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = PersonFactory.create()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        told(person)
        transaction.set_rollback(True)
    assert (subjects(), Notice.objects.count()) == ([], 0)


def test_what_is_written_twice_is_told_once(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = PersonFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        first = told(person)
    with django_capture_on_commit_callbacks(execute=True):
        again, other = told(person), told(person, key="2")
    assert (first.pk == again.pk, first.pk == other.pk) == (True, False)
    assert (Notice.objects.count(), len(subjects())) == (2, 2)


def test_a_notice_waits_for_its_moment() -> None:
    told(wait_until=clock.now() + timedelta(days=2))
    ticks(0.1, until=47)
    assert subjects() == []
    ticks(48.1, until=49)
    assert len(subjects()) == 1


# --- Sent again ---------------------------------------------------------------------------------


def test_what_a_process_that_died_after_the_commit_left_is_sent_by_the_tick() -> None:
    told()
    with clock.at(clock.now() + timedelta(seconds=20)):
        assert services.send_due() == 0
    with clock.at(clock.now() + timedelta(seconds=40)):
        services.send_due()
        services.send_due()
    assert len(subjects()) == 1
    assert Notice.objects.get().state == "sent"


def test_a_mail_server_that_is_away_for_a_day_costs_nothing(backend: Any) -> None:
    for kind in ("slow", "urgent"):
        told(kind=kind)
    backend(MailDown)
    ticks(0, until=1)
    assert list(queries.call_list()) == []
    ticks(1, until=26)
    # What cannot wait is on the call list meanwhile.
    assert [one.kind for one in queries.call_list()] == ["urgent"]
    backend(None)
    ticks(26, until=39)
    assert (len(subjects()), list(queries.call_list())) == (2, [])
    assert {one.state for one in Notice.objects.all()} == {"sent"}


def test_one_mail_that_finds_no_server_costs_the_others_no_try(backend: Any) -> None:
    for _turn in range(3):
        told()
    backend(MailDown)
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert services.send_due() == 1
    assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_a_mail_that_never_arrives_becomes_a_call_or_a_letter(backend: Any) -> None:
    address = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}
    told(PersonFactory.create(telephone="030 236 17 45", **address))
    told(PersonFactory.create(**address))
    told()
    backend(MailDown)
    ticks(0, until=24 * 7)
    assert sorted((one.way, one.state) for one in Notice.objects.all()) == [
        ("letter", "failed"),
        ("telephone", "failed"),
        ("telephone", "failed"),
    ]
    assert (queries.call_list().count(), queries.letters_to_print().count()) == (2, 1)


def test_an_address_that_the_server_does_not_know_is_on_the_call_list_at_once(
    backend: Any,
) -> None:
    notice = told()
    backend(NoSuchAddress)
    assert sending.send(notice.pk) is False
    assert [one.pk for one in queries.call_list()] == [notice.pk]


def test_a_notice_of_a_worker_that_was_killed_is_taken_up_again(backend: Any) -> None:
    notice = told()
    backend(Killing)
    with pytest.raises(Killed):
        sending.send(notice.pk)
    backend(None)
    ticks(0.1, until=0.2)
    assert subjects() == []
    ticks(0.3, until=0.4)
    assert len(subjects()) == 1


def test_what_ends_the_process_each_time_is_left_to_people_in_the_end(backend: Any) -> None:
    notice = told()
    backend(Killing)
    killed = 0
    for turn in range(30):
        with clock.at(clock.now() + timedelta(minutes=20 * turn)):
            try:
                sending.send(notice.pk)
            except Killed:
                killed += 1
    assert (killed, Notice.objects.get().state) == (sending.MOST_ATTEMPTS, "failed")


def test_words_that_cannot_be_made_are_tried_again(words: Words) -> None:
    notice = told()
    words.is_broken = True
    assert sending.send(notice.pk) is True
    words.is_broken = False
    ticks(0.1, until=0.3)
    assert len(subjects()) == 1


@pytest.mark.django_db(transaction=True)
def test_several_who_send_at_the_same_moment_send_it_once() -> None:
    notice = told()
    mail.outbox.clear()
    Notice.objects.update(state="due", attempts=0, due_at=clock.now(), settled_at=None)
    all_at_once([lambda: sending.send(notice.pk)] * 4)
    assert (len(subjects()), Notice.objects.get().attempts) == (1, 1)


# --- No news any more ---------------------------------------------------------------------------


def test_what_is_no_news_any_more_is_not_sent(words: Words) -> None:
    notice = told()
    words.values = None
    sending.send(notice.pk)
    notice.refresh_from_db()
    assert (notice.state, subjects()) == ("dropped", [])


def test_a_call_that_is_no_news_any_more_goes_off_the_list(words: Words) -> None:
    told(PersonFactory.create(email=None))
    assert (services.drop_stale(), queries.call_list().count()) == (0, 1)
    words.is_broken = True
    found = []
    for hours in (1.1, 1.2, 2.3):
        with clock.at(clock.now() + timedelta(hours=hours)):
            found.append(services.drop_stale())
        words.is_broken, words.values = False, None
    # Words that cannot be made may be news; and each is looked at once an hour.
    assert (found, queries.call_list().count()) == ([0, 0, 1], 0)


def test_somebody_whose_address_went_meanwhile_is_called() -> None:
    person = PersonFactory.create()
    notice = told(person)
    person.email = None
    person.save()
    sending.send(notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.way) == ("to_do", "telephone")


# --- In which way -------------------------------------------------------------------------------


ADDRESS = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}
PHONE = {"telephone": "030 236 17 45"}


@pytest.mark.parametrize(
    ("fields", "kind", "way"),
    [
        ({}, "slow", "mail"),
        ({"email": None}, "slow", "telephone"),
        ({"email": None, **ADDRESS}, "slow", "letter"),
        ({"email": None, **ADDRESS, **PHONE}, "slow", "telephone"),
        ({"preferred_way": "letter", **ADDRESS}, "slow", "letter"),
        ({"preferred_way": "letter", **ADDRESS}, "urgent", "mail"),
        ({"preferred_way": "letter", **ADDRESS, **PHONE, "email": None}, "urgent", "telephone"),
        ({"email": None, **ADDRESS}, "urgent", "letter"),
        ({"preferred_way": "telephone", **PHONE}, "urgent", "telephone"),
    ],
)
def test_each_is_told_as_it_is_possible_liked_and_in_time(
    fields: dict[str, Any], kind: str, way: str
) -> None:
    person = PersonFactory.create(**fields)
    notice = told(person, kind=kind)
    assert (notice.way, notice.state) == (way, "due" if way == "mail" else "to_do")
    before, after = queries.who_gets_what([person], kind=kind), queries.reach_of([notice])
    assert before == after
    # Who has no number is to be called all the same, but nobody can: that is said.
    found = before.unreachable if (way, person.telephone) == ("telephone", "") else None
    assert (getattr(before, way) if found is None else found) == [person]
    assert len(before) == 1


def test_who_did_it_on_the_site_gets_a_mail_about_it() -> None:
    person = PersonFactory.create(preferred_way=ContactWay.TELEPHONE, **PHONE)
    assert [told(person, key=str(one), actor=one).way for one in (person, None)] == [
        "mail",
        "telephone",
    ]


def test_the_count_is_said_in_words() -> None:
    people = [PersonFactory.create() for _ in range(2)]
    people += [PersonFactory.create(email=None, **PHONE)]
    people += [PersonFactory.create(email=None, **ADDRESS)]
    assert [queries.who_gets_what(some).sentence for some in (people, people[:1], [])] == [
        "2 krijgen een mail, 1 moet je bellen, 1 krijgt een brief.",
        "1 krijgt een mail.",
        "Niemand krijgt bericht.",
    ]


def test_who_they_are_is_said_with_the_count() -> None:
    called = [
        PersonFactory.create(first_name="Bel", last_name=f"Bos {n}", email=None, **PHONE)
        for n in range(12)
    ]
    found = queries.who_gets_what([PersonFactory.create(first_name="An", last_name="Vos"), *called])
    begins = "1 krijgt een mail (An Vos), 12 moet je bellen (Bel Bos 0, Bel Bos 1, "
    assert found.with_names.startswith(begins)
    assert found.with_names.endswith("Bel Bos 9 en nog 2).")
    assert queries.who_gets_what([]).with_names == "Niemand krijgt bericht."
