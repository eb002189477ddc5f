"""The ordinary pages that every academy starts with say what is true."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from academy.website.models import ContentPage
from courses.people.models import User
from tests.factories import PersonFactory, TrainingFactory, make_lesson

pytestmark = pytest.mark.django_db

NEWEST = "academy.website.migrations.0011_privacy_of_contact_details"


def words(client: Client, address: str) -> str:
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return " ".join(text.split())


def test_the_privacy_page_names_everything_that_is_kept_about_a_person(client: Client) -> None:
    text = words(client, "/privacy/")
    kept = {
        "first_name": "Je naam",
        "last_name": "Je naam",
        "sort_name": "Je naam",
        "spelling_key": "Je naam",
        "email": "Je e-mailadres",
        "password": "een wachtwoord",
        "last_login": "voor het laatst",
        "language": "De taal die je kiest",
        "background": "Als wie je meedoet",
        "partner": "bij welke organisatie",
        "browsers_forgotten": "laat je ons je apparaten vergeten",
        "telephone": "Je telefoonnummer en je adres",
        "telephone_digits": "Je telefoonnummer en je adres",
        "street": "Je telefoonnummer en je adres",
        "postcode": "Je telefoonnummer en je adres",
        "city": "Je telefoonnummer en je adres",
        "birth_year": "Je geboortejaar, als je ons dat geeft: zo halen wij mensen",
        "preferred_way": "het liefst per mail, per telefoon of per brief",
        "claim_digest": "een code voor je account",
        "claim_until": "een code voor je account",
        "erase_at": "Wanneer je account weggaat",
        "unused_told_at": "Een maand eerder krijg je een mail",
    }
    inner = {"id", "factor_asked_at", "is_active", "is_superuser", "date_joined"}
    assert {field.name for field in User._meta.concrete_fields} == set(kept) | inner
    assert [phrase for phrase in kept.values() if phrase not in text] == []
    assert "Je antwoorden op de opdrachten" in text
    assert "Dat onthoudt je apparaat zelf, een half jaar lang, in een cookie" in text
    assert "Hoe vaak iemand probeert in te loggen of een code vraagt." in text


def test_the_privacy_page_begins_with_who_was_enrolled_by_another_and_ends_with_staff(
    client: Client,
) -> None:
    text = words(client, "/privacy/")
    order = [
        "Gaf iemand anders je op? Dan weten wij je naam.",
        "De trainer en de medewerkers van de academie.",
        "Zonder e-mailadres gaat het niet vanzelf weg.",
        "Wat wij van je bewaren Je naam",
        "Welke berichten je van ons kreeg: 1 jaar na het bericht.",
        "Zo was het op",
        "Over medewerkers en programma’s",
        "Fouten in een uitbreiding",
        "Dit blijft staan:",
    ]
    assert -1 not in [text.find(one) for one in order]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)


def test_the_page_on_accessibility_says_how_to_have_large_letters_on_paper(client: Client) -> None:
    text = words(client, "/toegankelijkheid/")
    assert "Grote letters op papier De lessen" in text


def test_who_has_no_voice_comes_at_reading_aloud_with_steps_for_each_device(client: Client) -> None:
    html = client.get("/toegankelijkheid/").content.decode()
    first = html[html.index('id="kop-1"') : html.index('id="kop-3"')]
    told = ["Laten voorlezen", "iPhone of iPad", "Android-telefoon", "Windows", "bel ons"]
    assert [first.find(one) > 0 for one in told] == [True] * 5
    training = TrainingFactory.create(slug="t")
    make_lesson(training, slug="les", is_open=True, body=[("paragraph", "<p>Een les.</p>")])
    lesson = client.get("/trainingen/t/lessen/les/").content.decode()
    note = lesson[lesson.index("data-no-voice") :]
    assert 'href="/toegankelijkheid/#kop-1"' in note[: note.index("</p>")]


def test_the_privacy_page_says_what_the_list_of_devices_keeps(client: Client) -> None:
    assert "Waar je nu bent ingelogd: de soort browser" in words(client, "/privacy/")


def test_the_privacy_page_promises_no_more_than_is_so(client: Client) -> None:
    text = words(client, "/privacy/")
    assert "Ook wij kunnen dat niet terugvinden" not in text
    assert "wij ook niet" not in text
    # What is so, and the one thing that is not, in one breath.
    assert (
        "kan dus niet zien wie wat heeft ingevuld. Eén uitzondering kunnen we niet uitsluiten: wie "
        "de server beheert en er met opzet in meekijkt terwijl mensen antwoorden"
    ) in text
    assert "Gaat je account weg, dan gaat het certificaat mee." in text


def test_the_privacy_page_says_how_long_things_are_kept_and_who_sees_them(client: Client) -> None:
    text = words(client, "/privacy/")
    said = (
        "voor je trainer. Na de training halen wij dat weg.",
        "bij je inschrijving: 4 weken na de training, of tot je niet meer meedoet.",
        "Welke berichten je van ons kreeg. ",
        "Welke berichten je van ons kreeg: 1 jaar na het bericht.",
        "tot je je inschrijft of stopt. ",
        "De contactpersoon van je organisatie ziet aan welke trainingen je meedoet",
        "Wie dat adres heeft, ziet waar en wanneer jij een training hebt.",
    )
    assert [one for one in said if one not in text] == []


def test_the_privacy_page_leads_to_erasing_oneself(client: Client) -> None:
    text = words(client, "/privacy/")
    assert "Hoe lang, lees je bij Hoe lang we iets bewaren ." in text
    assert "Je account, als je vraagt om het weg te halen: 2 weken na je vraag." in text
    assert "Heb je geen account, of moet het weg?" not in text
    client.force_login(PersonFactory.create())
    profile = words(client, "/mijn/gegevens/")
    for button in ("Mijn gegevens", "Haal mijn account weg"):
        assert (button in text, button in profile) == (True, True)


def test_the_periods_come_on_a_page_that_an_academy_changed_and_once() -> None:
    migration = import_module("academy.website.migrations.0021_privacy_says_periods_from_the_code")
    page = ContentPage.objects.get(slug="privacy")
    own = {"type": "paragraph", "value": "<p>Onze eigen woorden.</p>", "id": "1"}
    page.body = [own]
    page.save_revision().publish()
    page.save_revision()
    for _time in range(2):
        migration.renew(apps, None)
    page = ContentPage.objects.get(slug="privacy")
    for body in (page.body, page.get_latest_revision_as_object().body):
        assert [one.block_type for one in body] == ["paragraph", "retention"]
        assert body.raw_data[0] == own


def as_installed() -> list[dict[str, str]]:
    migration = import_module(NEWEST)
    return [
        {"type": "paragraph", "value": migration.as_items(migration.WAS_KEPT), "id": "1"},
        {"type": "paragraph", "value": migration.WAS_ERASED, "id": "2"},
    ]


def kept_with(body: list[dict[str, str]]) -> list[list[str]]:
    """What the page and its draft say, after the newest words came."""
    page = ContentPage.objects.get(slug="privacy")
    page.body = body
    page.save_revision().publish()
    page.save_revision()
    import_module(NEWEST).renew(apps, None)
    page = ContentPage.objects.get(slug="privacy")
    return [
        [one["value"] for one in body.raw_data]
        for body in (page.body, page.get_latest_revision_as_object().body)
    ]


@pytest.mark.both_databases
def test_words_that_nobody_changed_are_renewed_on_the_page_and_in_its_draft() -> None:
    migration = import_module(NEWEST)
    new = [migration.as_items(migration.IS_KEPT), migration.IS_ERASED]
    assert kept_with(as_installed()) == [new, new]


@pytest.mark.both_databases
def test_a_page_that_an_editor_kept_without_changing_a_word_is_renewed_too() -> None:
    migration = import_module(NEWEST)
    editor = ContentstateConverter(features=["bold", "ul", "link"])
    opened = [
        {**one, "value": editor.to_database_format(editor.from_database_format(one["value"]))}
        for one in as_installed()
    ]
    assert all("data-block-key" in one["value"] for one in opened)
    new = [migration.as_items(migration.IS_KEPT), migration.IS_ERASED]
    assert kept_with(opened) == [new, new]


@pytest.mark.both_databases
def test_words_that_an_editor_changed_stay() -> None:
    own = [{**one, "value": one["value"] + "<p>Vraag het ons.</p>"} for one in as_installed()]
    values = [one["value"] for one in own]
    assert kept_with(own) == [values, values]


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
