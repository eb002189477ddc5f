"""A text that is ready, mailed to somebody who takes part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment import services, tasks
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from tests.factories import EnrolmentFactory, PersonFactory

pytestmark = pytest.mark.django_db


def notify(enrolment: Enrolment) -> None:
    tasks.notify.call(enrolment.pk, "Morgen is het\nzover", "Tot morgen!\n\n<b>Kijk</b> even na.")


@pytest.mark.parametrize(
    ("language", "footer"),
    [("nl", "Je krijgt deze mail van"), ("en", "You get this mail from")],
)
def test_a_participant_gets_it_in_the_academys_layout(language: str, footer: str) -> None:
    notify(EnrolmentFactory.create(person=PersonFactory.create(email="a@b.nl", language=language)))
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["a@b.nl"], "Morgen is het zover")
    assert message.body == "Tot morgen!\n\n<b>Kijk</b> even na.\n"
    ((html, _kind),) = message.alternatives
    assert f'<html lang="{language}">' in html
    assert "<p>&lt;b&gt;Kijk&lt;/b&gt; even na." in html
    assert footer in html


def test_who_has_been_there_gets_it_too() -> None:
    enrolment = EnrolmentFactory.create(starts_at=clock.now() - timedelta(days=3))
    services.complete(enrolment=enrolment)
    notify(enrolment)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "status", sorted(set(EnrolmentStatus) - {"confirmed", "completed", "not_completed"})
)
def test_who_does_not_take_part_gets_nothing(status: str) -> None:
    enrolment = EnrolmentFactory.create()
    Enrolment.objects.update(status=status, queued_at=clock.now(), offer_expires_at=clock.now())
    notify(enrolment)
    assert mail.outbox == []


def test_an_edition_that_is_called_off_says_nothing_more() -> None:
    enrolment = EnrolmentFactory.create()
    Edition.objects.update(status=EditionStatus.CANCELLED)
    notify(enrolment)
    assert mail.outbox == []


def test_without_an_address_or_an_enrolment_nothing_happens() -> None:
    notify(EnrolmentFactory.create(person=PersonFactory.create(email=None)))
    tasks.notify.call(999_999, "Dag", "Dag")
    assert mail.outbox == []
