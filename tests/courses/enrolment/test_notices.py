"""A text that is ready, mailed to somebody who takes part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

import tests.courses.enrolment as this_package
from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import Event
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import deliveries, outbox
from courses.plugin_host.models import Delivery
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


class Everything(EventHandler):
    name = "everything"
    events = (Event,)

    def handle(self, event: Event) -> None:
        pass


class Curious(CoursePlugin):
    name = "tests.courses.enrolment"
    label = "curious"
    slug = "curious"
    title = "Nieuwsgierig"

    def contributions(self) -> list[EventHandler]:
        return [Everything()]


@pytest.fixture
def notify(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[[Enrolment], None]:
    def notify(enrolment: Enrolment) -> None:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            services.send_notice(enrolment=enrolment, subject=SUBJECT, body=BODY)

    return notify


Notify = Callable[[Enrolment], None]


def _row() -> Delivery:
    return Delivery.objects.get(event="NoticeWritten")


@pytest.mark.parametrize(
    ("language", "footer"),
    [("nl", "Je krijgt deze mail van"), ("en", "You get this mail from")],
)
def test_a_participant_gets_it_in_the_academys_layout(
    notify: Notify, language: str, footer: str
) -> None:
    notify(EnrolmentFactory.create(person=PersonFactory.create(email="a@b.nl", language=language)))
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["a@b.nl"], "Morgen is het zover")
    assert message.body == "Tot morgen!\n\n<b>Kijk</b> even na.\n"
    assert isinstance(message, EmailMultiAlternatives)
    ((html, _kind),) = message.alternatives
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


def test_without_an_address_or_an_enrolment_nothing_happens(notify: Notify) -> None:
    notify(EnrolmentFactory.create(person=PersonFactory.create(email=None)))
    assert mail.outbox == []
    gone = EnrolmentFactory.create()
    services.send_notice(enrolment=gone, subject=SUBJECT, body=BODY)
    Enrolment.objects.filter(pk=gone.pk).delete()
    deliveries.deliver(str(Delivery.objects.get(event="NoticeWritten", done_at=None).pk))
    assert mail.outbox == []


def test_a_notice_waits_until_mail_works_again(notify: Notify, settings: Settings) -> None:
    enrolment = EnrolmentFactory.create(starts_at=clock.now() + timedelta(days=9))
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.MailDown"
    notify(enrolment)
    assert (mail.outbox, _row().attempts) == ([], 1)
    settings.EMAIL_BACKEND = working
    with clock.at(clock.now() + timedelta(minutes=5)):
        outbox.deliver_due()
        outbox.deliver_due()
    assert [message.subject for message in mail.outbox] == ["Morgen is het zover"]


def test_a_notice_of_a_process_that_died_after_the_commit_is_sent_by_the_tick() -> None:
    enrolment = EnrolmentFactory.create()
    services.send_notice(enrolment=enrolment, subject=SUBJECT, body=BODY)
    mail.outbox.clear()
    with clock.at(clock.now() + timedelta(minutes=1)):
        outbox.deliver_due()
    assert [message.subject for message in mail.outbox] == ["Morgen is het zover"]


def test_what_a_notice_said_is_not_kept_once_it_is_sent(notify: Notify) -> None:
    notify(EnrolmentFactory.create())
    assert (_row().done_at is not None, _row().data) == (True, {})


def test_no_plugin_hears_of_notices(install_plugin: Callable[[Any], Any], notify: Notify) -> None:
    install_plugin(Curious("tests.courses.enrolment", this_package))
    enrolment = EnrolmentFactory.create()
    activate_plugin(training=enrolment.edition.training, plugin="curious")
    notify(enrolment)
    assert (len(mail.outbox), list(Delivery.objects.filter(plugin="curious"))) == (1, [])


@pytest.mark.parametrize(
    ("subject", "body"),
    [("", "Dag"), (" \n", "Dag"), ("Dag", ""), ("Dag", " \n "), ("Dag", "a\0b"), ("\ud800", "Dag")],
)
def test_a_notice_that_cannot_be_a_mail_is_refused(subject: str, body: str) -> None:
    enrolment = EnrolmentFactory.create()
    good = (enrolment, "Dag", "Dag")
    with pytest.raises(ValueError, match=r"."):
        services.send_notices(notices=[good, (enrolment, subject, body)])
    assert not Delivery.objects.filter(event="NoticeWritten").exists()
