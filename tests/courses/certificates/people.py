"""What these tests are about: somebody who did a training."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.test import Client

from courses.attendance.services import close_list, mark_attendance
from courses.certificates.services import issue_if_complete
from courses.common import clock
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
)

if TYPE_CHECKING:
    from courses.certificates.models import Certificate
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

BEGIN = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))
END = BEGIN + timedelta(hours=3)
NEXT_DAY = BEGIN + timedelta(days=1)
MORNING_AFTER = NEXT_DAY.replace(hour=8)


def make_participant(*, person: User | None = None, **edition_fields: Any) -> Enrolment:
    """Somebody in an edition of one session on 3 March 2026, 19:00–22:00."""
    with clock.at(BEGIN - timedelta(days=20)):
        training = edition_fields.pop("training", None) or TrainingFactory.create(
            title="Eenzaamheid signaleren", partner=PartnerFactory.create()
        )
        edition = EditionFactory.create(training=training, starts_at=BEGIN, **edition_fields)
        person = person or PersonFactory.create(first_name="Fatima", last_name="van der Berg")
        return EnrolmentFactory.create(person=person, edition=edition)


def attend(enrolment: Enrolment, *, at: datetime = NEXT_DAY) -> None:
    """Mark the participant present at every session."""
    with clock.at(at):
        for session in enrolment.edition.sessions.all():
            mark_attendance(session=session, present={enrolment.pk}, absent=(), actor=None)


def close(enrolment: Enrolment, *, at: datetime = END) -> None:
    """Close the list of the edition, as its trainer does."""
    with clock.at(at):
        close_list(edition=enrolment.edition, actor=None)


def make_certificate(**fields: Any) -> Certificate:
    """A certificate that was issued on 4 March 2026."""
    enrolment = make_participant(**fields)
    attend(enrolment)
    with clock.at(NEXT_DAY):
        certificate = issue_if_complete(enrolment_id=enrolment.pk)
    assert certificate is not None
    return certificate


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
