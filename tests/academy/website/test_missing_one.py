"""The page for who cannot come once, and how one finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue.services import install_trainings
from courses.common import clock
from courses.editions.house_rules import HouseRules
from courses.search import queries
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ADDRESS = "/een-keer-niet/"


def test_who_cannot_come_once_finds_it_among_all_that_speaks_of_missing() -> None:
    install_trainings()
    index, now = queries.index(), clock.now()
    for typed in (
        "een keer niet kunnen",
        "bijeenkomst missen",
        "afmelden voor één keer",
        "ik kan een keer niet",
        "keertje missen",
        "verhinderd",
    ):
        first = [hit.document.address for hit in index.find(typed, now=now).hits]
        assert first[0] == ADDRESS, typed
    # Whoever visits somebody who is ill looks for something else.
    assert ADDRESS not in [hit.document.address for hit in index.find("ziek", now=now).hits]


def test_a_visitor_reads_what_to_do_and_a_participant_what_holds_for_each_own_date(
    client: Client,
) -> None:
    person = PersonFactory.create()
    several = EditionFactory.create(
        training=TrainingFactory.create(title="Zeilen"),
        sessions=3,
        rules=HouseRules(first_session_required=True, may_catch_up=True),
    )
    one = EditionFactory.create(training=TrainingFactory.create(title="Roeien"))
    for edition in (several, one):
        EnrolmentFactory.create(person=person, edition=edition)
    rule = "Zorg dat je er de eerste keer bij bent."
    visitor = client.get(ADDRESS).content.decode()
    assert ["hoef je je niet voor alles af te melden" in visitor, rule in visitor] == [True, False]
    assert f"/account/login/?next={ADDRESS}" in visitor
    client.force_login(person)
    mine = client.get(ADDRESS).content.decode()
    assert [f'href="/inschrijven/{edition.pk}/"' in mine for edition in (several, one)] == [
        True
    ] * 2
    assert [mine.count(rule), mine.count("Dan kun je die keer inhalen")] == [1, 1]
    assert ["3 bijeenkomsten, vanaf" in mine, "1 bijeenkomst, op" in mine] == [True, True]
    client.force_login(PersonFactory.create())
    assert "Je hebt nu geen afspraken." in client.get(ADDRESS).content.decode()


def test_as_many_queries_for_three_dates_as_for_one(client: Client) -> None:
    person = PersonFactory.create()
    client.force_login(person)

    def asked() -> int:
        EnrolmentFactory.create(person=person, edition=EditionFactory.create(sessions=2))
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as found:
            client.get(ADDRESS)
        return len(found)

    assert len({asked() for _number in range(3)}) == 1
