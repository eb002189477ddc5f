"""Every calendar file of the academy, as ical.js, node-ical and vobject read it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from courses.common import clock
from courses.editions import calendar
from courses.editions import services as edition_services
from courses.editions.calendar import Attendee, Method
from courses.editions.models import Edition
from courses.editions.services import Meeting
from tests.factories import EditionFactory, TrainingFactory
from tests.ical.readers import read

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

TITLE = (
    "Coördineren én begeleiden; ruimte geven, grenzen stellen: voor wie één op één \\ in groepen "
    "werkt met Oekraïense, Eritrese en Ĳsselsteinse buren 🌷"
)
NOW = clock.moment_of(datetime(2027, 1, 4).date())


def _at(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return clock.moment_of(moment.date(), moment.time())


EVENINGS = {
    "winter": {"2027-01-13 19:00": "2027-01-13T18 21"},
    "summer": {"2027-07-14 19:00": "2027-07-14T17 20"},
    "to summer time": {
        "2027-03-24 19:00": "2027-03-24T18 21",
        "2027-03-31 19:00": "2027-03-31T17 20",
    },
    "to winter time": {
        "2027-10-27 19:00": "2027-10-27T17 20",
        "2027-11-03 19:00": "2027-11-03T18 21",
    },
    # The clock goes from two to three: what is three hours on the clock, is two in the room.
    "in the night of the change": {"2027-03-28 01:00": "2027-03-28T00 02"},
}
"""Three hours by the clock on the wall, and from what hour to what hour that is in UTC."""


def _plan(training: TrainingPage, *evenings: str) -> Edition:
    planned = edition_services.plan_edition(
        training=training,
        meetings=[Meeting(_at(one), _at(one) + timedelta(hours=3)) for one in evenings],
        capacity=12,
        actor=None,
        publish=True,
        venue="Huis in de Wijk ’t Zand",
        address="Kade 2, Utrecht",
    )
    return Edition.objects.get(pk=planned.pk)


def _expected(edition: Edition, started: Any, **more: Any) -> list[dict[str, Any]]:
    events = []
    for session, start in zip(edition.sessions.all(), started, strict=True):
        first, last = start.split()
        events.append(
            {
                "uid": f"session-{session.pk}@vrijwilligersacademie",
                "sequence": edition.calendar_version,
                "status": "CONFIRMED",
                "start": f"{first}:00:00.000Z",
                "end": f"{first[:11]}{last}:00:00.000Z",
                "summary": TITLE,
                "location": "Huis in de Wijk ’t Zand, Kade 2, Utrecht",
                "organizer": None,
                "attendees": [],
                **more,
            }
        )
    return events


PERSON = Attendee('Zoë "Zon" de Vries; senior', "zoe@example.org")
ORGANIZER = "mailto:academie@example.org"


def _invited(edition: Edition, method: Method) -> list[tuple[str, bytes, str]]:
    return calendar.invitation(
        edition, attendee=PERSON, method=method, sequence=7, url="https://example.org/i/1/"
    )


@pytest.fixture
def from_academy(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "De Academie <academie@example.org>"


def test_three_libraries_read_every_file_as_it_is_meant(from_academy: None) -> None:
    files: list[bytes] = []
    expected: list[dict[str, Any]] = []

    def add(content: bytes, method: str | None, events: list[dict[str, Any]]) -> None:
        files.append(content)
        expected.append({"method": method, "events": events})

    with clock.at(NOW):
        training = TrainingFactory.create(title=TITLE)
        everything: list[dict[str, Any]] = []
        for when in EVENINGS.values():
            edition, started = _plan(training, *when), list(when.values())
            everything += _expected(edition, started)
            one = Edition.objects.filter(pk=edition.pk)
            add(calendar.agenda_feed(one), None, _expected(edition, started))
            add(calendar.own_feed("Van mij", one), None, _expected(edition, started))
            for method, status, answer in (
                (Method.REQUEST, "CONFIRMED", "ACCEPTED"),
                (Method.CANCEL, "CANCELLED", ""),
            ):
                more = {"organizer": ORGANIZER, "sequence": 7, "status": status}
                person = {"attendees": [["mailto:zoe@example.org", answer]]}
                *messages, whole = _invited(edition, method)
                each = _expected(edition, started, **more, **person)
                for (_name, content, _kind), event in zip(messages, reversed(each), strict=True):
                    add(content, method, [event])
                if len(each) == 1:
                    add(whole[1], method, each)
                else:
                    add(whole[1], "PUBLISH", _expected(edition, started, **more))
        add(calendar.agenda_feed(), None, sorted(everything, key=lambda one: one["start"]))
        # Moved and called off.
        session = edition.sessions.get()
        session.starts_at, session.ends_at = _at("2027-04-28 20:00"), _at("2027-04-28 23:00")
        edition.sessions = [session]
        edition_services.save_edition(edition=edition, actor=None)
        edition = Edition.objects.get(pk=edition.pk)
        assert edition.calendar_version == 2
        moved = ["2027-04-28T18 21"]
        one = Edition.objects.filter(pk=edition.pk)
        add(calendar.agenda_feed(one), None, _expected(edition, moved))
        edition_services.cancel_edition(edition=edition, actor=None)
        edition = Edition.objects.get(pk=edition.pk)
        off = {"status": "CANCELLED", "summary": f"Gaat niet door: {TITLE}"}
        assert edition.calendar_version == 3
        add(calendar.agenda_feed(one), None, _expected(edition, moved, **off))
    for library, found in read(files).items():
        for number, meant in enumerate(expected):
            assert (library, number, found[number]) == (library, number, meant)


def test_no_line_is_longer_than_a_calendar_may_have_and_no_letter_is_cut(
    from_academy: None,
) -> None:
    with clock.at(NOW):
        edition = EditionFactory.create(training=TrainingFactory.create(title=TITLE))
        content = calendar.agenda_feed()
        invited = _invited(edition, Method.REQUEST)[0][1]
    for one in (content, invited):
        lines = one.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert [line for line in lines if b"\n" in line or b"\r" in line] == []
        assert [line.decode() for line in lines if line.startswith(b" ")]


def test_a_file_names_nobody_but_its_own_person_and_asks_no_answer(from_academy: None) -> None:
    edition = EditionFactory.create(sessions=2)
    files = [
        content.decode().replace("\r\n ", "")
        for _n, content, _k in _invited(edition, Method.REQUEST)
    ]
    assert [text.count("ATTENDEE") for text in files] == [1, 1, 0]
    asked = (
        "ATTENDEE;CN=\"Zoë 'Zon' de Vries; senior\";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;"
        "RSVP=FALSE:mailto:zoe@example.org\r\n"
    )
    assert [asked in text for text in files] == [True, True, False]
    assert [text.count("Meld je dan af: https://example.org/i/1/") for text in files] == [1, 1, 2]
