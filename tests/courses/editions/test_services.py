"""Planning, publishing and calling off editions."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks

import tests.courses.editions as this_package
from courses.catalogue.queries import settings_of
from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.common import clock, dates
from courses.common.errors import Refusal
from courses.editions import calendar, queries, services
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Location
from courses.editions.services import Meeting
from courses.people.enums import Role
from courses.people.models import User
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import EditionApproaching
from courses.plugin_api.plugin import CoursePlugin
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_meetings,
    person_in_role,
)

pytestmark = pytest.mark.django_db


def test_first_and_last_moment_follow_from_the_sessions() -> None:
    start = clock.now() + timedelta(days=10)
    edition = services.plan_edition(
        training=TrainingFactory.create(),
        meetings=list(reversed(make_meetings(start, sessions=3))),
        capacity=8,
        actor=None,
    )
    assert (edition.starts_at, edition.ends_at) == (
        start,
        start + timedelta(weeks=2, hours=3),
    )
    assert edition.status == EditionStatus.DRAFT


def test_an_edition_needs_a_session_that_ends_after_it_begins() -> None:
    training = TrainingFactory.create()
    now = clock.now()
    for meetings in ([], [Meeting(now, now)], [Meeting(now, now - timedelta(hours=1))]):
        with pytest.raises(Refusal):
            services.plan_edition(training=training, meetings=meetings, capacity=8, actor=None)
    assert Edition.objects.count() == 0


def test_there_are_never_fewer_seats_than_are_taken() -> None:
    enrolment = EnrolmentFactory.create(capacity=2)
    EnrolmentFactory.create(edition=enrolment.edition)
    edition = Edition.objects.get()
    edition.capacity = 1
    with pytest.raises(Refusal, match="al 2 plaatsen bezet"):
        services.save_edition(edition=edition, actor=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(capacity=1)


def test_who_enrolled_for_a_training_is_not_put_into_another() -> None:
    edition, other = EditionFactory.create(), TrainingFactory.create()
    edition.training = other
    assert services.save_edition(edition=edition, actor=None).training == other
    EnrolmentFactory.create(edition=edition)
    changed = Edition.objects.get()
    changed.training = TrainingFactory.create()
    with pytest.raises(Refusal, match="al mensen ingeschreven") as refused:
        services.save_edition(edition=changed, actor=None)
    assert (refused.value.field, Edition.objects.get().training) == ("training", other)


def test_an_edition_of_a_hidden_training_cannot_be_published() -> None:
    edition = EditionFactory.create(training=TrainingFactory.create(live=False), publish=False)
    with pytest.raises(Refusal, match="Publiceer eerst de training"):
        services.publish_edition(edition=edition, actor=None)


def test_publishing_and_cancelling_twice_is_harmless_but_there_is_no_way_back() -> None:
    edition = EditionFactory.create(publish=False)
    for _ in range(2):
        services.publish_edition(edition=edition, actor=None)
    for _ in range(2):
        services.cancel_edition(edition=edition, actor=None)
    with pytest.raises(Refusal):
        services.publish_edition(edition=edition, actor=None)
    assert Edition.objects.get().status == EditionStatus.CANCELLED


def test_what_has_been_held_cannot_be_called_off() -> None:
    edition = EditionFactory.create(starts_at=clock.now() - timedelta(days=2))
    with pytest.raises(Refusal, match="al geweest"):
        services.cancel_edition(edition=edition, actor=None)


def test_staff_see_their_own_editions_and_coordinators_all() -> None:
    trainer, other = person_in_role(Role.TRAINER), person_in_role(Role.TRAINER)
    own = EditionFactory.create(trainers=[trainer])
    foreign = EditionFactory.create(trainers=[other])

    def see(user: User) -> list[Edition]:
        return list(queries.editions_for_staff(user).order_by("pk"))

    assert see(trainer) == [own]
    assert see(person_in_role(Role.COORDINATOR)) == [own, foreign]
    assert see(PersonFactory.create()) == []


def test_the_agenda_lists_what_is_coming_in_order(client: Client) -> None:
    late = EditionFactory.create(starts_at=clock.now() + timedelta(days=20))
    soon = EditionFactory.create(starts_at=clock.now() + timedelta(days=2))
    EditionFactory.create(starts_at=clock.now() - timedelta(days=2))
    EditionFactory.create(publish=False)
    assert list(client.get("/agenda/").context["page_obj"]) == [soon, late]


def test_the_agenda_can_be_filtered_and_says_when_nothing_fits(client: Client) -> None:
    EditionFactory.create()
    said = "Geen datum past bij alles wat je koos: Online."
    assert said in client.get("/agenda/?vorm=online").content.decode()
    assert "Er staat nu niets gepland" not in client.get("/agenda/?vorm=online").content.decode()


def test_an_empty_agenda_says_so(client: Client) -> None:
    assert "Er staat nu niets gepland" in client.get("/agenda/").content.decode()


def test_the_online_link_is_for_participants_only(client: Client) -> None:
    link = "https://example.org/geheim"
    enrolment = EnrolmentFactory.create(online_link=link)
    edition = enrolment.edition
    pages = ["/agenda/", "/agenda.ics", edition.training.url, f"/inschrijven/{edition.pk}/"]
    assert [link in client.get(page).content.decode() for page in pages] == [False] * 4
    client.force_login(PersonFactory.create())
    assert link not in client.get(f"/inschrijven/{edition.pk}/").content.decode()
    client.force_login(enrolment.person)
    assert link in client.get(f"/inschrijven/{edition.pk}/").content.decode()


def test_the_calendar_has_every_session() -> None:
    start = (clock.now() + timedelta(days=9)).replace(microsecond=0)
    edition = EditionFactory.create(sessions=2, starts_at=start)
    events = Calendar.from_ical(calendar.agenda_feed()).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [
        session.starts_at for session in edition.sessions.all()
    ]
    assert str(events[0]["location"]) == "Buurthuis De Wissel, Dorpsstraat 1, Utrecht"


def test_an_edition_whose_enrolment_has_closed_says_so_and_invites_nobody(client: Client) -> None:
    start = clock.now() + timedelta(days=5)
    closes = clock.now() + timedelta(days=1)
    training = EditionFactory.create(starts_at=start, enrol_until=closes).training
    shown = []
    for moment in (clock.now(), closes, start + timedelta(minutes=1)):
        with clock.at(moment):
            content = client.get(training.url).content.decode()
        shown.append(
            [
                text in content
                for text in ("Nog 12 plaatsen", ">Schrijf je in<", "Inschrijving gesloten")
            ]
        )
    assert shown == [[True, True, False], [False, False, True], [False, False, False]]


def test_a_list_of_trainings_shows_the_seats_of_the_next_edition(client: Client) -> None:
    EditionFactory.create()
    content = client.get("/trainingen/").content.decode()
    assert ("Nog 12 plaatsen" in content, "Inschrijving gesloten" in content) == (True, False)


@pytest.mark.parametrize(
    ("place", "district", "shown"),
    [
        ("venue", "overvecht", "Op locatie, wijk Overvecht"),
        ("venue", "", "Op locatie</li>"),
        ("online", "overvecht", "Online</li>"),
    ],
)
def test_a_list_of_trainings_shows_in_which_district_the_next_edition_is(
    client: Client, place: str, district: str, shown: str
) -> None:
    house = Location.objects.create(name="Buurthuis", district=district)
    edition = EditionFactory.create()
    Edition.objects.filter(pk=edition.pk).update(place=place, location=house)
    assert shown in client.get("/trainingen/").content.decode()


def test_an_open_edition_is_open_for_enrolment_until_the_cut_off() -> None:
    start = clock.now() + timedelta(days=5)
    with_cut_off = EditionFactory.create(starts_at=start, enrol_until=start - timedelta(days=1))
    without = EditionFactory.create(starts_at=start)
    draft = EditionFactory.create(starts_at=start, publish=False)
    editions = [Edition.objects.get(pk=one.pk) for one in (with_cut_off, without, draft)]
    found = []
    for moment in (start - timedelta(days=2), start - timedelta(days=1), start):
        with clock.at(moment):
            found.append([one.is_open_for_enrolment for one in editions])
    assert found == [[True, True, False], [False, True, False], [False, False, False]]


# --- What has begun, and what one can enrol in ---------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("begun", [timedelta(days=3), timedelta(hours=1), timedelta(0)])
def test_what_has_begun_is_published_only_when_that_is_said(begun: timedelta) -> None:
    now = clock.now()
    with clock.at(now):
        edition = EditionFactory.create(starts_at=now - begun, publish=False)
        with pytest.raises(Refusal, match="al geweest of al begonnen") as refusal:
            services.publish_edition(edition=edition, actor=None)
        assert refusal.value.field == "although_begun"
        assert Edition.objects.get().status == EditionStatus.DRAFT
        services.publish_edition(edition=edition, actor=None, although_begun=True)
    assert Edition.objects.get().status == EditionStatus.OPEN


def test_what_begins_in_a_moment_is_published_without_more() -> None:
    edition = EditionFactory.create(
        starts_at=clock.now() + timedelta(minutes=1), publish=False, enrol_until=clock.now()
    )
    services.publish_edition(edition=edition, actor=None)
    assert Edition.objects.get().status == EditionStatus.OPEN


def editions_in_every_state() -> dict[str, Edition]:
    """One that one can enrol in, and the others that stand in the agenda."""
    now = clock.now()
    made = {
        "open": EditionFactory.create(),
        "full": EditionFactory.create(capacity=1),
        "called off": EditionFactory.create(),
        "running": EditionFactory.create(starts_at=now - timedelta(hours=1)),
        "closed": EditionFactory.create(enrol_until=now - timedelta(hours=1)),
    }
    EnrolmentFactory.create(edition=made["full"])
    services.cancel_edition(edition=made["called off"], actor=None)
    return made


@pytest.mark.both_databases
def test_only_with_free_seats_means_that_one_can_enrol_for_them(client: Client) -> None:
    made = editions_in_every_state()
    assert set(client.get("/agenda/").context["page_obj"]) == set(made.values())
    assert list(client.get("/agenda/?vrij=on").context["page_obj"]) == [made["open"]]
    cards = client.get("/trainingen/?vrij=on").context["page_obj"].object_list
    assert [card.pk for card in cards] == [made["open"].training_id]


INVITES = ("Bekijk data en schrijf je in", "Bekijk de data en de wachtlijst")


def test_a_training_invites_to_enrol_only_when_one_can(client: Client) -> None:
    made = editions_in_every_state()
    shown = {
        name: any(words in client.get(one.training.url).content.decode() for words in INVITES)
        for name, one in made.items()
    }
    assert shown == {
        "open": True,
        "full": True,
        "called off": False,
        "running": False,
        "closed": False,
    }


@pytest.mark.both_databases
@pytest.mark.parametrize("state", ["full", "called off", "running", "closed"])
def test_other_dates_are_those_of_the_training_that_one_can_enrol_in(
    client: Client, state: str
) -> None:
    edition = editions_in_every_state()[state]
    late, soon = [
        EditionFactory.create(
            training=edition.training, starts_at=clock.now() + timedelta(days=days)
        )
        for days in (30, 3)
    ]
    EditionFactory.create(training=edition.training, enrol_until=clock.now() - timedelta(minutes=1))
    assert queries.other_dates(edition) == [soon, late]
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    links = [f'href="/inschrijven/{one.pk}/"' in page for one in (soon, late)]
    assert links == [state != "full"] * 2


def test_without_another_date_the_page_says_so(client: Client) -> None:
    edition = editions_in_every_state()["running"]
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert ("Kijk in de agenda voor andere" in page, "Kies een andere datum" in page) == (
        True,
        False,
    )


# --- Copies -----------------------------------------------------------------------------------


def test_a_copy_is_a_draft_some_weeks_later_with_the_same_plan() -> None:
    trainer = person_in_role(Role.TRAINER)
    begins = timezone.make_aware(datetime(2031, 3, 20, 19))  # before summer time begins
    edition = EditionFactory.create(
        starts_at=begins, sessions=2, capacity=7, trainers=[trainer], note="Cijfers van toen"
    )
    EnrolmentFactory.create(edition=edition)
    with clock.at(begins + timedelta(days=10)):
        copy = services.copy_edition(edition=edition, actor=trainer)
    moments = [
        timezone.localtime(one.starts_at).strftime("%d-%m %H:%M") for one in copy.sessions.all()
    ]
    assert moments == ["03-04 19:00", "10-04 19:00"]
    assert (copy.training, copy.capacity, copy.venue, list(copy.trainers.all())) == (
        edition.training,
        7,
        edition.venue,
        [trainer],
    )
    assert (copy.status, copy.seats_taken, copy.note) == (EditionStatus.DRAFT, 0, "")


@pytest.mark.both_databases
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize(
    ("begins", "copied_at", "copy_begins"),
    [
        # Over the night in which the clock goes forward, and back.
        ("2027-03-25 19:00", "2027-03-26 10:00", "01-04-2027 19:00"),
        ("2027-10-28 19:00", "2027-10-29 10:00", "04-11-2027 19:00"),
        # An hour before the copy begins is soon enough, whatever the clock did in between.
        ("2027-10-25 19:00", "2027-11-01 18:30", "01-11-2027 19:00"),
        ("2027-03-22 19:00", "2027-03-29 18:30", "29-03-2027 19:00"),
        # What the clock skips, or has twice, is passed over.
        ("2027-03-21 02:30", "2027-03-21 10:00", "04-04-2027 02:30"),
        ("2027-10-24 02:30", "2027-10-24 10:00", "07-11-2027 02:30"),
    ],
)
def test_a_copy_is_at_the_same_hour_across_the_change_of_the_clock(
    zone: str, begins: str, copied_at: str, copy_begins: str
) -> None:
    edition = EditionFactory.create(starts_at=dates.aware(datetime.fromisoformat(begins)))
    with timezone.override(zone), clock.at(dates.aware(datetime.fromisoformat(copied_at))):
        copy = services.copy_edition(edition=edition, actor=None)
        assert str(copy.sessions.get()) == copy_begins


def test_plugins_that_are_on_are_on_for_the_copy_too() -> None:
    edition = EditionFactory.create()
    activate_plugin(training=edition.training, plugin="bellen")
    save_plugin_settings(training=edition.training, plugin="bellen", settings={"x": 1})
    copy = services.copy_edition(edition=edition, actor=None)
    assert settings_of("bellen", copy.training_id) == {"x": 1}


class Listening(EventHandler):
    name = "listening"
    events = (EditionApproaching,)

    def __init__(self) -> None:
        self.heard: list[int] = []

    def handle(self, event: Any) -> None:
        self.heard.append(event.days)


class Listener(CoursePlugin):
    name = "tests.courses.editions"
    label = slug = "listener"
    title = "Luisteraar"
    handler: Listening

    def contributions(self) -> list[Listening]:
        return [self.handler]


def test_how_many_days_are_left_is_told_once_a_day_and_not_at_night(
    install_plugin: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    plugin = Listener("tests.courses.editions", this_package)
    plugin.handler = Listening()
    install_plugin(plugin)
    begins = timezone.make_aware(datetime(2031, 3, 20, 19))
    edition = EditionFactory.create(starts_at=begins)
    activate_plugin(training=edition.training, plugin="listener")
    EditionFactory.create(starts_at=begins, training=edition.training, publish=False)
    for hours in (24 * 9, 24 * 7 + 1, 49, 48, 40, 30, 3):
        with (
            clock.at(begins - timedelta(hours=hours)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            services.announce_approaching()
    assert plugin.handler.heard == [7, 2, 1]
