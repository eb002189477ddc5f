"""Hybrid editions: one at a venue and online at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session

if TYPE_CHECKING:
    from django.db.models import QuerySet


def other_half(edition: Edition) -> Edition | None:
    """The online half of an edition at a venue, or the other way round; None when it has none."""
    return (
        Edition.objects.filter(Edition.one_of_halves(edition.pk))
        .exclude(pk=edition.pk)
        .select_related("training")
        .prefetch_related("sessions")
        .first()
    )


def counted_once(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """The editions to count how many there were: a hybrid one is one edition, held at a venue and
    online at once. Its people are counted in the half where they were. Of one of which a half was
    called off, the other counts."""
    return editions.exclude(half_of__status=EditionStatus.OPEN)


def sessions_counted_once(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The same of meetings: both halves of a hybrid edition have the same ones."""
    return sessions.exclude(edition__half_of__status=EditionStatus.OPEN)
