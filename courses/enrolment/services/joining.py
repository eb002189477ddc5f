"""Since when somebody is in a group."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from courses.common import audit, clock
from courses.enrolment.invariants import MOVED
from courses.enrolment.models import Enrolment

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import ModelLogEntry

    from courses.editions.models import Edition


def joins_at(edition: Edition, *, was_in_since: datetime, left_at: datetime) -> datetime:
    """Since when somebody who comes back is in a group: as before if nothing was held meanwhile.

    So what is undone leaves no gap: of sessions before it, it is still to be said who was there.
    """
    now = clock.now()
    ends = edition.sessions.values_list("ends_at", flat=True)
    has_begun = any(end <= left_at for end in ends)
    was_away = any(left_at < end <= now for end in ends)
    return was_in_since if has_begun and not was_away else now


def is_moved_at(enrolment: Enrolment, edition: Edition) -> datetime:
    """The same of who is moved to an edition, perhaps back to where they were."""
    left = _moves(enrolment).first()
    if left is None or left.data.get("edition_before") != edition.pk:
        return clock.now()
    since = left.data.get("enrolled_at")
    if since is None:
        return clock.now()
    return joins_at(edition, was_in_since=datetime.fromisoformat(since), left_at=left.timestamp)


def move_away(enrolment: Enrolment, edition: Edition) -> ModelLogEntry | None:
    """The last time that this enrolment left an edition for another, and who did that; None for one
    that never was there."""
    return _moves(enrolment).filter(data__edition_before=edition.pk).first()


def _moves(enrolment: Enrolment) -> QuerySet[ModelLogEntry]:
    found = audit.entries(Enrolment, [enrolment.pk]).filter(action=MOVED)
    return found.order_by("-timestamp", "-pk")
