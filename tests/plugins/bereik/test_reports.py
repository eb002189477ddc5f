"""The tables, against numbers that were counted by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.enrolment import services
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.plugin_api.api import ReportFilters, Row
from plugins.bereik.reports import Growth, Participants
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    TrainingFactory,
    person_in_role,
)
from tests.plugins.bereik.held import hold, moment, people

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

APART = "niet apart"


def rows(report: Any, *trainings: Any, since: str = "", until: str = "") -> list[Row]:
    filters = ReportFilters(
        person_id=1,
        training_ids=frozenset(training.pk for training in trainings),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )
    return list(report().rows(filters))


def participants(*trainings: Any, **period: str) -> list[Row]:
    """The rows of trainings in quarters, without the total below them."""
    found = rows(Participants, *trainings, **period)
    return [row for row in found if row[0] != "Alles samen"]


def growth(*trainings: Any, **period: str) -> list[Row]:
    return rows(Growth, *trainings, **period)


@pytest.fixture
def bellen() -> Any:
    return TrainingFactory.create(title="Bellen")


@pytest.fixture
def rouw() -> Any:
    return TrainingFactory.create(title="Rouw en verlies")


# --- Participants -----------------------------------------------------------------------------


@pytest.mark.both_databases
def test_each_training_has_a_row_for_each_quarter(bellen: Any, rouw: Any) -> None:
    partner, other = PartnerFactory.create(), PartnerFactory.create()
    first = [
        *people(volunteer=3, partner=partner),
        *people(resident=2, partner=other),
        *people(professional=4),
        *people(business=3),
    ]
    edition = hold(rouw, "2026-01-15 10:00", first, sessions=2)
    # Somebody who comes back in the same quarter counts once.
    hold(rouw, "2026-03-02 19:00", first[:1] + people(volunteer=5))
    hold(rouw, "2026-04-01 19:00", people(volunteer=12))
    hold(bellen, "2025-12-29 19:00", people(volunteer=3, business=4), sessions=2)
    hold(TrainingFactory.create(), "2026-01-15 10:00", people(volunteer=3))
    for enrolment in Enrolment.objects.filter(edition=edition)[:7]:
        services.complete(enrolment=enrolment)
    # Training, quarter, meetings, participants, four backgrounds, together, partner, completed.
    assert participants(rouw, bellen) == [
        ("Bellen", "2025, kwartaal 4", 1, 7, *[APART] * 4, 7, 0, 0, 0),
        # The second meeting was in the new year; those people began in the old one.
        ("Bellen", "2026, kwartaal 1", 1, 0, 0, 0, 0, 0, None, 0, 0, 0),
        ("Rouw en verlies", "2026, kwartaal 1", 3, 17, *[APART] * 4, 17, 5, 2, 7),
        ("Rouw en verlies", "2026, kwartaal 2", 1, 12, 0, 12, 0, 0, None, 0, 0, 0),
    ]


def test_a_total_below_the_rows_counts_everybody_once_and_gives_no_small_number_away(
    bellen: Any, rouw: Any
) -> None:
    regular = people(volunteer=6)
    hold(bellen, "2026-01-15 10:00", regular)
    hold(rouw, "2026-02-15 10:00", [*regular, *people(resident=8)])
    *_rows, total = rows(Participants, bellen, rouw)
    assert total == ("Alles samen", "", 2, 14, 8, 6, 0, 0, None, None, None, None)
    # Beside a row that hides a number, the total hides them too: else one could subtract.
    hold(rouw, "2026-04-15 10:00", people(professional=2, volunteer=9))
    *_rows, total = rows(Participants, bellen, rouw)
    assert total == ("Alles samen", "", 3, 25, *[APART] * 4, 25, None, None, None)


def test_who_did_not_take_part_does_not_count(bellen: Any) -> None:
    edition = hold(bellen, "2026-02-03 19:00", people(volunteer=4))
    with clock.at(moment("2026-01-20 12:00")):
        services.withdraw(enrolment=Enrolment.objects.filter(edition=edition)[0], actor=None)
        cancelled = EditionFactory.create(training=bellen, starts_at=moment("2026-02-10 19:00"))
        EnrolmentFactory.create(edition=cancelled)
        services.cancel_edition(edition=cancelled, actor=None)
        full = EditionFactory.create(
            training=bellen, starts_at=moment("2026-02-17 19:00"), capacity=1
        )
        EnrolmentFactory.create(edition=full)
        EnrolmentFactory.create(edition=full)
        EditionFactory.create(training=bellen, starts_at=moment("2026-02-24 19:00"), publish=False)
    assert participants(bellen) == [("Bellen", "2026, kwartaal 1", 2, 4, *[APART] * 4, 4, 0, 0, 0)]
    assert growth(bellen)[0] == ("februari 2026", 4, 4, 0, 4)


def test_what_is_still_to_come_does_not_count(bellen: Any) -> None:
    hold(bellen, "2026-05-15 10:00", people(volunteer=3), sessions=3)
    hold(bellen, "2026-05-20 12:01", people(volunteer=3))
    assert participants(bellen, until="2026-12-31") == [
        ("Bellen", "2026, kwartaal 2", 1, 3, *[APART] * 4, 3, 0, 0, 0)
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Asia/Tokyo"])
def test_the_first_and_the_last_day_count_in_amsterdam(bellen: Any, zone: str) -> None:
    for begins in (
        "2025-12-31 23:59",
        "2026-01-01 00:00",
        "2026-03-31 23:59",
        "2026-04-01 00:00",
    ):
        hold(bellen, begins, people(volunteer=3))
    with timezone.override(zone):
        everything = participants(bellen)
        quarter = participants(bellen, since="2026-01-01", until="2026-03-31")
        months = growth(bellen, since="2026-01-01", until="2026-03-31")
    assert [row[1:4] for row in everything] == [
        ("2025, kwartaal 4", 1, 3),
        ("2026, kwartaal 1", 2, 6),
        ("2026, kwartaal 2", 1, 3),
    ]
    assert quarter == [("Bellen", "2026, kwartaal 1", 2, 6, 0, 6, 0, 0, None, 0, 0, 0)]
    assert months == [
        ("januari 2026", 3, 3, 0, 6),
        ("februari 2026", 0, 0, 0, 6),
        ("maart 2026", 3, 3, 0, 9),
    ]


@pytest.mark.parametrize(
    ("since", "until", "is_whole"),
    [
        ("2026-01-01", "2026-03-31", True),
        ("2025-01-01", "2027-03-31", True),
        ("2026-01-02", "2026-03-31", False),
        ("2026-01-01", "2026-03-30", False),
        ("", "2026-03-30", False),
    ],
)
def test_a_part_of_a_quarter_does_not_tell_backgrounds(
    bellen: Any, since: str, until: str, is_whole: bool
) -> None:
    hold(bellen, "2026-02-03 19:00", people(volunteer=5, resident=6))
    (row,) = participants(bellen, since=since, until=until)
    told: tuple[object, ...] = (6, 5, 0, 0, None) if is_whole else (*[APART] * 4, 11)
    assert row[:9] == ("Bellen", "2026, kwartaal 1", 1, 11, *told)


@pytest.mark.parametrize(("until", "told"), [("2026-05-20", 6), ("2026-05-19", APART)])
def test_the_quarter_that_is_not_over_is_whole_until_today(
    bellen: Any, until: str, told: object
) -> None:
    hold(bellen, "2026-04-07 19:00", people(volunteer=6))
    assert participants(bellen, until=until)[0][5] == told


def test_days_at_the_end_of_time_are_no_failure(bellen: Any) -> None:
    hold(bellen, "2026-02-03 19:00", people(volunteer=3))
    for since, until in (("0001-01-01", "9999-12-31"), ("0001-01-02", "9999-12-30")):
        assert len(participants(bellen, since=since, until=until)) == 1
        assert len(growth(bellen, since=since, until=until)) == 4
    assert growth(bellen, since="9999-12-31") == []
    assert growth(bellen, since="2026-03-01", until="2026-02-01") == []


def test_without_trainings_there_are_no_rows() -> None:
    assert participants() == growth() == []


# --- Growth -----------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_new_and_returning_people_by_month(bellen: Any, rouw: Any) -> None:
    regular, *others = people(volunteer=6)
    hold(bellen, "2025-11-04 19:00", [regular, *others[:2]])
    hold(rouw, "2026-01-13 19:00", [regular, others[2]])
    # Twice in a month is once.
    hold(bellen, "2026-03-03 19:00", [others[3], others[0]])
    hold(rouw, "2026-03-10 19:00", [others[3], others[4]])
    assert growth(bellen, rouw) == [
        ("november 2025", 3, 3, 0, 3),
        ("december 2025", 0, 0, 0, 3),
        ("januari 2026", 2, 1, 1, 4),
        ("februari 2026", 0, 0, 0, 4),
        ("maart 2026", 3, 2, 1, 6),
        ("april 2026", 0, 0, 0, 6),
        ("mei 2026", 0, 0, 0, 6),
    ]
    # In one training somebody is new who was in another before.
    assert growth(rouw, until="2026-03-31") == [
        ("januari 2026", 2, 2, 0, 2),
        ("februari 2026", 0, 0, 0, 2),
        ("maart 2026", 2, 2, 0, 4),
    ]
    assert growth(bellen, rouw, since="2026-01-01", until="2026-01-31") == [
        ("januari 2026", 2, 1, 1, 4)
    ]


def test_who_came_earlier_in_a_month_that_is_cut_is_returning(bellen: Any) -> None:
    regular, newcomer = people(volunteer=2)
    hold(bellen, "2026-01-05 19:00", [regular])
    hold(bellen, "2026-01-20 19:00", [regular, newcomer])
    assert growth(bellen, since="2026-01-15", until="2026-01-31") == [("januari 2026", 2, 1, 1, 2)]


# --- The number of queries --------------------------------------------------------------------


@pytest.mark.parametrize(("report", "number"), [(Participants, 9), (Growth, 3)])
def test_more_trainings_ask_no_more_of_the_database(
    report: Any, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    trainings = [TrainingFactory.create() for _ in range(3)]
    for training in trainings:
        hold(training, "2025-10-01 19:00", people(volunteer=2), sessions=2)
        hold(training, "2026-02-03 19:00", people(resident=2))
    # The quarters of one training have a total below them too.
    with django_assert_num_queries(number):
        rows(report, trainings[0])
    with django_assert_num_queries(number):
        rows(report, *trainings)


# --- On the site ------------------------------------------------------------------------------


@pytest.fixture
def coordinator(client: Client) -> Any:
    person = person_in_role(Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("report", "cells"),
    [
        (Participants, ["Bellen", "2026, kwartaal 1", "1", "12", "0", "12", "0", "0"]),
        (Growth, ["februari 2026", "12", "12", "0", "12"]),
    ],
)
def test_a_coordinator_sees_the_table_with_its_definition(
    report: Any, cells: list[str], bellen: Any, client: Client, coordinator: Any
) -> None:
    activate_plugin(training=bellen, plugin="bereik")
    hold(bellen, "2026-02-03 19:00", people(volunteer=12))
    page = client.get(f"/beheer/rapporten/bereik/{report.name}/").content.decode()
    assert str(report.description) in page
    shown = [
        strip_tags(cell).strip() for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", page, re.S)
    ]
    first = shown.index(cells[0])
    assert shown[first : first + len(cells)] == cells


def test_a_coordinator_can_take_the_table_along(
    bellen: Any, client: Client, coordinator: Any
) -> None:
    activate_plugin(training=bellen, plugin="bereik")
    hold(bellen, "2026-02-03 19:00", people(volunteer=10, resident=1, professional=4, business=8))
    answer = client.get("/beheer/rapporten/bereik/participants/?export=csv")
    text = b"".join(answer).decode("utf-8-sig")
    assert "Bellen;2026, kwartaal 1;1;23;niet apart;10;niet apart;niet apart;13;0;0;0" in text


def test_a_trainer_does_not_see_it(bellen: Any, client: Client) -> None:
    activate_plugin(training=bellen, plugin="bereik")
    trainer = person_in_role(Role.TRAINER)
    EditionFactory.create(training=bellen, trainers=[trainer])
    client.force_login(trainer)
    answer = client.get("/beheer/rapporten/bereik/participants/")
    assert answer.status_code == 403
