"""Editions as calendar files (iCalendar)."""

from __future__ import annotations

from collections.abc import Iterable

from icalendar import Calendar, Event

from courses.common import clock, mail
from courses.editions.models import Edition, Session


def edition_calendar(edition: Edition, *, for_participant: bool = False) -> bytes:
    """The sessions of one edition; the online link only for who takes part."""
    return _calendar([(edition, for_participant)])


def agenda_calendar(editions: Iterable[Edition]) -> bytes:
    """The sessions of many editions, as visitors may see them."""
    return _calendar([(edition, False) for edition in editions])


def _calendar(editions: list[tuple[Edition, bool]]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Vrijwilligersacademie//nl")
    calendar.add("version", "2.0")
    for edition, for_participant in editions:
        for session in edition.sessions.all():
            calendar.add_component(_event(edition, session, for_participant))
    content: bytes = calendar.to_ical()
    return content


def _event(edition: Edition, session: Session, for_participant: bool) -> Event:
    event = Event()
    event.add("uid", f"session-{session.pk}@vrijwilligersacademie")
    event.add("dtstamp", clock.now())
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    title = str(edition.training.title)
    event.add("summary", f"{title}: {session.title}" if session.title else title)
    event.add("url", mail.absolute_url(edition.training.url or "/"))
    if edition.is_online:
        event.add("location", edition.online_link if for_participant else "Online")
    else:
        event.add("location", ", ".join(filter(None, (edition.venue, edition.address))))
    return event
