"""Everything that changes a location."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from django.db import transaction

from courses.common import audit
from courses.editions import queries
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Location
from courses.editions.plans import as_text, plan_of
from courses.editions.services.locking import locked_edition
from courses.plugin_api.events import EditionChanged, EditionReplanned, publish

if TYPE_CHECKING:
    from courses.common.edit_conflicts import FormSnapshot
    from courses.editions.models import Session
    from courses.people.models import User


def location_called(*, name: str, address: str = "") -> Location:
    """The location with this name and address, however they are typed; a new one if there is none.

    One without an address is the same as the only one with that name.
    """
    called = [one for one in Location.objects.all() if queries.is_called(one, name, address)]
    if len(called) == 1 or (called and address):
        return called[0]
    return Location.objects.create(name=" ".join(name.split()), address=" ".join(address.split()))


@transaction.atomic
def save_location(
    *,
    location: Location,
    actor: User | None,
    tell: bool = False,
    snapshot: FormSnapshot | None = None,
) -> Location:
    """Store a location, and bring what is to come there up to date; calendars follow by themselves.

    `tell` is whether it is another place for who comes: they get a message. Whoever mends a typing
    error tells nobody. What has been held keeps the name that it had.

    Raises:
        Conflict: somebody else has changed since what this would change back.
    """
    if snapshot is not None:
        current = Location.objects.select_for_update(of=("self",)).get(pk=location.pk)
        snapshot.refuse_if_stale(
            stored=queries.location_facts(current), wanted=queries.location_facts(location)
        )
    new = location.pk is None
    location.save()
    audit.record(location, "location.add" if new else "location.change", actor=actor)
    for edition in queries.to_come_at(location):
        _follow_location(locked_edition(edition), location, tell=tell, actor=actor)
    return location


def _follow_location(
    edition: Edition, location: Location, *, tell: bool, actor: User | None
) -> None:
    here: list[Edition | Session] = [edition, *edition.sessions.all()]
    named = (location.name, location.address)
    stale = [
        one for one in here if one.location_id == location.pk and (one.venue, one.address) != named
    ]
    if not stale:
        return
    before = as_text(plan_of(edition))
    for one in stale:
        one.venue, one.address = named
        one.save(update_fields=["venue", "address"])
    edition.calendar_version += 1
    edition.save(update_fields=["calendar_version"])
    audit.record(edition, "edition.change", actor=actor)
    if tell and edition.status == EditionStatus.OPEN:
        publish_change(
            EditionReplanned(
                training_id=edition.training_id, edition_id=edition.pk, moved=True, before=before
            )
        )


def publish_change(change: EditionReplanned) -> None:
    """Let parts of the core know that an edition changed, and plugins, who do not hear how it was
    planned before."""
    public = {one.name: getattr(change, one.name) for one in fields(EditionChanged)}
    publish(EditionChanged(**{**public, "id": f"{change.id} public"}), change)
