"""What the enrolments know of somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.enrolment.personal_data import Enrolments
from courses.enrolment.services import withdraw
from courses.people.services import erase_person
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, TrainingFactory

pytestmark = pytest.mark.django_db

BEGIN = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_enrolments_are_shown_with_their_dates_and_how_it_stands() -> None:
    person, other = PersonFactory.create(), PersonFactory.create()
    with clock.at(BEGIN - timedelta(days=20)):
        edition = EditionFactory.create(
            training=TrainingFactory.create(title="Luisteren"), starts_at=BEGIN
        )
        enrolment = EnrolmentFactory.create(person=person, edition=edition)
        EnrolmentFactory.create(person=other, edition=edition)
        withdraw(enrolment=enrolment, actor=person)
    assert Enrolments().export(person.pk) == [
        {
            "training": "Luisteren",
            "begint": "2026-03-03T19:00+01:00",
            "eindigt": "2026-03-03T22:00+01:00",
            "status": "Afgemeld",
            "ingeschreven op": "2026-02-11T19:00+01:00",
            "ingeschreven door de academie": "Nee",
            "op de wachtlijst sinds": None,
            "meegenomen door iemand anders": "Nee",
            "komt samen met iemand anders": "Nee",
            "antwoorden bij inschrijven": [],
            "gevraagd naar een andere datum te gaan": [],
            "plaats aangeboden tot": None,
            "veranderd": [
                {"op": "2026-02-11T19:00+01:00", "wat": "Inschrijving: Ingeschreven"},
                {"op": "2026-02-11T19:00+01:00", "wat": "Inschrijving: Afgemeld"},
            ],
        }
    ]


def test_who_never_enrolled_has_nothing() -> None:
    EnrolmentFactory.create()
    assert Enrolments().export(PersonFactory.create().pk) is None


def test_enrolments_go_with_the_person_and_those_of_others_stay() -> None:
    own, others = EnrolmentFactory.create(), EnrolmentFactory.create()
    erase_person(person=own.person, actor=None)
    assert list(Enrolment.objects.all()) == [others]
