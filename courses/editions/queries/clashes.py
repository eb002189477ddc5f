"""Sessions at one hour, of a trainer or at a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
from courses.editions.queries.places import plainly, same_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.editions.places import Where

# --- At one hour ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clash:
    """A meeting of another edition at the same hour, and what the two have in common."""

    session: Session
    trainers: tuple[str, ...]
    same_place: bool

    @property
    def edition(self) -> Edition:
        """The other edition."""
        edition: Edition = self.session.edition
        return edition


def overlapping(editions: Sequence[Edition]) -> QuerySet[Session]:
    """Meetings at the same hour as one of another of these editions; not of what is called off.

    One that begins as the other ends is not at the same hour.
    """
    own = Session.objects.filter(
        edition__in=[edition.pk for edition in editions],
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    ).exclude(edition=OuterRef("edition"))
    return (
        Session.objects.filter(Exists(own))
        .exclude(edition__status=EditionStatus.CANCELLED)
        .select_related("edition__training")
        .order_by("starts_at", "pk")
    )


def clashes(editions: Sequence[Edition]) -> dict[int, list[Clash]]:
    """By edition: meetings to come at the same hour with the same trainer, or at the same place.

    Some queries, however many editions there are. What is called off collides with nothing.
    """
    now = clock.now()
    going_on = [one for one in editions if one.status != EditionStatus.CANCELLED]
    found: dict[int, list[Clash]] = {edition.pk: [] for edition in editions}
    others = list(
        overlapping(going_on).filter(ends_at__gt=now).prefetch_related("edition__trainers")
    )
    if not others:
        return found
    own = Edition.objects.filter(pk__in=[one.pk for one in going_on]).prefetch_related(
        "sessions", "trainers"
    )
    for edition in own:
        for other in others:
            if other.edition_id == edition.pk or edition.is_half_with(other.edition):
                continue
            if not any(one.overlaps(other) for one in edition.sessions.all()):
                continue
            clash = _clash(edition, other)
            if clash.trainers or clash.same_place:
                found[edition.pk].append(clash)
    return found


def clashes_of(edition: Edition, sessions: Sequence[Session]) -> list[list[Clash]]:
    """For each of these sessions, which the edition might have: with what it would collide.

    Some queries, however many there are. They are not stored, and may be of many editions to come.
    """
    if not sessions:
        return []
    others = list(
        Session.objects.filter(
            starts_at__lt=max(one.ends_at for one in sessions),
            ends_at__gt=min(one.starts_at for one in sessions),
        )
        .exclude(edition__status=EditionStatus.CANCELLED)
        .select_related("edition__training")
        .prefetch_related("edition__trainers")
        .order_by("starts_at", "pk")
    )
    found = []
    for own in sessions:
        clashes_here = [
            Clash(other, _trainers_of_both(edition, other.edition), _meet(own.where, other.where))
            for other in others
            if own.overlaps(other)
        ]
        found.append([one for one in clashes_here if one.trainers or one.same_place])
    return found


def _trainers_of_both(edition: Edition, other: Edition) -> tuple[str, ...]:
    there = {trainer.pk for trainer in other.trainers.all()}
    return tuple(trainer.name for trainer in edition.trainers.all() if trainer.pk in there)


def _clash(edition: Edition, other: Session) -> Clash:
    both = _trainers_of_both(edition, other.edition)
    return Clash(other, both, _is_same_place(edition, other))


def _is_same_place(one: Edition, other: Session) -> bool:
    """Whether a session of the edition is at the place of the other, at its hour."""
    return any(_meet(own.where, other.where) for own in one.sessions.all() if own.overlaps(other))


def _meet(one: Where, other: Where) -> bool:
    """The same location, or the same venue however it is typed, and not in two rooms."""
    if one.is_online or other.is_online:
        return False
    if one.room and other.room and plainly(one.room) != plainly(other.room):
        return False
    if one.location_id is not None and one.location_id == other.location_id:
        return True
    return (
        bool(plainly(one.venue))
        and plainly(one.venue) == plainly(other.venue)
        and same_address(one.address, other.address)
    )
