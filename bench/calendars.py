"""What making the agenda's feed costs beside making it of pages, with a library's objects."""

from __future__ import annotations

from dataclasses import dataclass

from icalendar import Calendar, Event

from bench.client import milliseconds
from bench.report import Figure
from courses.common import clock, mail
from courses.common.public_version import version
from courses.editions import calendar, queries

MOST = 0.1


@dataclass(frozen=True)
class Feeds:
    """Milliseconds of each feed made plainly, and of each as the academy makes it."""

    plain: list[float]
    own: list[float]

    def figure(self) -> Figure:
        # The same work every time: whatever disturbs it only adds.
        return Figure("agenda_feed", min(self.own) / min(self.plain), "ratio", "<=", MOST)


def measure(number: int) -> Feeds:
    """Make both by turns, `number` times, after the first of each. Something public changes
    before each, so that the academy's is made anew as well."""
    plain, own = [], []
    for _turn in range(number + 1):
        version.bump()
        plain.append(milliseconds(plainly))
        own.append(milliseconds(calendar.agenda_feed))
    return Feeds(plain[1:], own[1:])


def plainly() -> bytes:
    """The same sessions as one would write it first: whole pages, and an object for each value."""
    made = Calendar()
    made.add("prodid", "-//Bench//nl")
    made.add("version", "2.0")
    for edition in queries.coming_editions():
        for session in edition.sessions.all():
            event = Event()
            event.add("uid", f"session-{session.pk}@vrijwilligersacademie")
            event.add("sequence", edition.calendar_version)
            event.add("dtstamp", clock.now())
            event.add("status", "CONFIRMED")
            event.add("dtstart", session.starts_at)
            event.add("dtend", session.ends_at)
            event.add("summary", edition.training.title)
            event.add("url", mail.absolute_url(edition.training.url))
            event.add("location", session.where.in_words)
            made.add_component(event)
    content: bytes = made.to_ical()
    return content
