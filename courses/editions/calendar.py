"""Editions as calendar files (iCalendar).

A meeting keeps its UID for good. When it moves or is called off its SEQUENCE goes up, so that a
calendar that has it changes it instead of adding another.
"""

from __future__ import annotations

from email.utils import parseaddr
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress, vText

from courses.common import clock, mail
from courses.editions.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.editions.models import Edition, Session


class Method(StrEnum):
    """What a calendar should do with a file that it gets by mail (RFC 5546).

    Not REQUEST: that asks for an answer, which the academy wants on its own page.
    """

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


def edition_calendar(
    edition: Edition, *, for_participant: bool = False, method: Method | None = None
) -> bytes:
    """The sessions of one edition; the online link only for who takes part."""
    calendar = _empty_calendar()
    if method is not None:
        calendar.add("method", method.value)
    for session in edition.sessions.all():
        event = _event(edition, session, for_participant, called_off=method == Method.CANCEL)
        if method is not None:
            event.add("organizer", _organizer())
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def agenda_calendar(editions: Iterable[Edition]) -> bytes:
    """The sessions of many editions, as visitors may see them.

    Without a METHOD: a calendar that people subscribe to is a state, not a message.
    """
    calendar = _empty_calendar()
    for edition in editions:
        for session in edition.sessions.all():
            calendar.add_component(_event(edition, session, for_participant=False))
    content: bytes = calendar.to_ical()
    return content


def _empty_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Vrijwilligersacademie//nl")
    calendar.add("version", "2.0")
    return calendar


def _event(
    edition: Edition, session: Session, for_participant: bool, *, called_off: bool = False
) -> Event:
    """`called_off` is for who left: for that person it is, whether it goes on or not."""
    goes_on = edition.status != EditionStatus.CANCELLED
    event = Event()
    event.add("uid", f"session-{session.pk}@vrijwilligersacademie")
    event.add("sequence", edition.calendar_version)
    event.add("dtstamp", clock.now())
    event.add("status", "CONFIRMED" if goes_on and not called_off else "CANCELLED")
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    title = str(edition.training.title)
    summary = f"{title}: {session.title}" if session.title else title
    # Not every calendar shows the status of what it is subscribed to.
    event.add("summary", summary if goes_on else f"{gettext('Gaat niet door')}: {summary}")
    event.add("url", mail.absolute_url(edition.training.url or "/"))
    where = session.where
    if where.is_online:
        event.add("location", where.online_link if for_participant else "Online")
    else:
        event.add("location", where.in_words)
    return event


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name or settings.WAGTAIL_SITE_NAME)
    return organizer
