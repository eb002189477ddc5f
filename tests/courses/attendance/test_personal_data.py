"""What the attendance knows of somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from courses.attendance.models import Attendance
from courses.attendance.personal_data import Presences
from courses.attendance.services import mark_attendance
from courses.common import clock
from courses.people.enums import Role
from courses.people.services import erase_person
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db

BEGIN = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))


def _held(present: User, absent: User, *, trainer: User | None = None) -> Edition:
    with clock.at(BEGIN - timedelta(days=20)):
        edition = EditionFactory.create(
            training=TrainingFactory.create(title="Luisteren"), starts_at=BEGIN
        )
        first, second = (
            EnrolmentFactory.create(person=one, edition=edition) for one in (present, absent)
        )
    with clock.at(BEGIN + timedelta(hours=3)):
        mark_attendance(
            session=edition.sessions.get(),
            present={first.pk},
            absent={second.pk},
            actor=trainer,
        )
    return edition


def test_it_shows_at_which_sessions_somebody_was() -> None:
    person, other = PersonFactory.create(), PersonFactory.create()
    _held(person, other)
    shown = {
        "training": "Luisteren",
        "bijeenkomst": "2026-03-03T19:00+01:00",
        "presentie": "Aanwezig",
        "ingehaald bij": "",
        "genoteerd op": "2026-03-03T22:00+01:00",
        "eerder genoteerd": [],
    }
    assert Presences().export(person.pk) == [shown]
    assert Presences().export(other.pk) == [{**shown, "presentie": "Afwezig"}]
    assert Presences().export(PersonFactory.create().pk) is None


def test_it_goes_with_the_person() -> None:
    person, other = PersonFactory.create(), PersonFactory.create()
    _held(person, other)
    erase_person(person=person, actor=None)
    assert [one.enrolment.person for one in Attendance.objects.all()] == [other]


def test_what_an_erased_trainer_marked_stays_without_the_name() -> None:
    trainer = person_in_role(Role.TRAINER)
    _held(PersonFactory.create(), PersonFactory.create(), trainer=trainer)
    erase_person(person=trainer, actor=None)
    assert list(Attendance.objects.values_list("marked_by", flat=True)) == [None, None]
