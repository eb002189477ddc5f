"""Questions about editions that more than one place asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.people.queries import is_coordinator, is_trainer


def editions_for_staff(user: Any) -> QuerySet[Edition]:
    """The editions that `user` works with: a trainer's own, a coordinator's all, else none."""
    editions = Edition.objects.select_related("training")
    if is_coordinator(user):
        return editions
    if is_trainer(user):
        return editions.filter(trainers=user.pk)
    return editions.none()


def public_editions() -> QuerySet[Edition]:
    """Editions that visitors may know of: published (or called off), of a published training."""
    return Edition.objects.filter(
        status__in=(EditionStatus.OPEN, EditionStatus.CANCELLED), training__live=True
    )


def coming_editions() -> QuerySet[Edition]:
    """Published editions whose last session is not over, the first to begin first."""
    return (
        public_editions()
        .filter(ends_at__gt=clock.now())
        .select_related("training")
        .prefetch_related("sessions")
        .order_by("starts_at", "pk")
    )


def open_for_enrolment() -> QuerySet[Edition]:
    """Published editions that one can still enrol in (or wait for)."""
    now = clock.now()
    return Edition.objects.filter(
        Q(enrol_until__isnull=True) | Q(enrol_until__gt=now),
        status=EditionStatus.OPEN,
        training__live=True,
        starts_at__gt=now,
    )


def with_free_seats(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Only those that still have a seat."""
    return editions.filter(seats_taken__lt=F("capacity"))


def with_next_edition(
    trainings: Sequence[TrainingPage],
) -> list[tuple[TrainingPage, Edition | None]]:
    """Each training with its first edition that is open for enrolment, in one query."""
    first: dict[int, Edition] = {}
    for edition in (
        open_for_enrolment()
        .filter(training__in=[training.pk for training in trainings])
        .order_by("starts_at", "pk")
    ):
        first.setdefault(edition.training_id, edition)
    return [(training, first.get(training.pk)) for training in trainings]
