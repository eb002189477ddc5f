"""Figures are of this calendar year unless somebody chooses; all years are one press away."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from courses.people.enums import Role
from tests.courses.evaluation.factories import Told, kept_form, past_edition
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

INDEX = "/beheer/evaluaties/"
THIS_YEAR, LAST_YEAR, ALL_YEARS = (
    "since=2026-01-01&until=2026-12-31",
    "since=2025-01-01&until=2025-12-31",
    "since=&until=",
)


@pytest.fixture(autouse=True)
def in_2026() -> Iterator[None]:
    with clock.at(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def coordinator(client: Client) -> Client:
    client.force_login(person_in_role(Role.COORDINATOR))
    return client


def marked(year: int, mark: int, training: TrainingPage) -> None:
    edition = past_edition(training, ends_at=datetime(year, 3, 1, 12, tzinfo=UTC))
    kept_form(edition, {"overall": Told([mark] * 5)}, invited=6)


def test_it_is_this_year_with_all_years_one_press_away(coordinator: Client) -> None:
    training = TrainingFactory.create()
    for year, mark in ((2024, 4), (2025, 6), (2026, 8)):
        marked(year, mark, training)
    page = coordinator.get(INDEX)
    text = " ".join(page.content.decode().split())
    assert page.context["whole"].marks.mean == 8
    assert "Periode: geëindigd van 1 januari 2026 tot en met 31 december 2026." in text
    years = page.context["filter_form"].years
    assert [(one.address, one.is_chosen) for one in years] == [
        (f"?{THIS_YEAR}", True),
        (f"?{LAST_YEAR}", False),
        (f"?{ALL_YEARS}", False),
    ]
    assert text.count('aria-current="true"') >= 1
    found = {
        query: coordinator.get(f"{INDEX}?{query}").context["whole"].marks.mean
        for query in (THIS_YEAR, LAST_YEAR, ALL_YEARS)
    }
    assert found == {THIS_YEAR: 8, LAST_YEAR: 6, ALL_YEARS: 6}
    # The line over the years goes on through all of them, and says so.
    assert "Gemiddeld cijfer per jaar, alle jaren" in text
    assert "2024" in text
    # What one opens from here is about the same year.
    address = f"{INDEX}training/{training.pk}/?{THIS_YEAR.replace('&', '&amp;')}"
    assert address in page.content.decode().replace("&amp;amp;", "&amp;")


def test_another_year_keeps_what_else_was_chosen(coordinator: Client) -> None:
    training = TrainingFactory.create()
    marked(2026, 8, training)
    form = coordinator.get(f"{INDEX}?training={training.pk}&p=2").context["filter_form"]
    assert form.years[2].address == f"?training={training.pk}&{ALL_YEARS}"


def test_a_year_without_editions_says_so_and_offers_the_others(coordinator: Client) -> None:
    marked(2024, 4, TrainingFactory.create())
    text = coordinator.get(INDEX).content.decode()
    assert "geen uitvoeringen geweest" in text
    assert f'href="?{ALL_YEARS.replace("&", "&amp;")}"' in text


@pytest.mark.parametrize(
    ("years", "shown", "mean"),
    [((2025,), 2025, 6), ((2025, 2026), 2026, 8), ((2024,), 2026, None), ((), 2026, None)],
)
def test_on_new_years_day_it_is_last_year_and_says_so(
    coordinator: Client, years: tuple[int, ...], shown: int, mean: int | None
) -> None:
    training = TrainingFactory.create()
    for year in years:
        marked(year, {2024: 4, 2025: 6, 2026: 8}[year], training)
    page = coordinator.get(INDEX)
    said = "In 2026 is er nog geen uitvoering geweest. Daarom zie je hier 2025."
    text = " ".join(page.content.decode().split())
    assert (said in text) is (shown == 2025)
    assert page.context["period"].since.year == shown
    assert page.context["whole"].marks.mean == mean
    assert f'href="/beheer/jaarverslag/{shown}/"' in text
    # The link to the report is of the year that is shown, or of this one where there are more.
    for query, year in (("since=2024-01-01&until=2024-12-31", 2024), ("since=2024-01-01", 2026)):
        chosen = coordinator.get(f"{INDEX}?{query}").content.decode()
        assert f'href="/beheer/jaarverslag/{year}/"' in chosen
    # Who chooses this year gets it.
    assert said not in coordinator.get(f"{INDEX}?{THIS_YEAR}").content.decode()
    # It is the whole of it that decides, and not what is looked for in it.
    assert coordinator.get(f"{INDEX}?q=").context["period"].since.year == shown


def test_the_choices_are_folded_away_unless_something_is_wrong_with_them(
    coordinator: Client,
) -> None:
    folded = re.compile(r'<details class="va-report-choose va-no-print"\s*>')
    pages = [coordinator.get(INDEX, typed).content.decode() for typed in ({}, {"since": "soon"})]
    assert [bool(folded.search(page)) for page in pages] == [True, False]
