"""What people hear when their edition changes, and what becomes of seats that are added."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.common import clock
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from tests.factories import EditionFactory, PersonFactory, end_of, start_of
from tests.mails import message_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[..., None]:
    """Keep an edition as the administration does, and run what follows after commit."""

    def save(edition: Edition, **changes: Any) -> None:
        mail.outbox.clear()
        for name, value in changes.items():
            setattr(edition, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            edition_services.save_edition(edition=edition, actor=None)

    return save


def known_to_all(**fields: Any) -> Edition:
    """An edition with somebody who takes part, who has an offer, who waits, and who left."""
    edition = EditionFactory.create(capacity=2, **fields)
    gone, *_others = [
        services.enrol(person=PersonFactory.create(email=f"{name}@example.org"), edition=edition)
        for name in ("weg", "in", "aanbod", "wacht")
    ]
    services.withdraw(enrolment=gone, actor=gone.person)
    edition.refresh_from_db()
    return edition


def later(edition: Edition, delta: timedelta) -> Edition:
    """The edition with its only session moved; not kept yet."""
    (session,) = edition.sessions.all()
    session.starts_at += delta
    session.ends_at += delta
    edition.sessions = [session]
    return edition


def told() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


ALL = ["aanbod@example.org", "in@example.org", "wacht@example.org"]


def test_another_moment_is_told_to_everyone_who_is_in_it_or_waits(
    save: Callable[..., None],
) -> None:
    edition = later(known_to_all(), timedelta(days=1))
    save(edition)
    assert told() == ALL
    by_address = {message.to[0]: message for message in mail.outbox}
    message = by_address["in@example.org"]
    assert message.subject == f"Er is iets veranderd: {edition.training.title}"
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("training.ics", "application/ics")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.decoded("dtstart") == start_of(edition).replace(microsecond=0)
    assert by_address["wacht@example.org"].attachments == []
    found = [message_parts(by_address[one]) for one in ALL[1:]]
    assert [[kind for kind, _content in parts] for parts in found] == [
        ["text/html", "text/calendar; method=REQUEST"],
        ["text/html"],
    ]


@pytest.mark.parametrize(
    "place", [("Ander huis", ""), ("Buurthuis De Wissel", "Kade 2"), None], ids=str
)
def test_another_place_is_told_to_everyone(
    save: Callable[..., None], place: tuple[str, str] | None
) -> None:
    edition = known_to_all()
    if place is None:
        save(edition, place="online")
    else:
        name, address = place
        save(edition, location=edition_services.location_called(name=name, address=address))
    assert told() == ALL
    for words in filter(None, place or ()):
        assert [words in message.body for message in mail.outbox] == [True] * 3


def test_another_link_is_told_to_those_who_may_see_it(save: Callable[..., None]) -> None:
    edition = known_to_all(online_link="https://example.org/oud")
    save(edition, online_link="https://example.org/nieuw")
    assert told() == ["in@example.org"]
    assert "https://example.org/nieuw" in mail.outbox[0].body


def test_who_is_not_in_yet_reads_no_link(save: Callable[..., None]) -> None:
    save(later(known_to_all(online_link="https://example.org/kamer"), timedelta(hours=1)))
    shown = {message.to[0]: "/kamer" in message.body for message in mail.outbox}
    assert shown == {
        "aanbod@example.org": False,
        "in@example.org": True,
        "wacht@example.org": False,
    }


def test_what_matters_to_nobody_is_told_to_nobody(save: Callable[..., None]) -> None:
    edition = known_to_all()
    save(edition)
    save(
        later(edition, timedelta(microseconds=1)),
        note="Cijfers van toen",
        online_link="https://x.nl",
    )
    assert told() == []


@pytest.mark.parametrize("state", ["past", "cancelled", "draft"])
def test_an_edition_that_does_not_come_tells_nothing(save: Callable[..., None], state: str) -> None:
    edition = (
        EditionFactory.create(publish=state != "draft") if state == "draft" else known_to_all()
    )
    if state == "cancelled":
        services.cancel_edition(edition=edition, actor=None)
    moment = end_of(edition) + timedelta(days=1) if state == "past" else clock.now()
    with clock.at(moment):
        save(
            Edition.objects.get(pk=edition.pk),
            location=edition_services.location_called(name="Ander huis"),
        )
    assert told() == []


def test_seats_that_are_added_are_offered_at_once(save: Callable[..., None]) -> None:
    edition = known_to_all()
    save(edition, capacity=3)
    assert list(
        Enrolment.objects.filter(edition=edition).order_by("pk").values_list("status", flat=True)
    ) == [S.WITHDRAWN, S.CONFIRMED, S.OFFERED, S.OFFERED]
    assert [message.subject.partition(":")[0] for message in mail.outbox] == [
        "Er is een plaats voor je"
    ]


def test_seats_that_came_free_after_the_cut_off_are_offered_when_it_moves(
    save: Callable[..., None],
) -> None:
    edition = EditionFactory.create(capacity=1, enrol_until=clock.now() + timedelta(days=1))
    holder, _waiting = [
        services.enrol(person=PersonFactory.create(), edition=edition) for _ in range(2)
    ]
    with clock.at(clock.now() + timedelta(days=2)):
        services.withdraw(enrolment=holder, actor=holder.person)
        save(Edition.objects.get(pk=edition.pk), enrol_until=clock.now() + timedelta(days=3))
    assert list(
        Enrolment.objects.filter(edition=edition).order_by("pk").values_list("status", flat=True)
    ) == [S.WITHDRAWN, S.OFFERED]
