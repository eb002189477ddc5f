"""Editions in calendars: the feed, and the files that come by mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar, Component
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.common import clock
from courses.editions import calendar, queries
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import services
from tests.factories import EditionFactory, PersonFactory, end_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def feed() -> list[tuple[str, int, str]]:
    content = calendar.agenda_calendar(queries.coming_editions())
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
            for _name, content, kind in message.attachments:
                made = Calendar.from_ical(content)
                (event,) = made.walk("VEVENT")
                found[message.to[0]] = (str(made["method"]), kind, *_shown(event))
                assert str(event["organizer"]).startswith("mailto:")
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
    made = Calendar.from_ical(calendar.agenda_calendar(queries.coming_editions()))
    (event,) = made.walk("VEVENT")
    assert ("method" in made, str(event["summary"])) == (
        False,
        f"Gaat niet door: {edition.training.title}",
    )


def test_by_mail_a_meeting_comes_changes_and_goes_under_one_uid(mailed: Mailed) -> None:
    edition = EditionFactory.create(capacity=1)
    uid = f"session-{edition.sessions.get().pk}@vrijwilligersacademie"
    people = [PersonFactory.create(email=f"{name}@example.org") for name in ("in", "wacht")]
    kinds = {method: f"text/calendar; method={method}" for method in ("PUBLISH", "CANCEL")}
    published = Edition.objects.get(pk=edition.pk).calendar_version

    def enrol() -> None:
        for person in people:
            services.enrol(person=person, edition=edition)

    found = [
        mailed(enrol),
        mailed(lambda: moved(edition)),
        mailed(lambda: services.cancel_edition(edition=edition, actor=None)),
    ]
    assert [one["in@example.org"] for one in found] == [
        ("PUBLISH", kinds["PUBLISH"], uid, published, "CONFIRMED"),
        ("PUBLISH", kinds["PUBLISH"], uid, published + 1, "CONFIRMED"),
        ("CANCEL", kinds["CANCEL"], uid, published + 2, "CANCELLED"),
    ]
    assert [one["wacht@example.org"] for one in found] == [(), (), ()]


def test_who_leaves_gets_the_meeting_out_of_the_own_calendar(mailed: Mailed) -> None:
    edition = EditionFactory.create(capacity=1)
    people = [PersonFactory.create(email=f"{name}@example.org") for name in ("in", "wacht")]
    holder, waiting = [services.enrol(person=one, edition=edition) for one in people]
    left = mailed(lambda: services.withdraw(enrolment=waiting, actor=waiting.person))
    assert left == {"wacht@example.org": ()}
    left = mailed(lambda: services.withdraw(enrolment=holder, actor=holder.person))
    assert (left["in@example.org"][0], left["in@example.org"][-1]) == ("CANCEL", "CANCELLED")
    assert feed()[0][2] == "CONFIRMED"


def test_the_mail_carries_the_method_in_its_header_too(mailed: Mailed) -> None:
    edition = EditionFactory.create()
    mailed(lambda: services.enrol(person=PersonFactory.create(), edition=edition))
    part = next(
        part
        for part in mail.outbox[0].message().walk()
        if part.get_content_type() == "text/calendar"
    )
    assert (part.get_param("method"), part.get_filename()) == ("PUBLISH", "training.ics")
    assert b"METHOD:PUBLISH" in part.get_payload(decode=True)


def test_of_what_is_over_the_feed_has_nothing() -> None:
    edition = EditionFactory.create()
    with clock.at(end_of(edition)):
        assert feed() == []
