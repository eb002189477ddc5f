"""A text that is ready, mailed to somebody who takes part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.handlers import SendNotices
from courses.enrolment.models import Enrolment
from courses.notices import queries
from courses.notices import services as notices
from courses.notices.models import Notice
from courses.plugin_api.events import NoticeWritten
from tests.factories import EnrolmentFactory, PersonFactory

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


SUBJECT = "Morgen is het\nzover"
BODY = "Tot morgen!\n\n<b>Kijk</b> even na."


class MailDown(BaseEmailBackend):
    """A mail server that is out of order."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError


@pytest.fixture
def notify(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[[Enrolment], None]:
    def notify(enrolment: Enrolment) -> None:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            services.send_notice(enrolment=enrolment, subject=SUBJECT, body=BODY)

    return notify


Notify = Callable[[Enrolment], None]


@pytest.mark.parametrize(
    ("language", "footer"),
    [("nl", "Je krijgt deze mail van"), ("en", "You get this")],
)
def test_a_participant_gets_it_in_the_academys_layout(
    notify: Notify, language: str, footer: str
) -> None:
    notify(EnrolmentFactory.create(person=PersonFactory.create(email="a@b.nl", language=language)))
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["a@b.nl"], "Morgen is het zover")
    assert message.body == "Tot morgen!\n\n<b>Kijk</b> even na.\n"
    assert isinstance(message, EmailMultiAlternatives)
    (html, _kind), *_calendar = message.alternatives
    html = str(html)
    assert f'<html lang="{language}">' in html
    assert "<p>&lt;b&gt;Kijk&lt;/b&gt; even na." in html
    assert footer in html


def test_who_has_been_there_gets_it_too(notify: Notify) -> None:
    enrolment = EnrolmentFactory.create(starts_at=clock.now() - timedelta(days=3))
    services.complete(enrolment=enrolment)
    notify(enrolment)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "status", sorted(set(EnrolmentStatus) - {"confirmed", "completed", "not_completed"})
)
def test_who_does_not_take_part_gets_nothing(notify: Notify, status: str) -> None:
    enrolment = EnrolmentFactory.create()
    Enrolment.objects.update(status=status, queued_at=clock.now(), offer_expires_at=clock.now())
    notify(enrolment)
    assert mail.outbox == []


def test_an_edition_that_is_called_off_says_nothing_more(notify: Notify) -> None:
    enrolment = EnrolmentFactory.create()
    Edition.objects.update(status=EditionStatus.CANCELLED)
    notify(enrolment)
    assert mail.outbox == []


def test_who_has_no_address_is_to_be_called_with_the_same_words(notify: Notify) -> None:
    notify(EnrolmentFactory.create(person=PersonFactory.create(email=None)))
    (notice,) = queries.call_list().filter(kind="enrolment_message")
    assert (mail.outbox, notice.way, notice.state) == ([], "telephone", "to_do")
    assert notice.facts == {"subject": "Morgen is het zover", "body": BODY}


def test_a_notice_waits_until_mail_works_again(notify: Notify, settings: Settings) -> None:
    enrolment = EnrolmentFactory.create(starts_at=clock.now() + timedelta(days=9))
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.MailDown"
    notify(enrolment)
    message = Notice.objects.get(kind="enrolment_message")
    assert (mail.outbox, message.attempts, message.state) == ([], 1, "due")
    settings.EMAIL_BACKEND = working
    with clock.at(clock.now() + timedelta(minutes=5)):
        notices.send_due()
        notices.send_due()
    assert "Morgen is het zover" in [message.subject for message in mail.outbox]


def test_an_event_from_before_there_were_notices_still_arrives_and_once() -> None:
    enrolment = EnrolmentFactory.create()
    event = NoticeWritten(
        training_id=enrolment.edition.training_id,
        enrolment_id=enrolment.pk,
        subject="Tot morgen",
        body="Dag",
    )
    for _turn in range(2):
        SendNotices().handle(event)
    assert list(
        Notice.objects.filter(kind="enrolment_message").values_list("facts", flat=True)
    ) == [{"subject": "Tot morgen", "body": "Dag"}]


@pytest.mark.parametrize(
    ("subject", "body"),
    [("", "Dag"), (" \n", "Dag"), ("Dag", ""), ("Dag", " \n "), ("Dag", "a\0b"), ("\ud800", "Dag")],
)
def test_a_notice_that_cannot_be_a_mail_is_refused(subject: str, body: str) -> None:
    enrolment = EnrolmentFactory.create()
    good = (enrolment, "Dag", "Dag")
    with pytest.raises(ValueError, match=r"."):
        services.send_notices(notices=[good, (enrolment, subject, body)])
    assert not Notice.objects.filter(kind="enrolment_message").exists()


def test_who_was_enrolled_by_another_and_never_signed_in_reads_how_and_whom_to_call(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    bodies = []
    for last_login in (None, clock.now()):
        person = PersonFactory.create(last_login=last_login)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            EnrolmentFactory.create(person=person)
        bodies.append(str(mail.outbox[0].body))
    assert ["Inloggen doe je met dit e-mailadres." in one for one in bodies] == [True, False]
    assert all("Heb je een vraag? Bel ons: (030)" in one for one in bodies)
