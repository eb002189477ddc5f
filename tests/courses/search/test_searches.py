"""Of what people type, the first three things that are found hold what they look for."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils.translation import override

from academy.demo.pages import make_learning_path, make_lectures
from courses.catalogue.models import TrainingPage
from courses.catalogue.services import install_trainings
from courses.common import clock
from courses.editions.enums import District, Language
from courses.editions.models import Location
from courses.search import queries
from tests.courses.search.searches import ENGLISH, FOUND, OWN, searches
from tests.factories import EditionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = datetime(2026, 10, 1, 12, tzinfo=clock.zone())
LEAST = 0.95


@pytest.fixture
def whole_site() -> None:
    """The trainings, lectures, path and pages that come with the academy, and two dates."""
    install_trainings()
    trainings = {one.slug: one for one in TrainingPage.objects.all()}
    by_plugin = {
        "signaleren": "eenzaamheid-signaleren",
        "bellen": "bellen",
        "rouw_en_verlies": "rouw-en-verlies",
        "zingeving": "zingeving",
    }
    make_learning_path({plugin: trainings[slug] for plugin, slug in by_plugin.items()})
    make_lectures()
    EditionFactory.create(
        training=trainings["bellen"],
        starts_at=datetime(2026, 11, 3, 19, tzinfo=clock.zone()),
        online_link="https://example.org/x",
        language=Language.ENGLISH,
    )
    EditionFactory.create(
        training=trainings["rouw-en-verlies"],
        starts_at=datetime(2026, 11, 7, 10, tzinfo=clock.zone()),
        location=Location.objects.create(name="Buurthuis", district=District.OVERVECHT),
    )


def test_nineteen_of_twenty_searches_find_it_among_the_first_three(whole_site: None) -> None:
    scores = {}
    for language, asked in (
        ("nl", [*searches(OWN), *searches(FOUND)]),
        ("en", searches(ENGLISH)),
    ):
        missed = []
        with clock.at(NOW), override(language):
            index = queries.index()
            for typed, right in asked:
                first = [hit.document.address for hit in index.find(typed, now=NOW).hits[:3]]
                if not any(part in address for part in right for address in first):
                    missed.append((typed, first))
        scores[language] = 1 - len(missed) / len(asked)
        print(f"\n{language}: {len(asked)}, {scores[language]:.1%} of three; missed: {missed}")
    assert {language: score >= LEAST for language, score in scores.items()} == {
        "nl": True,
        "en": True,
    }


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("eensaamheid", "eenzaamheid", "eenzaamheid-signaleren"),
        ("eenzamheid", "eenzaamheid", "eenzaamheid-signaleren"),
        ("eenzaamhijd", "eenzaamheid", "eenzaamheid-signaleren"),
        ("iets over eensaamheid", "iets over eenzaamheid", "eenzaamheid-signaleren"),
        ("rauw en verlies", "rouw en verlies", "rouw-en-verlies"),
        ("zin gevving", "zingeving", "zingeving"),
        ("training zin gevving overdag", "training zingeving overdag", "zingeving"),
        # Two words that are one here need no question.
        ("zin geving", "", "zingeving"),
    ],
)
def test_what_is_written_as_it_is_heard_finds_what_the_right_spelling_does(
    whole_site: None, typed: str, meant: str, first: str
) -> None:
    with clock.at(NOW):
        index = queries.index()
        found, right = (index.find(text, now=NOW) for text in (typed, meant or "zingeving"))
    assert (found.meant, found.hits[0].document.address) == (meant, f"/trainingen/{first}/")
    order = [hit.document.key for hit in found.hits]
    assert order[:3] == [hit.document.key for hit in right.hits][:3]
