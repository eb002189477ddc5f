"""The locations of editions, and what is said of getting in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Location, Session

if TYPE_CHECKING:
    from courses.common.statements import Moment


def to_come_at(location: Location) -> QuerySet[Edition]:
    """Editions that are not over and not called off, with a session at this location."""
    here = Q(location=location) | Q(sessions__location=location)
    return (
        Edition.objects.filter(here, ends_at__gt=clock.now())
        .exclude(status=EditionStatus.CANCELLED)
        .distinct()
        .order_by("starts_at", "pk")
    )


def places_without_bus(*, now: Moment) -> QuerySet[Location]:
    """Buildings where something is to come and of which nobody wrote down how to get there."""
    coming = Edition.objects.filter(ends_at__gt=now, status=EditionStatus.OPEN)
    meets = Session.objects.filter(
        ends_at__gt=now, edition__status=EditionStatus.OPEN, location=OuterRef("pk")
    )
    return (
        Location.objects.filter(transport="", is_archived=False)
        .filter(Exists(coming.filter(location=OuterRef("pk"))) | Exists(meets))
        .order_by("name", "pk")
    )


def locations_of(edition: Edition) -> list[Location]:
    """The buildings where its sessions are, in their order; none of what is online."""
    wanted = [one.where.location_id for one in edition.sessions.all()]
    found = Location.objects.select_related("photo").in_bulk({pk for pk in wanted if pk})
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]


def with_access(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """These editions with all that `buildings_of` looks at; two queries more."""
    return editions.select_related("location").prefetch_related("sessions__location")


def buildings_of(edition: Edition) -> list[Location]:
    """The same as `locations_of` without a query, for editions of `with_access`."""
    sessions = list(edition.sessions.all())
    places = [one.where for one in sessions] or [edition.where]
    known = [edition.location, *(one.location for one in sessions)]
    by_key = {one.pk: one for one in known if one is not None}
    wanted = dict.fromkeys(one.location_id for one in places)
    return [by_key[key] for key in wanted if key in by_key]


def is_all_online(edition: Edition) -> bool:
    """Whether one has to go nowhere for any of its sessions."""
    places = [one.where for one in edition.sessions.all()] or [edition.where]
    return all(one.is_online for one in places)


def access_in_words(edition: Edition) -> list[str]:
    """For who chooses a place for somebody else: whether one can get in with a wheelchair and
    whether there is an induction loop, for each building; or that we do not know. Nothing of what
    is online. Without queries for editions of `with_access`."""
    if is_all_online(edition):
        return []
    there = buildings_of(edition)
    unknown = gettext("We weten niet of je er met een rolstoel in kunt. Vraag het na.")
    if not there:
        return [unknown]
    loop = gettext("Ringleiding")
    said: list[str] = []
    for location in there:
        about = f"{location.name}: " if len(there) > 1 else ""
        said.append(f"{about}{location.step_free or unknown}")
        if location.hearing:
            said.append(f"{about}{loop}: {location.hearing}")
    return said


def is_called(location: Location, name: str, address: str = "") -> bool:
    """Whether this is the location that is meant, however it is typed; an address that is left
    out says nothing."""
    return plainly(location.name) == plainly(name) and same_address(location.address, address)


def same_address(one: str, other: str) -> bool:
    return len({plainly(one), plainly(other)} - {""}) < 2


def plainly(text: str) -> str:
    return " ".join(text.split()).casefold()
