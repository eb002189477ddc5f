"""Other dates: for who cannot come to one, and for who was called off."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from courses.catalogue.models import closed
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.editions.queries.public import open_for_enrolment

MOST_OTHER_DATES = 3
"""How many other editions are named to who cannot be in this one."""


def other_dates(edition: Edition) -> list[Edition]:
    """Other editions of the same training with a free seat that one can enrol in, the first to
    begin first."""
    free = dates_with_seats(edition.training_id).exclude(pk=edition.pk)
    return list(free.prefetch_related("sessions")[:MOST_OTHER_DATES])


def dates_with_seats(training_id: int) -> QuerySet[Edition]:
    """The editions of a training with a free seat that one can enrol in, the first to begin
    first."""
    return dates_to_enrol_for(training_id).filter(seats_taken__lt=F("capacity"))


def dates_to_enrol_for(training_id: int) -> QuerySet[Edition]:
    """The editions of a training that one can enrol in, or wait for where they are full; the first
    to begin first."""
    return open_for_enrolment().filter(training=training_id).order_by("starts_at", "pk")


def spoken_with_seats(training_id: int) -> set[str]:
    """The languages of those; nothing where there is no date with a free seat."""
    return set(dates_with_seats(training_id).values_list("language", flat=True))


def alternatives(edition: Edition) -> list[Edition]:
    """What is named to who cannot be in an edition: what was chosen when it was called off, and
    one can still enrol in; else other dates."""
    return chosen_alternatives(edition) or other_dates(edition)


def alternatives_to_tell(edition: Edition) -> list[Edition]:
    """The same in a notice: of what was called off exactly what was chosen, and nothing where staff
    chose nothing."""
    if edition.status == EditionStatus.CANCELLED:
        return chosen_alternatives(edition)
    return other_dates(edition)


def chosen_alternatives(edition: Edition) -> list[Edition]:
    """What was chosen when an edition was called off, as far as one can still enrol in it."""
    if edition.status != EditionStatus.CANCELLED:
        return []
    chosen = (
        open_for_enrolment()
        .filter(_may_be_named_in(edition), pk__in=edition.alternatives.values("pk"))
        .select_related("training")
        .prefetch_related("sessions")
        .order_by("starts_at", "pk")
    )
    return list(chosen)


def possible_alternatives(edition: Edition) -> QuerySet[Edition]:
    """What one can offer to who is in an edition: others of its training, and of its theme."""
    theme = edition.training.theme_id
    alike = Q(training=edition.training_id)
    if theme is not None:
        alike |= Q(training__theme=theme)
    return (
        open_for_enrolment()
        .filter(alike, _may_be_named_in(edition))
        .exclude(pk=edition.pk)
        .select_related("training")
        .order_by("starts_at", "pk")
    )


def _may_be_named_in(edition: Edition) -> Q:
    """What the page of an edition may name: another training that staff closed, it may not."""
    return Q(training=edition.training_id) | ~Q(closed("training__path"))


def drafts_of(edition: Edition) -> QuerySet[Edition]:
    """Other dates of the same training that are still to be published."""
    return (
        Edition.objects.filter(
            training=edition.training_id, status=EditionStatus.DRAFT, starts_at__gt=clock.now()
        )
        .exclude(pk=edition.pk)
        .select_related("training")
        .order_by("starts_at", "pk")
    )
