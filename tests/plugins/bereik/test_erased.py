"""Erasing somebody takes nothing away from the figures of the past, and leaves nothing of them."""

from __future__ import annotations

import pytest

from courses.common import clock
from courses.enrolment import services
from courses.enrolment.models import Enrolment, ErasedParticipants
from courses.people.models import User
from courses.people.services import erase_person
from plugins.bereik import queries
from plugins.bereik.queries import Month, Period
from tests.factories import PersonFactory, TrainingFactory
from tests.plugins.bereik.held import hold, moment, people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

YEAR = Period()


def figures(pk: int) -> tuple[object, ...]:
    quarters = [
        (one.first, one.participants, one.completed) for one in queries.quarters([pk], YEAR)
    ]
    return (
        queries.reach([pk], YEAR, YEAR)[0].participants,
        queries.people_by_training([pk], YEAR),
        quarters,
        list(queries.months([pk], YEAR)),
    )


def test_the_reach_of_last_year_stays_when_somebody_is_erased() -> None:
    training = TrainingFactory.create()
    who = people(resident=4, volunteer=2)
    edition = hold(training, "2025-03-03 19:00", who)
    hold(training, "2026-04-06 19:00", who[1:3])
    with clock.at(moment("2025-03-04 12:00")):
        services.complete(enrolment=Enrolment.objects.get(person=who[0], edition=edition))
    before = figures(training.pk)
    erase_person(person=who[0], actor=None)
    edition.refresh_from_db()
    assert (figures(training.pk), edition.seats_taken) == (before, 6)
    assert ErasedParticipants.objects.values_list("number", "completed").get() == (1, 1)


def test_somebody_alone_leaves_a_number_in_every_figure() -> None:
    training = TrainingFactory.create()
    hold(training, "2026-04-06 19:00", people(resident=1))
    before = figures(training.pk)
    User.objects.all().delete()
    assert figures(training.pk) == before
    assert before[3][0] == Month(moment("2026-04-01 00:00").date(), 1, 0, 1)  # type: ignore[index]


def test_who_had_a_seat_to_come_leaves_it_to_the_next() -> None:
    edition = hold(TrainingFactory.create(), "2026-06-20 19:00", [PersonFactory.create()])
    erase_person(person=User.objects.get(), actor=None)
    edition.refresh_from_db()
    assert (edition.seats_taken, ErasedParticipants.objects.count()) == (0, 0)


def test_nothing_is_kept_but_numbers() -> None:
    kept = {field.name for field in ErasedParticipants._meta.get_fields()}
    assert kept == {"id", "edition", "number", "completed"}
