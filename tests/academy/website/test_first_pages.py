"""The ordinary pages that every academy starts with say what is true."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from academy.website.models import ContentPage
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
        "sort_name": "Je naam",
        "email": "Je e-mailadres",
        "password": "een wachtwoord",
        "last_login": "voor het laatst",
        "language": "De taal die je kiest",
        "background": "Als wie je meedoet",
        "partner": "bij welke organisatie",
        "browsers_forgotten": "laat je ons je apparaten vergeten",
    }
    inner = {"id", "is_active", "is_superuser", "date_joined"}
    assert {field.name for field in User._meta.concrete_fields} == set(kept) | inner
    assert [phrase for phrase in kept.values() if phrase not in text] == []
    assert "Je antwoorden op de opdrachten" in text
    assert "Dat onthoudt je apparaat zelf, een half jaar lang, in een cookie" in text
    assert "Hoe vaak iemand probeert in te loggen of een code vraagt." in text


def test_the_privacy_page_promises_no_more_than_is_so(client: Client) -> None:
    text = words(client, "/privacy/")
    assert "Ook wij kunnen dat niet terugvinden" not in text
    assert "Zolang het formulier open is, zou een technisch beheerder" in text
    assert "Heb je een certificaat? Dat bewaren wij" in text


def test_an_academy_that_wrote_its_own_privacy_page_gets_the_new_part_below_and_in_its_draft() -> (
    None
):
    migration = import_module("academy.website.migrations.0006_privacy_of_known_devices")
    page = ContentPage.objects.get(slug="privacy")
    own = {"type": "paragraph", "value": "<p>Wij bewaren weinig.</p>", "id": "1"}
    page.body = [own]
    page.save_revision().publish()
    page.save_revision()
    migration.tell(apps, None)
    page = ContentPage.objects.get(slug="privacy")
    for body in (page.body, page.get_latest_revision_as_object().body):
        blocks = list(body.raw_data)
        assert [one["type"] for one in blocks] == ["paragraph", "paragraph"]
        assert blocks[0]["value"] == own["value"]
        assert blocks[1]["value"] == f"<ul>{migration.ITEMS}</ul>"
