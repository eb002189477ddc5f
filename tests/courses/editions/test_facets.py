"""Filters on when and where: what the list shows is what was asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.enrolment.models import Enrolment
from tests.factories import EditionFactory, EnrolmentFactory, TrainingFactory

if TYPE_CHECKING:
    from django.test import Client

    from courses.editions.models import Edition

pytestmark = pytest.mark.django_db


def _cards(client: Client, **chosen: str) -> list[tuple[str, int | None]]:
    """The title and the edition on each card."""
    shown = client.get("/trainingen/", chosen).context["trainings"]
    return [(card.title, edition and edition.pk) for card, edition in shown]


@pytest.fixture
def editions() -> dict[str, Edition]:
    """Of one training: full, on a venue, and online, each a week later than the one before."""
    training = TrainingFactory.create(title="Bellen")

    def edition(weeks: int, **fields: Any) -> Edition:
        starts_at = clock.now() + timedelta(weeks=weeks)
        return EditionFactory.create(training=training, starts_at=starts_at, **fields)

    full = edition(2, capacity=1)
    EnrolmentFactory.create(edition=full)
    online = edition(4, online_link="https://video.example.test/kamer")
    return {"full": full, "venue": edition(3), "online": online}


def _day(weeks: int) -> str:
    return f"{clock.today() + timedelta(weeks=weeks, days=-2):%Y-%m-%d}"


@pytest.mark.both_databases
def test_a_card_shows_the_first_edition_that_fits_the_filter(
    client: Client, editions: dict[str, Edition]
) -> None:
    found = {
        "nothing": _cards(client),
        "a word": _cards(client, q="bel"),
        "a wrong value": _cards(client, vorm="raar"),
        "online": _cards(client, vorm="online"),
        "venue": _cards(client, vorm="venue"),
        "free": _cards(client, vrij="on"),
        "from": _cards(client, van=_day(4)),
        "period": _cards(client, van=_day(3), tot=_day(4)),
        "free and online": _cards(client, vrij="on", vorm="online"),
        "online before": _cards(client, vorm="online", tot=_day(4)),
    }
    named = {edition.pk: name for name, edition in editions.items()}
    shown = {
        case: [named[pk] for _title, pk in cards if pk is not None] for case, cards in found.items()
    }
    assert shown == {
        "nothing": ["full"],
        "a word": ["full"],
        "a wrong value": ["full"],
        "online": ["online"],
        "venue": ["full"],
        "free": ["venue"],
        "from": ["online"],
        "period": ["venue"],
        "free and online": ["online"],
        "online before": [],
    }


def test_a_filtered_list_takes_as_many_queries_for_three_trainings_as_for_one(
    client: Client, editions: dict[str, Edition]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            _cards(client, vorm="online", vrij="on")
        return len(asked)

    count()
    one = count()
    for _number in range(2):
        EditionFactory.create(online_link="https://video.example.test/kamer")
    assert (count(), len(_cards(client, vorm="online"))) == (one, 3)
    assert Enrolment.objects.count() == 1


@pytest.mark.both_databases
def test_trainings_stand_in_the_order_of_their_next_date_that_fits(client: Client) -> None:
    now = clock.now()
    days = {"Zonder": (), "Laat": (9,), "Bijna": (2, 30), "Straks": (5,)}
    for title, offsets in days.items():
        training = TrainingFactory.create(title=title)
        for offset in offsets:
            EditionFactory.create(training=training, starts_at=now + timedelta(days=offset))
    later = f"{clock.today() + timedelta(days=4):%Y-%m-%d}"
    assert [title for title, _edition in _cards(client)] == ["Bijna", "Straks", "Laat", "Zonder"]
    assert [title for title, _edition in _cards(client, van=later)] == ["Straks", "Laat", "Bijna"]
    front = client.get("/").context["trainings"]
    assert [card.title for card, _edition in front] == ["Bijna", "Straks", "Laat", "Zonder"]


def test_a_date_that_is_past_no_longer_says_where_a_training_stands(client: Client) -> None:
    for title, offset in {"Eerst": 1, "Dan": 2}.items():
        training = TrainingFactory.create(title=title)
        EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=offset))
    assert [title for title, _edition in _cards(client)] == ["Eerst", "Dan"]
    with clock.at(clock.now() + timedelta(days=1, hours=12)):
        assert [title for title, _edition in _cards(client)] == ["Dan", "Eerst"]
