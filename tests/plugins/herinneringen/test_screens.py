"""Reminding at once: who would hear it is said before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail

from courses.common import clock
from courses.people.enums import Role
from plugins.herinneringen.models import Reminder
from tests.factories import person_in_role
from tests.plugins.herinneringen.test_reminders import an_edition, days_before, enrolled

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db

SCREEN = "/beheer/extra/herinneringen/at_once/"


def test_who_would_be_reminded_is_named_before_anybody_is(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = an_edition()
    enrolled(edition, first_name="An", last_name="Vos")
    enrolled(edition, first_name="Bert", last_name="Bos", email=None, telephone="030 236 17 45")
    client.force_login(person_in_role(Role.COORDINATOR))
    with clock.at(days_before(1)):
        asked = client.post(SCREEN, {"days": "2"})
        said = "1 krijgt een mail (An Vos), 1 moet je bellen (Bert Bos)."
        assert (asked.status_code, said in asked.content.decode()) == (200, True)
        # Of other days one looks again.
        other = client.post(SCREEN, {"days": "3", "seen": "2"})
        assert (other.status_code, Reminder.objects.count()) == (200, 0)
        with django_capture_on_commit_callbacks(execute=True):
            done = client.post(SCREEN, {"days": "2", "seen": "2"})
        assert (done.status_code, Reminder.objects.count()) == (302, 2)
        assert len(mail.outbox) == 1
        again = client.post(SCREEN, {"days": "2"}).content.decode()
        assert "Niemand krijgt bericht." in again
