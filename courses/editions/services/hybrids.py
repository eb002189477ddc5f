"""Editions at a venue and online at once: two halves, each with seats and a queue of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit
from courses.common.errors import Refusal
from courses.editions import queries
from courses.editions.enums import EditionStatus, Language, Place
from courses.editions.house_rules import HouseRules
from courses.editions.services.locking import locked_edition
from courses.editions.services.planning import Meeting, plan_edition, publish_edition

if TYPE_CHECKING:
    from courses.editions.models import Edition, Location
    from courses.people.models import User


@transaction.atomic
def add_half(
    *,
    edition: Edition,
    capacity: int,
    actor: User | None,
    location: Location | None = None,
    online_link: str = "",
) -> Edition:
    """Let people be in an edition online too, or at a venue too; returns that half.

    It has the same training, sessions, trainers and rules, and seats of its own; it is on the site
    when the edition is.

    Raises:
        Refusal: the edition has another half, is called off or over; there is no location for the
            half at a venue.
    """
    locked = locked_edition(edition)
    if queries.other_half(locked) is not None:
        raise Refusal(_("Deze uitvoering is al op locatie en online."))
    if locked.status == EditionStatus.CANCELLED or locked.is_past:
        raise Refusal(_("Deze uitvoering is voorbij of gaat niet door."))
    if locked.is_online and location is None:
        raise Refusal(_("Kies waar de training is."), field="location")
    half = plan_edition(
        training=locked.training,
        meetings=[Meeting(one.starts_at, one.ends_at, one.title) for one in locked.sessions.all()],
        capacity=capacity,
        actor=actor,
        trainers=list(locked.trainers.all()),
        place=Place.VENUE if locked.is_online else Place.ONLINE,
        location=location if locked.is_online else None,
        online_link="" if locked.is_online else online_link,
        enrol_until=locked.enrol_until,
        language=Language(locked.language),
        rules=HouseRules.of(locked),
    )
    half.half_of = locked
    half.save(update_fields=["half_of"])
    audit.record(locked, "edition.half", actor=actor)
    if locked.status == EditionStatus.OPEN:
        return publish_edition(edition=half, actor=actor, although_begun=locked.has_begun)
    return half
