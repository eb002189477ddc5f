"""Editions in calendars: the feed, and the files that come by mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar, Component
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import clock
from courses.editions import calendar
from courses.editions import services as edition_services
from courses.editions.models import Edition, Location
from courses.enrolment import services
from tests.factories import EditionFactory, PersonFactory, end_of
from tests.mails import message_parts

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def feed() -> list[tuple[str, int, str]]:
    content = calendar.agenda_feed()
    return [_shown(event) for event in Calendar.from_ical(content).walk("VEVENT")]


def _shown(event: Component) -> tuple[str, int, str]:
    return str(event["uid"]), int(str(event["sequence"])), str(event["status"])


Mailed = Callable[[Callable[[], object]], dict[str, tuple[object, ...]]]


@pytest.fixture
def mailed(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Mailed:
    """The calendar that came with each mail about something that was done, by address."""

    def mailed(action: Callable[[], object]) -> dict[str, tuple[object, ...]]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        found: dict[str, tuple[object, ...]] = {}
        for message in mail.outbox:
            found[message.to[0]] = ()
            inline = [one for one in message_parts(message) if one[0] != "text/html"]
            files = [content for _name, content, _kind in message.attachments]
            assert [content.encode() for _kind, content in inline] == files
            for kind, content in inline:
                made = Calendar.from_ical(content)
                (event,) = made.walk("VEVENT")
                found[message.to[0]] = (str(made["method"]), kind, *_shown(event))
                assert str(event["organizer"]).startswith("mailto:")
                assert str(event["attendee"]) == f"mailto:{message.to[0]}"
        return found

    return mailed


def moved(edition: Edition) -> None:
    edition = Edition.objects.get(pk=edition.pk)
    (session,) = edition.sessions.all()
    session.starts_at += timedelta(days=1)
    session.ends_at += timedelta(days=1)
    edition.sessions = [session]
    edition_services.save_edition(edition=edition, actor=None)


def renamed(edition: Edition, **fields: Any) -> None:
    edition = Edition.objects.get(pk=edition.pk)
    for name, value in fields.items():
        setattr(edition, name, value)
    edition_services.save_edition(edition=edition, actor=None)


def test_in_the_feed_a_meeting_keeps_its_uid_and_counts_what_changed() -> None:
    edition = EditionFactory.create()
    uid = f"session-{edition.sessions.get().pk}@vrijwilligersacademie"
    seen = feed()
    moved(edition)
    seen += feed()
    renamed(edition, note="Cijfers", capacity=20)
    seen += feed()
    renamed(edition, location=edition_services.location_called(name="Ander huis"))
    seen += feed()
    edition_services.cancel_edition(edition=edition, actor=None)
    seen += feed()
    first = seen[0][1]
    assert [(one[0], one[1] - first, one[2]) for one in seen] == [
        (uid, 0, "CONFIRMED"),
        (uid, 1, "CONFIRMED"),
        (uid, 1, "CONFIRMED"),
        (uid, 2, "CONFIRMED"),
        (uid, 3, "CANCELLED"),
    ]


def test_a_feed_is_no_message_and_says_in_words_too_what_is_called_off() -> None:
    edition = EditionFactory.create()
    edition_services.cancel_edition(edition=edition, actor=None)
    made = Calendar.from_ical(calendar.agenda_feed())
    (event,) = made.walk("VEVENT")
    assert ("method" in made, str(event["summary"])) == (
        False,
        f"Gaat niet door: {edition.training.title}",
    )


def test_by_mail_a_meeting_comes_changes_and_goes_under_one_uid(mailed: Mailed) -> None:
    edition = EditionFactory.create(capacity=1)
    uid = f"session-{edition.sessions.get().pk}@vrijwilligersacademie"
    people = [PersonFactory.create(email=f"{name}@example.org") for name in ("in", "wacht")]
    kinds = {method: f"text/calendar; method={method}" for method in ("REQUEST", "CANCEL")}
    first = Edition.objects.get(pk=edition.pk).calendar_version + 60

    def enrol() -> None:
        for person in people:
            services.enrol(person=person, edition=edition)

    def later(minutes: int, action: Callable[[], object]) -> dict[str, tuple[object, ...]]:
        with clock.at(edition.created_at + timedelta(minutes=minutes)):
            return mailed(action)

    found = [
        later(1, enrol),
        later(2, lambda: moved(edition)),
        later(3, lambda: services.cancel_edition(edition=edition, actor=None)),
    ]
    assert [one["in@example.org"] for one in found] == [
        ("REQUEST", kinds["REQUEST"], uid, first, "CONFIRMED"),
        ("REQUEST", kinds["REQUEST"], uid, first + 1, "CONFIRMED"),
        # One for the edition, and two minutes since the person's own state changed.
        ("CANCEL", kinds["CANCEL"], uid, first + 2 + 120, "CANCELLED"),
    ]
    assert [one["wacht@example.org"] for one in found] == [(), (), ()]


def test_who_leaves_and_comes_back_gets_it_out_of_the_own_calendar_and_in_again(
    mailed: Mailed,
) -> None:
    edition = EditionFactory.create(capacity=1)
    people = [PersonFactory.create(email=f"{name}@example.org") for name in ("in", "wacht")]
    holder, waiting = [services.enrol(person=one, edition=edition) for one in people]
    left = mailed(lambda: services.withdraw(enrolment=waiting, actor=waiting.person))
    assert left == {"wacht@example.org": ()}
    found = []
    for minutes, action in (
        (5, lambda: services.withdraw(enrolment=holder, actor=holder.person)),
        (9, lambda: services.enrol(person=holder.person, edition=edition)),
    ):
        with clock.at(edition.created_at + timedelta(minutes=minutes)):
            found.append(mailed(action)["in@example.org"])
    assert [(one[0], one[-1]) for one in found] == [
        ("CANCEL", "CANCELLED"),
        ("REQUEST", "CONFIRMED"),
    ]
    assert found[1][3] == int(str(found[0][3])) + 4 * 60
    assert feed()[0][2] == "CONFIRMED"


def test_who_comes_has_the_way_in_and_our_number_in_the_own_calendar(
    mailed: Mailed, client: Client
) -> None:
    location = Location.objects.create(name="De Wissel", entrance="De blauwe deur, de bel is links")
    edition, person = EditionFactory.create(location=location), PersonFactory.create()
    mailed(lambda: services.enrol(person=person, edition=edition))
    client.force_login(person)
    phone = infopunt_of_default_site().phone
    files: list[bytes] = [
        message_parts(mail.outbox[0])[-1][1].encode(),
        client.get(f"/inschrijven/{edition.pk}/training.ics").content,
    ]
    for file in files:
        (event,) = Calendar.from_ical(file).walk("VEVENT")
        lines = str(event["description"]).splitlines()
        assert lines[0] == "- De deur: De blauwe deur, de bel is links"
        assert lines[-1] == f"Heb je een vraag? Bel ons: {phone}."
    # What anybody may read has it not.
    assert "description" not in Calendar.from_ical(calendar.agenda_feed()).walk("VEVENT")[0]


def test_the_mail_carries_it_where_calendars_look_and_as_a_file(mailed: Mailed) -> None:
    edition = EditionFactory.create()
    mailed(lambda: services.enrol(person=PersonFactory.create(), edition=edition))
    message = mail.outbox[0].message()
    assert [(part.get_content_type(), part.get_filename()) for part in message.walk()] == [
        ("multipart/mixed", None),
        ("multipart/alternative", None),
        ("text/plain", None),
        ("text/html", None),
        ("text/calendar", None),
        ("application/ics", "training.ics"),
    ]
    inline, file = list(message.walk())[-2:]
    assert (inline.get_param("method"), inline.get_content_charset()) == ("REQUEST", "utf-8")
    texts = [bytes(part.get_payload(decode=True)) for part in (inline, file)]
    texts = [text.replace(b"\r\n", b"\n") for text in texts]
    assert texts[0] == texts[1]
    assert b"METHOD:REQUEST" in texts[0]


def test_of_what_is_over_the_feed_has_nothing() -> None:
    edition = EditionFactory.create()
    with clock.at(end_of(edition)):
        assert feed() == []
