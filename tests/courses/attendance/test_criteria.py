from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courses.attendance.criteria import AttendanceCriterion
from courses.attendance.queries import WRITTEN_DOWN, Presence
from courses.attendance.services import mark_attendance
from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.plugin_api.contributions.completion import CompletionContext, Met, NotAsked, NotYet
from tests.factories import EditionFactory, EnrolmentFactory, TrainingFactory

BEGIN = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))


def evaluate(enrolment: Enrolment) -> Met | NotYet:
    return AttendanceCriterion().evaluate(
        CompletionContext(
            enrolment_id=enrolment.pk,
            person_id=enrolment.person_id,
            edition_id=enrolment.edition_id,
            training_id=enrolment.edition.training_id,
        )
    )


def an_enrolment(*, required: int, sessions: int, present: int, marked: int) -> Enrolment:
    """Somebody who was at the first `present` of the first `marked` sessions."""
    with clock.at(BEGIN - timedelta(days=20)):
        enrolment = EnrolmentFactory.create(
            edition=EditionFactory.create(
                training=TrainingFactory.create(attendance_required=required),
                starts_at=BEGIN,
                sessions=sessions,
            )
        )
    with clock.at(BEGIN + timedelta(days=60)):
        for number, session in enumerate(enrolment.edition.sessions.order_by("starts_at")):
            ids = {enrolment.pk}
            if number < marked:
                mark_attendance(
                    session=session,
                    present=ids if number < present else (),
                    absent=() if number < present else ids,
                    actor=None,
                )
    return enrolment


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("required", "sessions", "present"),
    [(100, 1, 1), (100, 3, 3), (75, 4, 3), (66, 3, 2), (50, 3, 2), (0, 3, 0)],
)
def test_enough_sessions_meet_the_demand(required: int, sessions: int, present: int) -> None:
    enrolment = an_enrolment(required=required, sessions=sessions, present=present, marked=sessions)
    assert evaluate(enrolment) == (Met() if required else NotAsked())


@pytest.mark.django_db
def test_too_few_sessions_say_how_many_are_needed() -> None:
    enrolment = an_enrolment(required=75, sessions=3, present=2, marked=3)
    assert evaluate(enrolment) == NotYet(
        "Je was bij 2 van de 3 bijeenkomsten. Voor je certificaat heb je er 3 nodig."
    )


@pytest.mark.django_db
def test_absence_at_the_only_session_is_said_plainly() -> None:
    enrolment = an_enrolment(required=100, sessions=1, present=0, marked=1)
    assert evaluate(enrolment) == NotYet(
        "Je was niet bij de bijeenkomst. Dat is wel nodig voor je certificaat."
    )


@pytest.mark.django_db
def test_before_anything_is_marked_the_trainer_has_to_fill_it_in() -> None:
    enrolment = an_enrolment(required=100, sessions=2, present=0, marked=0)
    assert evaluate(enrolment) == NotYet("We weten nog niet of je er was. Je trainer vult dat in.")


@pytest.mark.django_db
@pytest.mark.parametrize("sessions", [1, 2])
def test_before_the_first_session_nobody_says_that_the_trainer_is_late(sessions: int) -> None:
    enrolment = an_enrolment(required=100, sessions=sessions, present=0, marked=0)
    with clock.at(BEGIN - timedelta(minutes=1)):
        first = "dinsdag 3 maart 2026, 19:00–22:00"
        assert evaluate(enrolment) == NotYet(f"Dat komt nog: {first}.")
    with clock.at(BEGIN):
        assert evaluate(enrolment) == NotYet(
            "We weten nog niet of je er was. Je trainer vult dat in."
        )


@pytest.mark.django_db
def test_who_joined_after_a_session_hears_that_it_was_missed() -> None:
    enrolment = an_enrolment(required=100, sessions=2, present=0, marked=0)
    first, second = enrolment.edition.sessions.order_by("starts_at")
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=first.ends_at + WRITTEN_DOWN)
    with clock.at(second.ends_at):
        mark_attendance(session=second, present={enrolment.pk}, absent=(), actor=None)
    assert evaluate(enrolment) == NotYet(
        "Je was bij 1 van de 2 bijeenkomsten. Voor je certificaat heb je er 2 nodig."
    )


@pytest.mark.django_db
def test_who_is_written_down_when_all_is_over_is_still_to_be_marked() -> None:
    enrolment = an_enrolment(required=100, sessions=1, present=0, marked=0)
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=BEGIN + timedelta(days=2))
    assert evaluate(enrolment) == NotYet("We weten nog niet of je er was. Je trainer vult dat in.")


@pytest.mark.django_db
def test_halfway_it_is_said_that_more_is_to_come() -> None:
    enrolment = an_enrolment(required=100, sessions=3, present=1, marked=1)
    assert evaluate(enrolment) == NotYet(
        "Je was tot nu toe bij 1 van de 3 bijeenkomsten. Voor je certificaat heb je er 3 nodig."
    )


@pytest.mark.parametrize(
    ("sessions", "percentage", "needed"), [(3, 66, 2), (3, 67, 3), (4, 75, 3), (1, 1, 1), (7, 0, 0)]
)
def test_a_part_of_the_sessions_is_rounded_up(sessions: int, percentage: int, needed: int) -> None:
    assert Presence(sessions=sessions, marked=0, present=0, minutes=0).needed(percentage) == needed
