"""Words in a search that say when and where."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from academy.website.filter_words import filters_in
from courses.common import clock
from tests.factories import EditionFactory, TrainingFactory

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.parametrize(
    ("typed", "chosen", "rest"),
    [
        ("rouw 's avonds", {"dagdeel": "avond"}, "rouw"),
        ("iets over rouw, ’s avonds", {"dagdeel": "avond"}, "iets over rouw"),
        ("training in de avond", {"dagdeel": "avond"}, "training"),
        ("Overdag bellen", {"dagdeel": "overdag"}, "bellen"),
        ("bellen online in het Engels", {"vorm": "online", "taal": "en"}, "bellen"),
        ("grief in the evening", {"dagdeel": "avond"}, "grief"),
        ("eenzaamheid Overvecht", {"wijk": "overvecht"}, "eenzaamheid"),
        ("eenzaamheid in west", {"wijk": "west"}, "eenzaamheid"),
        ("avond", {"dagdeel": "avond"}, ""),
        ("avond of overdag", {"dagdeel": "avond"}, "of overdag"),
    ],
)
def test_what_is_said_of_the_date_is_told_apart(
    typed: str, chosen: dict[str, str], rest: str
) -> None:
    found = filters_in(typed)
    assert found is not None
    assert (found.chosen, found.rest) == (chosen, rest)


@pytest.mark.parametrize(
    "typed", ["", "rouw", "avondeten", "west", "de avondklok", "online-training", "engelsen"]
)
def test_other_words_are_words_to_look_for(typed: str) -> None:
    assert filters_in(typed) is None


@pytest.mark.django_db
def test_in_the_catalogue_it_becomes_a_filter(client: Client) -> None:
    next_month = clock.today() + timedelta(days=30)
    evening, day = (clock.moment_of(next_month, time(hour)) for hour in (19, 10))
    wanted = EditionFactory.create(
        training=TrainingFactory.create(title="Rouw en verlies"), starts_at=evening
    )
    EditionFactory.create(training=TrainingFactory.create(title="Rouw overdag"), starts_at=day)
    page = client.get(
        "/trainingen/", {"q": "iets over rouw, 's avonds", "vorm": "", "dagdeel": ""}, follow=True
    )
    assert page.redirect_chain == [
        ("/trainingen/?q=iets+over+rouw&vorm=&dagdeel=avond#gevonden", 302)
    ]
    assert [one.pk for one, _edition in page.context["trainings"]] == [wanted.training_id]
    assert client.get("/trainingen/", {"q": "avondeten"}).status_code == 200


@pytest.mark.django_db
def test_the_search_page_leads_to_trainings_with_such_a_date(client: Client) -> None:
    TrainingFactory.create(title="Rouw en verlies")
    page = client.get("/zoeken/", {"q": "rouw 's avonds"})
    assert [one.document.title for one in page.context["results"]] == ["Rouw en verlies"]
    content = page.content.decode()
    assert 'href="/trainingen/?q=rouw&amp;dagdeel=avond#gevonden"' in content
    assert "Bekijk alleen trainingen met een datum: ’s avonds" in content
    assert client.get("/trainingen/", {"q": "rouw", "dagdeel": "avond"}).status_code == 200
