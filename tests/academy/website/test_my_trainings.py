"""The cards of somebody's own trainings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.services import cancel_edition, withdraw
from courses.learning.services import finish_lesson
from tests.factories import EnrolmentFactory, TrainingFactory, end_of

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("left_before", [False, True])
def test_a_card_says_once_that_a_training_does_not_go_on(client: Client, left_before: bool) -> None:
    enrolment = EnrolmentFactory.create()
    if left_before:
        withdraw(enrolment=enrolment, actor=enrolment.person)
    cancel_edition(edition=enrolment.edition, actor=None)
    client.force_login(enrolment.person)
    page = client.get("/mijn/").content.decode()
    assert (page.count("Gaat niet door"), page.count("Afgemeld")) == (1, int(left_before))


def test_who_has_finished_a_training_is_not_asked_to_round_it_off(client: Client) -> None:
    training = TrainingFactory.create(lessons=1)
    enrolment = EnrolmentFactory.create(training=training)
    finish_lesson(person=enrolment.person, lesson=training.lessons[0])
    client.force_login(enrolment.person)
    words = ("Rond de training af", "Bekijk hoe het ging")

    def asked() -> list[list[int]]:
        pages = ("/mijn/", f"/trainingen/{training.slug}/")
        shown = [client.get(page).content.decode() for page in pages]
        return [[page.count(one) for one in words] for page in shown]

    assert asked() == [[1, 0], [1, 0]]
    Enrolment.objects.filter(pk=enrolment.pk).update(status=EnrolmentStatus.COMPLETED)
    assert asked() == [[0, 1], [0, 1]]


def test_a_lesson_to_do_stands_once_on_the_page(client: Client) -> None:
    training = TrainingFactory.create(lessons=2)
    enrolment = EnrolmentFactory.create(training=training)
    client.force_login(enrolment.person)
    lesson = f"/trainingen/{training.slug}/lessen/{training.lessons[0].slug}/"
    assert client.get("/mijn/").content.decode().count(lesson) == 1
    # Who has done it all may still read on; the page says so in short.
    Enrolment.objects.filter(pk=enrolment.pk).update(status=EnrolmentStatus.COMPLETED)
    page = client.get("/mijn/").content.decode()
    assert (page.count(lesson), "va-resume" in page) == (1, False)


def test_what_comes_is_put_in_a_calendar_from_the_card(client: Client) -> None:
    enrolment = EnrolmentFactory.create(capacity=1)
    client.force_login(enrolment.person)
    file = f"/inschrijven/{enrolment.edition_id}/training.ics"
    assert f'href="{file}"' in client.get("/mijn/").content.decode()
    assert b"BEGIN:VEVENT" in client.get(file).content
    waits = EnrolmentFactory.create(edition=enrolment.edition, status=EnrolmentStatus.WAITING)
    client.force_login(waits.person)
    assert file not in client.get("/mijn/").content.decode()
    client.force_login(enrolment.person)
    with clock.at(end_of(enrolment.edition) + timedelta(minutes=1)):
        assert file not in client.get("/mijn/").content.decode()
