"""Editions as calendar files (iCalendar).

A session keeps its UID for good, the same in every file and for every person. When it moves or is
called off its SEQUENCE goes up: a calendar that has it changes it instead of adding another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import gettext

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import addresses, clock, ical, mail
from courses.common.mail import CALENDAR_TYPE, FILE_TYPE
from courses.common.public_version import memory
from courses.editions import places, queries
from courses.editions.enums import EditionStatus
from courses.editions.models import Location, Session
from courses.editions.places import access_of
from courses.translations.reading import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from courses.editions.models import Edition
    from courses.editions.places import Where
    from courses.editions.plans import Planned

FILE = "training.ics"
"""What the file with a mail is called."""

REFRESH = timedelta(hours=1)
"""How often a program that somebody subscribes with may look again."""


class Method(StrEnum):
    """What a calendar should do with a file that it gets by mail (RFC 5546)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Attendee:
    """The one person that an invitation is for. It names nobody else."""

    name: str
    email: str


class _Edition(NamedTuple):
    """What a file says of an edition; as in `places.PlacedEdition`."""

    pk: int
    status: str
    calendar_version: int
    ends_at: datetime
    place: str
    venue: str
    address: str
    online_link: str
    location_id: int | None
    title: str
    slug: str


class _Session(NamedTuple):
    """What a file says of a session; as in `places.PlacedSession`."""

    pk: int
    title: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    address: str
    room: str
    online_link: str
    location_id: int | None


_EDITION_COLUMNS = (*_Edition._fields[:-2], "training__title", "training__slug")


class _Rendered(NamedTuple):
    """A session as it stands in the feed, and when its edition is over."""

    edition_id: int
    edition_ends_at: datetime
    event: str


# --- Feeds ----------------------------------------------------------------------------------


def agenda_feed(editions: QuerySet[Edition] | None = None) -> bytes:
    """The sessions of all editions to come, or of these, as visitors may see them."""
    now = clock.now()
    rendered = memory.get("agenda-events", _agenda_events)
    chosen = None if editions is None else set(editions.values_list("pk", flat=True))
    return ical.feed(
        settings.WAGTAIL_SITE_NAME,
        (
            one.event
            for one in rendered
            if one.edition_ends_at > now and (chosen is None or one.edition_id in chosen)
        ),
        refresh=REFRESH,
    )


def _agenda_events() -> tuple[_Rendered, ...]:
    # Of each session once, for everybody: filters only choose among them.
    return tuple(_rendered(queries.coming_editions(), with_link=False))


def own_feed(name: str, editions: QuerySet[Edition], *, to_keep: bool = False) -> bytes:
    """The sessions of these editions, with their online links: for who takes part or gives them.

    Also those that are over: a program takes away what a feed does not have any more. What is
    opened once to keep has how to get in too; for what programs fetch each hour that costs much.
    """
    events = [one.event for one in _rendered(editions, with_link=True, to_keep=to_keep)]
    return ical.feed(name, events, refresh=REFRESH)


class _Shared(NamedTuple):
    """What the sessions of an edition have in common, written once."""

    edition: _Edition
    where: Where
    lines: str
    summary: str
    location: str


def _shared_lines(rows: Iterable[_Edition], *, with_link: bool) -> Iterable[tuple[int, _Shared]]:
    now = ical.line("DTSTAMP", ical.moment(clock.now()))
    # Of each training and each place once: escaping is slow, and both come back all the time.
    urls: dict[str, str] = {}
    known: dict[tuple[object, ...], tuple[Where, str]] = {}
    for one in rows:
        if one.slug not in urls:
            url = mail.absolute_url(addresses.training(one.slug))
            urls[one.slug] = ical.line("URL", url)
        place = (one.place, one.venue, one.address, one.online_link, one.location_id)
        if place not in known:
            there = places.of_edition(one)
            known[place] = (there, _location(there, with_link=with_link))
        where, location = known[place]
        goes_on = one.status != EditionStatus.CANCELLED
        lines = now + _state(one.calendar_version, goes_on=goes_on) + urls[one.slug]
        yield one.pk, _Shared(one, where, lines, _summary(one.title, "", goes_on=goes_on), location)


def _rendered(
    editions: QuerySet[Edition], *, with_link: bool, to_keep: bool = False
) -> Iterable[_Rendered]:
    """In two queries, but for what is to be kept; no objects are made of what is only read."""
    rows = map(_Edition._make, editions.order_by().values_list(*_EDITION_COLUMNS))
    found = dict(_shared_lines(rows, with_link=with_link))
    sessions = Session.objects.filter(edition__in=list(found))
    ways_in = _ways_in(sessions, found.values()) if to_keep else {}
    for pk, *values in sessions.order_by("starts_at", "pk").values_list(
        "edition_id", *_Session._fields
    ):
        shared, session = found[pk], _Session._make(values)
        edition = shared.edition
        summary, location = shared.summary, shared.location
        if session.title:
            goes_on = edition.status != EditionStatus.CANCELLED
            summary = _summary(edition.title, session.title, goes_on=goes_on)
        where = places.of_session(session, shared.where)
        if where is not shared.where:
            location = _location(where, with_link=with_link)
        lines = (
            _when(session),
            shared.lines,
            summary,
            location,
            ways_in.get(where.location_id, ""),
        )
        yield _Rendered(pk, edition.ends_at, ical.event(lines))


def _ways_in(sessions: QuerySet[Session], editions: Iterable[_Shared]) -> dict[int | None, str]:
    """For each location in a feed how to get in, and our number; without a location our number."""
    keys = {one.edition.location_id for one in editions}
    keys |= set(sessions.values_list("location_id", flat=True))
    found = Location.objects.filter(pk__in=[key for key in keys if key])
    return {None: _description(), **{one.pk: _description(access_of([one])) for one in found}}


# --- Invitations ----------------------------------------------------------------------------


def invitation(
    edition: Edition,
    *,
    attendee: Attendee,
    method: Method,
    sequence: int,
    url: str,
    name: str = FILE,
) -> list[mail.Attachment]:
    """What goes along with a mail, so that the sessions come into the person's own calendar.

    For each session a message of its own that programs act upon: those with several events may
    have one UID alone (RFC 5546, 3.2.2). The first session comes last, where a program looks that
    takes one only. And a file with all of them, to open by hand.

    `sequence` rises with every change of the edition and of the person's part in it; `url` is
    where the person can withdraw, `name` what the file is called.
    """
    made = [
        ical.event(_of_person(edition, one, attendee, method, sequence, url))
        for one in edition.sessions.all()
    ]
    messages = [ical.message(method, [event]) for event in reversed(made)]
    whole = messages[0] if len(made) == 1 else _file_of_all(edition, method, sequence, url)
    return [
        *(("", one, f"{CALENDAR_TYPE}; method={method}") for one in messages),
        (name, whole, FILE_TYPE),
    ]


def withdrawal(
    edition: Edition,
    *,
    attendee: Attendee,
    sequence: int,
    url: str,
    name: str,
    gone: Sequence[Planned] | None = None,
) -> list[mail.Attachment]:
    """What takes the sessions out of the calendar, beside an invitation to others in one mail: all
    that there are, or those that were planned and are `gone`.

    Messages with different methods may not stand together as versions of one text (RFC 6047,
    2.4), so these are files; programs that act upon files take them away.
    """
    kind = f"{CALENDAR_TYPE}; method={Method.CANCEL}"
    stem, dot, ending = name.rpartition(".")
    return [
        (
            name if number == 1 else f"{stem}-{number}{dot}{ending}",
            ical.message(
                Method.CANCEL,
                [ical.event(_of_person(edition, one, attendee, Method.CANCEL, sequence, url))],
            ),
            kind,
        )
        for number, one in enumerate(_sessions_of(edition, gone), start=1)
    ]


def _sessions_of(edition: Edition, gone: Sequence[Planned] | None) -> Iterable[Session]:
    if gone is None:
        return list(edition.sessions.all())
    # Only what a calendar knows them by; no row has them any more.
    return [
        Session(pk=one.key, edition=edition, starts_at=one.starts_at, ends_at=one.ends_at)
        for one in gone
    ]


def _file_of_all(edition: Edition, method: Method, sequence: int, url: str) -> bytes:
    events = [
        ical.event(_of_person(edition, one, None, method, sequence, url))
        for one in edition.sessions.all()
    ]
    return ical.message(Method.PUBLISH, events)


def _of_person(
    edition: Edition,
    session: Session,
    attendee: Attendee | None,
    method: Method,
    sequence: int,
    url: str,
) -> Iterable[str]:
    is_off = method == Method.CANCEL
    goes_on = edition.status != EditionStatus.CANCELLED
    yield ical.line("DTSTAMP", ical.moment(clock.now()))
    yield _when(session)
    # For who left it is off, whether it goes on or not.
    yield _state(sequence, goes_on=goes_on and not is_off)
    yield _summary(written(str(edition.training.title)), session.title, goes_on=goes_on)
    yield _location(session.where, with_link=True)
    if not is_off:
        location = session.where.location_id
        yield _description(
            access_of(Location.objects.filter(pk=location)) if location else "",
            gettext("Kun je niet komen? Meld je dan af: %(url)s") % {"url": url},
        )
    yield ical.line("URL", url)
    yield _organizer()
    if attendee is not None:
        # Enrolled already: no program has to ask for an answer.
        answer = "" if is_off else ";PARTSTAT=ACCEPTED;RSVP=FALSE"
        name = f"ATTENDEE;CN={ical.parameter(attendee.name)};ROLE=REQ-PARTICIPANT{answer}"
        yield ical.line(name, f"mailto:{attendee.email}")


def _description(*parts: str) -> str:
    """How to get in, and whom to call who stands before a closed door or cannot come."""
    phone = infopunt_of_default_site().phone
    call = gettext("Heb je een vraag? Bel ons: %(phone)s.") % {"phone": phone} if phone else ""
    return ical.line("DESCRIPTION", ical.text("\n".join(filter(None, (*parts, call)))))


def _organizer() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    called = ical.parameter(name or settings.WAGTAIL_SITE_NAME)
    return ical.line(f"ORGANIZER;CN={called}", f"mailto:{address}")


# --- Both -----------------------------------------------------------------------------------


def _when(session: Session | _Session) -> str:
    return (
        f"UID:session-{session.pk}@vrijwilligersacademie\r\n"
        f"DTSTART:{ical.moment(session.starts_at)}\r\n"
        f"DTEND:{ical.moment(session.ends_at)}\r\n"
    )


def _state(sequence: int, *, goes_on: bool) -> str:
    return f"SEQUENCE:{sequence}\r\nSTATUS:{'CONFIRMED' if goes_on else 'CANCELLED'}\r\n"


def _summary(training: str, title: str, *, goes_on: bool) -> str:
    summary = f"{training}: {title}" if title else training
    if not goes_on:
        # Not every calendar shows the status of what it is subscribed to.
        summary = f"{gettext('Gaat niet door')}: {summary}"
    return ical.line("SUMMARY", ical.text(summary))


def _location(where: Where, *, with_link: bool) -> str:
    link = where.online_link if where.is_online and with_link else ""
    return ical.line("LOCATION", ical.text(link or where.in_words))
