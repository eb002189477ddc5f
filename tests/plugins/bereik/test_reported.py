"""What others reported of editions of before: shown apart, and never added up."""

from __future__ import annotations

from datetime import date

import pytest

from courses.editions.services import report_edition
from courses.plugin_api.api import ReportFilters
from plugins.bereik.panel import same_days
from plugins.bereik.queries import reach
from plugins.bereik.reports import Participants, Reported
from tests.factories import TrainingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_what_others_reported_stands_apart_from_who_was_reached() -> None:
    training = TrainingFactory.create(title="Signaleren")
    for day, participants in ((date(2025, 2, 4), 12), (date(2019, 11, 5), 9)):
        report_edition(
            training=training,
            day=day,
            participants=participants,
            source="Jaarverslag",
            actor=None,
        )
    this_year, last_year = same_days(date(2026, 3, 3))
    ids = {training.pk}
    assert [
        (found.participants, found.meetings, found.reported)
        for found in reach(ids, this_year, last_year)
    ] == [(0, 0, 0), (0, 0, 12)]
    filters = ReportFilters(training_ids=frozenset(ids), since=None, until=None, person_id=0)
    assert list(Participants().rows(filters)) == []
    assert list(Reported().rows(filters)) == [
        ("Signaleren", "5 november 2019", 9, "Jaarverslag"),
        ("Signaleren", "4 februari 2025", 12, "Jaarverslag"),
    ]
