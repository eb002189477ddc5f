"""What reports and pages of plugins are told, and what they can ask of it."""

from __future__ import annotations

from datetime import date

import pytest

from courses.plugin_api.api import CourseContext, ReportFilters

COURSE = CourseContext(
    training_id=1,
    training_title="Op bezoek",
    training_url="/trainingen/op-bezoek/",
    url="/trainingen/op-bezoek/p/buurtpraat/",
    person_id=None,
    takes_part=False,
    is_staff=False,
)
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def test_a_page_in_a_training_knows_the_way_to_it() -> None:
    values = COURSE.page_values("Opgaven", ("Les 1", "/trainingen/op-bezoek/lessen/een/"))
    assert values == {
        "course": COURSE,
        "title": "Opgaven",
        "noindex": True,
        "crumbs": [
            ("Home", "/"),
            ("Trainingen", "/trainingen/"),
            ("Op bezoek", "/trainingen/op-bezoek/"),
            ("Les 1", "/trainingen/op-bezoek/lessen/een/"),
            ("Opgaven", None),
        ],
    }


@pytest.mark.parametrize(
    ("since", "until", "day", "covers"),
    [
        (None, None, None, True),
        (JUNE, None, None, False),
        (None, JULY, None, False),
        (JUNE, JULY, JUNE, True),
        (JUNE, JULY, JULY, True),
        (JUNE, JULY, date(2026, 7, 2), False),
        (JUNE, None, date(2026, 5, 31), False),
    ],
)
def test_a_period_has_its_first_and_its_last_day(
    since: date | None, until: date | None, day: date | None, covers: bool
) -> None:
    filters = ReportFilters(person_id=1, training_ids=frozenset(), since=since, until=until)
    assert filters.covers(day) is covers
