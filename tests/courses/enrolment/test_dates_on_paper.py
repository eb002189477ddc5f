"""The dates of the agenda in large letters, for somebody who has no computer."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from courses.common import clock
from courses.common.formats import period
from courses.editions.enums import District, Place
from courses.editions.models import Edition, Location
from tests.factories import EditionFactory, EnrolmentFactory, TrainingFactory
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SHEET = "/agenda/op-papier/"


def pages_of(client: Client, query: str = "") -> list[str]:
    response = client.get(SHEET + query)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return [" ".join(one.extract_text().split()) for one in read_pdf(response.content).pages]


def in_district(district: District, **values: Any) -> Edition:
    edition = EditionFactory.create(**values)
    location, _made = Location.objects.get_or_create(
        name=f"Huis {district.label}", district=district
    )
    Edition.objects.filter(pk=edition.pk).update(location=location)
    return edition


def test_it_has_the_dates_that_fit_whom_to_call_and_of_what_day_it_is(client: Client) -> None:
    day = clock.moment_of(clock.today() + timedelta(days=20), time(10))
    training = TrainingFactory.create(title="Rouw & Verlies")
    near = in_district(District.SOUTH_WEST, training=training, starts_at=day)
    full = in_district(District.SOUTH_WEST, starts_at=day + timedelta(days=1), capacity=1)
    EnrolmentFactory.create(edition=full)
    in_district(District.OVERVECHT, starts_at=day)
    page = client.get("/agenda/?wijk=zuidwest").content.decode()
    link = f'href="{SHEET}?wijk=zuidwest"'
    # Who looks for it finds it above the first date, and below the last.
    first, last = page.index(link), page.rindex(link)
    assert first < page.index('class="va-agenda__item') < last
    (text,) = pages_of(client, "?wijk=zuidwest")
    session = near.sessions.get()
    order = [
        "VRIJWILLIGERSACADEMIE",
        "Deze data passen bij: Wijk Zuidwest",
        "Zo schrijf je je in: bel (030) 236 17 45",
        "Rouw & Verlies",
        period(session.starts_at, session.ends_at),
        "(wijk Zuidwest)",
        "12 plaatsen vrij",
        "Vol. Bel voor de wachtlijst.",
        f"Zo was het op {clock.today().day} ",
    ]
    found = [text.find(one) for one in order]
    assert -1 not in found, text
    assert found == sorted(found), text
    assert "Overvecht" not in text


def test_what_needs_internet_is_last_and_the_number_is_on_every_page(client: Client) -> None:
    EditionFactory.create(place=Place.ONLINE, starts_at=clock.now() + timedelta(days=2))
    for number in range(12):
        EditionFactory.create(starts_at=clock.now() + timedelta(days=3 + number))
    pages = pages_of(client)
    assert len(pages) > 1
    assert all("(030) 236 17 45" in one for one in pages)
    assert ["Hiervoor heb je internet nodig" in one for one in pages] == (
        [False] * (len(pages) - 1) + [True]
    )


def test_where_no_date_fits_it_says_whom_to_call(client: Client) -> None:
    (text,) = pages_of(client, "?wijk=zuidwest")
    assert "Nu is er geen datum. Bel ons." in text
    assert SHEET not in client.get("/agenda/?wijk=zuidwest").content.decode()


def test_a_printed_page_says_whose_it_is_whom_to_call_and_what_was_chosen(client: Client) -> None:
    in_district(District.SOUTH_WEST)
    page = client.get("/agenda/?wijk=zuidwest").content.decode()
    head = page[page.index("va-paper-head") : page.index("<h1")]
    assert all(one in head for one in ("Vrijwilligersacademie", "(030) 236 17 45", "Gemaakt op"))
    assert "Data die passen bij: Wijk Zuidwest." in page
    assert "Alle trainingen op een rij" not in page
    assert "Alle trainingen op een rij" in client.get("/agenda/").content.decode()


def test_of_what_day_it_is_stands_there_as_large_as_the_rest(client: Client) -> None:
    EditionFactory.create()
    sizes: set[float] = set()

    def look(text: str, cm: list[float], matrix: list[float], _font: object, size: float) -> None:
        if "Zo was het op" in text:
            sizes.add(round(size * matrix[0] * cm[0]))

    for page in read_pdf(client.get(SHEET).content).pages:
        page.extract_text(visitor_text=look)
    assert sizes == {18}
