"""Where sessions are: kept as locations, and asked in one way."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import strip_tags
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Site

from courses.catalogue.models import InfopuntSettings
from courses.common import clock
from courses.common.edit_conflicts import token
from courses.common.public_version import version
from courses.editions import calendar, queries, services
from courses.editions.enums import Place
from courses.editions.models import Edition, Location
from courses.editions.services import Meeting, location_called
from courses.notices.models import Notice
from courses.notices.scripts import script_of
from courses.people.enums import Role
from tests.factories import EditionFactory, EnrolmentFactory, TrainingFactory, person_in_role

pytestmark = pytest.mark.django_db

FIELDS = {
    "name": "Huis in de Wijk",
    "address": "Kade 2, Utrecht",
    "district": "overvecht",
    "own_map_link": "",
    "entrance": "De blauwe deur naast de bibliotheek.",
    "step_free": "",
    "hearing": "Ringleiding in zaal 1.",
    "transport": "Bus 4, halte Kade.",
    "photo": "",
}


def plan(**fields: Any) -> Edition:
    """Three meetings: in the edition's own building, elsewhere, and online."""
    start = clock.now() + timedelta(days=10)
    hours = timedelta(hours=2)
    meetings = [
        Meeting(start, start + hours, room="zaal 3"),
        Meeting(
            start + timedelta(weeks=1),
            start + timedelta(weeks=1) + hours,
            location=location_called(name="De Brug", address="Kade 2"),
            room="boven",
        ),
        Meeting(
            start + timedelta(weeks=2),
            start + timedelta(weeks=2) + hours,
            online_link="https://example.org/kamer",
        ),
    ]
    return services.plan_edition(
        training=TrainingFactory.create(),
        meetings=meetings,
        capacity=5,
        actor=None,
        venue="De Wissel",
        address="Straat 1",
        publish=True,
        **fields,
    )


WHERE = ["De Wissel, Straat 1, zaal 3", "De Brug, Kade 2, boven", "Online"]


@pytest.mark.both_databases
def test_each_session_says_where_it_is() -> None:
    edition = Edition.objects.get(pk=plan().pk)
    with translation.override("nl"):
        assert [one.where.in_words for one in edition.sessions.all()] == WHERE
        assert [one.where.with_link for one in edition.sessions.all()] == [
            *WHERE[:2],
            "Online: https://example.org/kamer",
        ]


def test_calendar_page_and_mail_say_it_alike(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = plan()
    found = Calendar.from_ical(calendar.agenda_feed()).walk("VEVENT")
    assert [str(one["location"]) for one in found] == WHERE
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    agenda = client.get("/agenda/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        EnrolmentFactory.create(edition=edition)
    body = mail.outbox[-1].body
    for words in ("De Wissel", "Straat 1", "zaal 3", "De Brug, Kade 2, boven"):
        assert (words in page, words in agenda, words in body) == (True, True, True)
    link = "https://example.org/kamer"
    assert (link in page, link in agenda, link in body) == (False, False, True)


def test_an_online_edition_can_have_one_meeting_on_a_venue() -> None:
    start = clock.now() + timedelta(days=3)
    edition = services.plan_edition(
        training=TrainingFactory.create(),
        meetings=[
            Meeting(start, start + timedelta(hours=1)),
            Meeting(
                start + timedelta(days=1),
                start + timedelta(days=1, hours=1),
                location=location_called(name="De Brug"),
            ),
        ],
        capacity=3,
        actor=None,
        place=Place.ONLINE,
        online_link="https://example.org/a",
    )
    assert [one.where.venue for one in edition.sessions.all()] == ["", "De Brug"]
    assert [one.where.online_link for one in edition.sessions.all()] == [
        "https://example.org/a",
        "",
    ]


@pytest.mark.both_databases
def test_what_is_typed_alike_is_one_location() -> None:
    first = location_called(name="De Wissel", address="Straat 1")
    assert location_called(name=" de  wissel", address="STRAAT 1") == first
    assert location_called(name="De Wissel") == first
    other = location_called(name="De Wissel", address="Kade 2")
    assert other != first
    assert location_called(name="De Wissel") not in (first, other)


@pytest.mark.both_databases
def test_places_of_old_editions_become_one_location_each_and_keep_their_words() -> None:
    rows = {
        "a": ("De Wissel", "Straat 1"),
        "b": (" de  wissel", "straat 1"),
        "c": ("De Wissel", ""),
        "d": ("De Brug", "Kade 2"),
        "e": ("De Brug", "Plein 3"),
        "f": ("De Brug", ""),
        "g": ("", ""),
    }
    editions = {}
    for name, (venue, address) in rows.items():
        edition = EditionFactory.create()
        Edition.objects.filter(pk=edition.pk).update(location=None, venue=venue, address=address)
        editions[name] = edition.pk
    Location.objects.all().delete()
    module = import_module("courses.editions.migrations.0004_places_become_locations")
    module.forwards(apps, None)
    found = {name: Edition.objects.get(pk=pk) for name, pk in editions.items()}
    assert {name: (one.venue, one.address) for name, one in found.items()} == rows
    by_name = {name: one.location_id for name, one in found.items()}
    assert by_name["a"] == by_name["b"] == by_name["c"]
    assert len({by_name[name] for name in "adef"}) == 4
    assert by_name["g"] is None
    assert Location.objects.count() == 4


@pytest.fixture
def renamed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[..., None]:
    def renamed(edition: Edition, **kwargs: Any) -> None:
        location = Location.objects.get(pk=edition.location_id)
        location.name = "De Nieuwe Wissel"
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            services.save_location(location=location, actor=None, **kwargs)

    return renamed


@pytest.mark.both_databases
def test_a_location_with_another_name_is_followed_by_what_is_to_come(
    renamed: Callable[..., None],
) -> None:
    edition = EditionFactory.create(venue="De Wissel")
    EnrolmentFactory.create(edition=edition)
    held = EditionFactory.create(venue="De Wissel", starts_at=clock.now() - timedelta(days=9))
    before = Edition.objects.get(pk=edition.pk).calendar_version
    renamed(edition)
    edition.refresh_from_db()
    held.refresh_from_db()
    assert (edition.venue, held.venue) == ("De Nieuwe Wissel", "De Wissel")
    assert edition.calendar_version == before + 1
    assert mail.outbox == []
    # Who saves what was held, for another reason, changes no history either.
    services.save_edition(edition=Edition.objects.get(pk=held.pk), actor=None)
    held.refresh_from_db()
    assert held.venue == "De Wissel"


def test_who_comes_is_told_of_another_place_when_asked(renamed: Callable[..., None]) -> None:
    edition = EditionFactory.create(venue="De Wissel")
    enrolment = EnrolmentFactory.create(edition=edition)
    renamed(edition, tell=True)
    assert [one.to for one in mail.outbox] == [[enrolment.person.email]]
    assert "De Nieuwe Wissel" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("was", "becomes", "days", "told"),
    [
        ("zaal 1", "zaal 2", 14, 1),
        # The reminder tells of it, a week before.
        ("", "zaal 2", 14, 0),
        ("", "zaal 2", 6, 1),
        ("zaal 1", "zaal 1", 6, 0),
    ],
)
def test_another_room_is_told_and_the_first_one_when_no_reminder_comes_any_more(
    was: str,
    becomes: str,
    days: int,
    told: int,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = EditionFactory.create(starts_at=clock.now() + timedelta(days=days))
    edition.sessions.update(room=was)
    EnrolmentFactory.create(edition=edition)
    mail.outbox.clear()
    edition = Edition.objects.get(pk=edition.pk)
    before = edition.calendar_version
    session = edition.sessions.get()
    session.room = becomes
    edition.sessions = [session]
    with django_capture_on_commit_callbacks(execute=True):
        services.save_edition(edition=edition, actor=None)
    assert len(mail.outbox) == told
    edition.refresh_from_db()
    assert edition.calendar_version == before + (was != becomes)


def test_two_rooms_of_one_building_do_not_collide() -> None:
    first, second = EditionFactory.create(), EditionFactory.create()
    assert [len(found) for found in queries.clashes([first, second]).values()] == [1, 1]
    first.sessions.update(room="zaal 1")
    second.sessions.update(room="Zaal 2")
    assert [len(found) for found in queries.clashes([first, second]).values()] == [0, 0]


def test_the_page_of_an_edition_shows_the_way_in(client: Client) -> None:
    location = Location.objects.create(**{**FIELDS, "photo": None})
    edition = EditionFactory.create(location=location)
    url = f"/inschrijven/{edition.pk}/"
    page = client.get(url).content.decode()
    for words in ("Zo kom je er", "Kade 2, Utrecht", FIELDS["entrance"], FIELDS["hearing"]):
        assert words in page
    assert "Drempels en lift" not in page
    assert "https://www.openstreetmap.org/search?query=Kade+2%2C+Utrecht" in page
    location.own_map_link = "https://kaart.example/huis"
    services.save_location(location=location, actor=None)
    assert "https://kaart.example/huis" in client.get(url).content.decode()


def access_on(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return " ".join(page.partition('class="va-access"')[2].partition("</details>")[0].split())


@pytest.mark.parametrize("days", [10, -1])
def test_one_reads_how_to_get_in_before_enrolling_and_when_it_has_begun(
    client: Client, days: int
) -> None:
    InfopuntSettings.for_site(Site.objects.get()).save()
    location = Location.objects.create(
        name="De Brug", address="Kade 2", step_free="Op de eerste verdieping, zonder lift."
    )
    training = TrainingFactory.create(slug="zeilen")
    start = clock.now() + timedelta(days=days)
    EditionFactory.create(training=training, location=location, starts_at=start, sessions=2)
    for address in ("/agenda/", "/trainingen/zeilen/"):
        said = access_on(client, address)
        for part in (
            "Deur, drempels, lift en bus",
            "Op de eerste verdieping, zonder lift.",
            'href="https://www.openstreetmap.org/search?query=Kade+2"',
            'href="tel:',
        ):
            assert part in said, (address, part)
        assert "We weten niet of" not in said
    Location.objects.update(step_free="", entrance="De blauwe deur.")
    version.bump()
    assert "We weten niet of je er met een rolstoel in kunt." in access_on(client, "/agenda/")


def test_who_reads_english_is_told_that_the_way_in_is_in_dutch(client: Client) -> None:
    location = Location.objects.create(name="De Brug", address="Kade 2", entrance="Blauwe deur.")
    edition = EditionFactory.create(location=location, training=TrainingFactory.create(slug="t"))
    with translation.override("en"):
        door, dutch = translation.gettext("De deur"), translation.gettext("in het Nederlands")
    addresses = ("/agenda/", f"/inschrijven/{edition.pk}/")
    for language, title in (("en", f"{door} ({dutch})"), ("nl", "De deur")):
        client.cookies["taal"] = language
        for address in addresses:
            page = " ".join(client.get(address).content.decode().split())
            before, _found, _behind = page.partition('<span lang="nl">Blauwe deur.</span>')
            assert strip_tags(before[-40:]).rstrip(" :").endswith(title), (language, address)
            assert (dutch in page) == (language == "en")


def test_what_is_online_or_called_off_says_nothing_of_doors(client: Client) -> None:
    EditionFactory.create(online_link="https://example.org/kamer")
    location = Location.objects.create(name="De Brug", address="Kade 2", step_free="Geen drempel.")
    edition = EditionFactory.create(location=location)
    services.cancel_edition(edition=edition, reason="", actor=None)
    assert access_on(client, "/agenda/") == ""


def test_of_an_edition_at_several_places_one_is_led_to_each(client: Client) -> None:
    edition = plan()
    assert (
        f'href="/inschrijven/{edition.pk}/#zo-kom-je-er"' in client.get("/agenda/").content.decode()
    )


def test_the_agenda_costs_the_same_whatever_places_there_are(client: Client) -> None:
    costs = []
    for number in (1, 3):
        while Edition.objects.count() < number:
            plan()
        client.get("/agenda/")
        version.bump()
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/agenda/").content.decode()
        assert page.count("De Brug, Kade 2, boven") == number
        costs.append(len(asked))
    assert costs[0] == costs[1]


# --- In the administration -------------------------------------------------------------------


def test_a_trainer_chooses_and_adds_locations_and_changes_none(client: Client) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    old = Location.objects.create(name="Oud", is_archived=True)
    there = Location.objects.create(name="De Wissel")
    page = client.get("/beheer/locaties/kies/").content.decode()
    assert ("De Wissel" in page, "Oud" in page) == (True, False)
    made = client.post("/beheer/locaties/kies/create/", FIELDS)
    assert made.status_code == 200
    assert Location.objects.get(name=FIELDS["name"]).district == "overvecht"
    assert client.get("/beheer/locaties/").status_code == 200
    for url in (f"edit/{there.pk}", f"delete/{old.pk}"):
        response = client.post(f"/beheer/locaties/{url}/", {**FIELDS, "name": "Anders"})
        assert response.status_code == 302
    assert sorted(Location.objects.values_list("name", flat=True)) == [
        "De Wissel",
        FIELDS["name"],
        "Oud",
    ]


def test_a_coordinator_changes_a_location_and_says_whether_people_hear_of_it(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create()
    enrolled = EnrolmentFactory.create(edition=edition)
    location = Location.objects.get(pk=edition.location_id)
    url = f"/beheer/locaties/edit/{location.pk}/"
    asked = client.get(url).content.decode()
    assert "Vertel het de mensen die daar nog komen" in asked
    assert ("1 krijgt een mail." in asked, enrolled.person.name_in_list in asked) == (True, True)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(url, {**FIELDS, "tell": "on"}, follow=True)
    said = [str(one) for one in done.context["messages"]]
    assert f"1 krijgt een mail ({enrolled.person.name})." in said
    assert len(mail.outbox) == 1
    again = client.post(url, {**FIELDS, "tell": "on"}, follow=True)
    assert len(again.context["messages"]) == 1
    edition.refresh_from_db()
    assert (edition.venue, edition.address) == (FIELDS["name"], FIELDS["address"])


def test_nobody_is_asked_to_tell_those_who_do_not_come(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    new = client.get("/beheer/locaties/new/").content.decode()
    empty = Location.objects.create(name="Leeg")
    page = client.get(f"/beheer/locaties/edit/{empty.pk}/").content.decode()
    words = "Vertel het de mensen"
    assert (words in new, words in page) == (False, False)
    assert client.post("/beheer/locaties/new/", FIELDS).status_code == 302


def test_an_older_page_of_a_location_does_not_undo_a_newer_save(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    location = Location.objects.create(name="De Wissel")
    shown = token(queries.location_facts(location))
    Location.objects.filter(pk=location.pk).update(entrance="Achterom")
    url = f"/beheer/locaties/edit/{location.pk}/"
    page = client.post(url, {**FIELDS, "snapshot": shown})
    assert page.status_code == 200
    assert "Achterom" in page.content.decode()


def test_a_location_that_is_used_is_archived_and_not_deleted(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create()
    url = f"/beheer/locaties/delete/{edition.location_id}/"
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert Location.objects.filter(pk=edition.location_id).exists()
    Location.objects.filter(pk=edition.location_id).update(is_archived=True)
    page = client.get(f"/beheer/uitvoeringen/edit/{edition.pk}/").content.decode()
    assert "Buurthuis De Wissel" in page


NO_BUS = "We weten niet welke bus of tram er stopt."


def test_of_a_place_without_bus_or_tram_one_reads_that_and_whom_to_call(client: Client) -> None:
    InfopuntSettings.for_site(Site.objects.get()).save()
    location = Location.objects.create(name="De Brug", address="Kade 2", step_free="Geen drempel.")
    edition = EditionFactory.create(location=location)
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    way = " ".join(page.partition('id="zo-kom-je-er"')[2].split())
    assert NO_BUS in way
    assert "Vraag over deze plek? Bel ons:" in way
    # The map is somebody else's: that is said before it is pressed.
    assert "Bekijk De Brug op de kaart (andere website)" in way
    assert NO_BUS in access_on(client, "/agenda/")
    location.transport = "Bus 4, halte Kade."
    services.save_location(location=location, actor=None)
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert ("Bus 4, halte Kade." in page, NO_BUS in page) == (True, False)


def test_a_mail_says_so_too_and_who_calls_does_not(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    location = Location.objects.create(name="De Brug", address="Kade 2")
    edition = EditionFactory.create(location=location)
    said = "- Bus of tram: dat weten we niet. Bel ons: "
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        enrolment = EnrolmentFactory.create(edition=edition)
    assert said in str(mail.outbox[-1].body)
    notice = Notice.objects.get(person=enrolment.person, kind="enrolment_confirmed")
    script = script_of(notice)
    assert script is not None
    assert "dat weten we niet" not in " ".join(script.say)


def test_staff_read_at_a_place_that_the_bus_is_not_filled_in(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    location = Location.objects.create(name="De Brug", address="Kade 2")
    assert queries.places_without_bus(now=clock.now()).count() == 0, "nothing is held there"
    EditionFactory.create(location=location)
    asked = "Er is nog geen bus of tram ingevuld."
    assert asked in client.get(f"/beheer/locaties/edit/{location.pk}/").content.decode()
    assert "nog niet ingevuld" in client.get("/beheer/locaties/").content.decode()
    home = client.get("/beheer/").content.decode()
    assert "Bij 1 locatie staat niet welke bus of tram er stopt" in home
    assert f'href="/beheer/locaties/edit/{location.pk}/"' in home
    Location.objects.update(transport="Bus 4.")
    assert asked not in client.get(f"/beheer/locaties/edit/{location.pk}/").content.decode()
    assert "welke bus of tram er stopt" not in client.get("/beheer/").content.decode()


@pytest.mark.both_databases
def test_places_without_a_bus_are_those_where_a_meeting_is_to_come() -> None:
    plan()
    EditionFactory.create(
        location=Location.objects.create(name="Oud"), starts_at=clock.now() - timedelta(days=9)
    )
    found = queries.places_without_bus(now=clock.now())
    assert [one.name for one in found] == ["De Brug", "De Wissel"]


def test_of_a_place_that_is_only_a_name_no_way_is_promised(client: Client) -> None:
    edition = EditionFactory.create(location=Location.objects.create(name="Het buurthuis"))
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert ("Het buurthuis" in page, "Zo kom je er" in page) == (True, False)
