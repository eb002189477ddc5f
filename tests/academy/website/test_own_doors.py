"""Who looks for something of their own is led to the door, not to what others wrote about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.catalogue.services import install_trainings
from courses.common import clock
from courses.search import queries
from tests.factories import PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/login/?next=%2Fmijn%2F"
FIRST = "Je logt eerst in, met een code die we je mailen."
CALL = "Lukt het niet? Bel"


def test_the_own_door_comes_before_trainings_that_use_the_same_words() -> None:
    install_trainings()
    index, now = queries.index(), clock.now()
    found = {
        typed: index.find(typed, now=now).hits[0].document.address
        for typed in (
            "waar ben ik ingeschreven",
            "mijn afspraken",
            "mail kwijt",
            "afmelden",
            "ik kan niet komen",
            "certificaat kwijt",
            "wachtwoord vergeten",
            "inloggen",
            "hoe schrijf ik me in",
            "aanmelden",
            "ik ben mijn man kwijt",
        )
    }
    assert found == {
        "waar ben ik ingeschreven": "/mijn/",
        "mijn afspraken": "/mijn/",
        "mail kwijt": "/mijn/",
        "afmelden": "/mijn/",
        "ik kan niet komen": "/mijn/",
        "certificaat kwijt": "/mijn/#certificaten",
        "wachtwoord vergeten": SIGN_IN,
        "inloggen": SIGN_IN,
        "hoe schrijf ik me in": "/agenda/",
        "aanmelden": "/agenda/",
        "ik ben mijn man kwijt": "/trainingen/rouw-en-verlies/",
    }


def test_only_a_visitor_reads_that_one_signs_in_first_and_whom_to_call(client: Client) -> None:
    address = "/zoeken/?q=kwijt"
    visitors = client.get(address).content.decode()
    # Two results are the reader's own, whom to call is said once.
    assert [visitors.count(text) for text in (FIRST, CALL)] == [2, 1]
    client.force_login(PersonFactory.create())
    mine = client.get(address).content.decode()
    assert [mine.count(text) for text in (FIRST, CALL, 'href="/mijn/#certificaten"')] == [0, 0, 1]


def test_who_finds_nothing_is_led_to_the_own_page_too(client: Client) -> None:
    TrainingFactory.create()
    address = "/zoeken/?q=xylofoonles"
    visitors = client.get(address).content.decode()
    client.force_login(PersonFactory.create())
    mine = client.get(address).content.decode()
    for page, words in ((visitors, "Log in en bekijk je data"), (mine, "Ga naar Mijn academie")):
        assert ["Gaat het over je eigen inschrijving?" in page, words in page] == [True, True]


def test_the_home_page_leads_on_to_what_one_enrolled_for(client: Client) -> None:
    doors = (
        'href="/account/login/?next=/mijn/">Log in en bekijk je data</a>',
        'href="/mijn/">Ga verder in Mijn academie</a>',
    )
    visitors = client.get("/").content.decode()
    client.force_login(PersonFactory.create())
    mine = client.get("/").content.decode()
    # Before anything else of the page: on a phone that is the first screen.
    heads = [page.partition('id="trainingen"')[0] for page in (visitors, mine)]
    assert [[door in head for door in doors] for head in heads] == [[True, False], [False, True]]


def test_the_page_for_signing_in_says_what_one_finds_behind_it(client: Client) -> None:
    said = "Log in. Dan zie je je data, en kun je je afmelden."
    assert said in client.get("/account/login/").content.decode()
    # Who was on the way to something else reads where that goes on.
    assert said not in client.get("/account/login/?next=/agenda/").content.decode()
