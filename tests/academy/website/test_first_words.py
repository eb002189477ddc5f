"""What the first pages say is so, and says the same as elsewhere."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps

from academy.website.models import ContentPage
from courses.evaluation.queries import ENOUGH
from tests.academy.world import held_edition
from tests.factories import PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


PROMISES = (
    "Bij je antwoorden staat geen naam.",
    "We onthouden wel dát je hebt meegedaan, maar niet wanneer.",
    f"ten minste {ENOUGH} mensen hebben geantwoord.",
    "wie de server beheert en er met opzet in meekijkt terwijl mensen antwoorden",
)


def test_the_page_about_privacy_and_the_form_promise_the_same(client: Client) -> None:
    person = PersonFactory.create()
    edition = held_edition(TrainingFactory.create(), [person, PersonFactory.create()])
    privacy = words(client.get("/privacy/").content.decode())
    client.force_login(person)
    form = words(client.get(f"/evaluatie/{edition.pk}/").content.decode())
    for promise in PROMISES:
        assert (promise in privacy, promise in form) == (True, True)


def test_the_page_about_privacy_tells_of_the_download_of_wishes_and_of_searches(
    client: Client,
) -> None:
    text = words(client.get("/privacy/").content.decode())
    for told in (
        "Log in en ga naar Mijn gegevens",
        "Van welke training je een nieuwe datum wilt weten: tot je je inschrijft of stopt.",
        "Wat je zoekt op de website, bewaren wij niet.",
    ):
        assert told in text


def test_the_page_about_signals_names_113_beside_112(client: Client) -> None:
    text = words(client.get("/signaal/").content.decode())
    assert ("Bel dan 112" in text, "Bel 113 of gratis 0800-0113" in text) == (True, True)


def test_words_that_somebody_changed_stay() -> None:
    page = ContentPage.objects.get(slug="signaal")
    body: list[Any] = [{"type": "paragraph", "value": "<p>Eigen woorden: bel 112.</p>", "id": "x"}]
    page.body = body
    page.save()
    import_module("academy.website.migrations.0005_pages_say_what_is_so").renew(apps, None)
    page.refresh_from_db()
    assert page.body.get_prep_value() == body


def test_the_page_about_accessibility_says_what_is_not_good_yet(client: Client) -> None:
    page = words(client.get("/toegankelijkheid/").content.decode())
    assert [
        one
        for one in ("WCAG 2.2, niveau AA", "EN 301 549, versie 4.1.1", "Niemand van buiten heeft")
        if one not in page
    ] == []


def test_words_on_accessibility_that_somebody_changed_stay() -> None:
    migration = import_module("academy.website.migrations.0019_accessibility_statement")
    page = ContentPage.objects.get(slug="toegankelijkheid")
    page.body = [("paragraph", "<p>Onze eigen woorden.</p>")]
    page.save_revision().publish()
    migration.add_statement(apps, None)
    page.refresh_from_db()
    import_module("academy.website.migrations.0022_larger_letters_and_wishes").renew(apps, None)
    page.refresh_from_db()
    assert [block.block_type for block in page.body] == ["paragraph"]


def test_the_page_about_accessibility_begins_with_reading_aloud_and_larger_letters(
    client: Client,
) -> None:
    page = words(client.get("/toegankelijkheid/").content.decode())
    order = ["Lees voor", "Zet twee vingers op het scherm.", "WCAG 2.2", "EN 301 549"]
    assert [page.index(one) for one in order] == sorted(page.index(one) for one in order)
    assert "Op deze bladzijde" not in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("grotere letters", "hoe je grotere letters krijgt"),
        ("voorlezen", "een tekst laat voorlezen"),
    ],
)
def test_who_searches_for_larger_letters_or_reading_aloud_finds_how(
    client: Client, text: str, sentence: str
) -> None:
    found = client.get("/zoeken/", {"q": text}).content.decode()
    assert 'href="/toegankelijkheid/"' in found[found.index("<main") : found.index("</main>")]
    assert sentence in words(found)


def test_the_page_about_privacy_begins_with_what_stands_on_it(client: Client) -> None:
    html = client.get("/privacy/").content.decode()
    contents = html[html.index("Op deze bladzijde") : html.index("</nav>", html.index("Op deze"))]
    links = re.findall(r'href="#([^"]+)"[^>]*>([^<]+)</a>', contents)
    assert ("bewaartermijnen", "Hoe lang we iets bewaren") in links
    assert "Wat je invult na een training (de evaluatie) is anoniem" in dict(links).values()
    assert links[0][1] == "Gaf iemand anders je op?"
    assert len(links) == 6
    for anchor, title in links:
        assert re.search(rf'<h2[^>]* id="{anchor}"[^>]*>{re.escape(title)}</h2>', html)
