"""The ordinary pages that every academy starts with say what is true."""

import re

import pytest
from django.test import Client

from courses.people.models import User

pytestmark = pytest.mark.django_db


def words(client: Client, address: str) -> str:
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return " ".join(text.split())


def test_the_privacy_page_names_everything_that_is_kept_about_a_person(client: Client) -> None:
    text = words(client, "/privacy/")
    kept = {
        "first_name": "Je naam",
        "last_name": "Je naam",
        "email": "Je e-mailadres",
        "password": "een wachtwoord",
        "last_login": "voor het laatst",
        "language": "De taal die je kiest",
        "background": "Als wie je meedoet",
        "partner": "bij welke organisatie",
    }
    inner = {"id", "is_active", "is_superuser", "date_joined"}
    assert {field.name for field in User._meta.concrete_fields} == set(kept) | inner
    assert [phrase for phrase in kept.values() if phrase not in text] == []
    assert "Je antwoorden op de opdrachten" in text


def test_the_privacy_page_promises_no_more_than_is_so(client: Client) -> None:
    text = words(client, "/privacy/")
    assert "Ook wij kunnen dat niet terugvinden" not in text
    assert "Zolang je kunt antwoorden, zou een technisch beheerder" in text
    assert "Heb je een certificaat? Dat bewaren wij" in text
