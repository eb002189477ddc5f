"""Which forms are open, and which are to be opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.catalogue.enums import EventKind
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.evaluation.enums import FormStatus, Occasion
from courses.evaluation.models import EvaluationForm, FollowUp
from courses.evaluation.queries.templates import ASKED_UNLESS_SAID

if TYPE_CHECKING:
    from courses.common.statements import Moment

OPEN_FOR = timedelta(days=21)
"""How long a form takes answers; also how long after its end an edition still gets a form."""

WAITS = {
    Occasion.END: timedelta(0),
    Occasion.TEN_WEEKS: timedelta(weeks=10),
    Occasion.YEAR: timedelta(days=365),
}
"""How long after the last session people are asked."""


def open_forms() -> QuerySet[EvaluationForm]:
    """Forms that still take answers."""
    return EvaluationForm.objects.filter(
        status=FormStatus.OPEN, closes_at__gt=clock.now()
    ).select_related("edition__training")


def forms_ahead_of_time() -> QuerySet[EvaluationForm]:
    """Open forms of editions whose last session has yet to begin: they were moved after the hour at
    which it was to end."""
    return open_forms().filter(
        occasion=Occasion.END,
        edition__status=EditionStatus.OPEN,
        edition__in=Session.objects.filter(starts_at__gt=clock.now()).values("edition"),
    )


def editions_to_open(occasion: Occasion = Occasion.END) -> QuerySet[Edition]:
    """Editions that ended not long ago, or so long ago that people are asked once more, with
    participants and without a form for it."""
    then = clock.now() - WAITS[occasion]
    in_the_group = Enrolment.objects.filter(edition=OuterRef("pk"), status__in=TAKES_PART)
    editions: QuerySet[Edition] = Edition.objects.filter(
        Exists(in_the_group),
        ~Exists(_form_at(occasion)),
        status=EditionStatus.OPEN,
        ends_at__lte=then,
        ends_at__gt=then - OPEN_FOR,
    ).order_by("ends_at", "pk")
    return editions if occasion == Occasion.END else editions.filter(_asks_later(occasion))


def _form_at(occasion: Occasion) -> QuerySet[EvaluationForm]:
    """The form of the outer query's edition for this occasion."""
    return EvaluationForm.objects.filter(edition=OuterRef("pk"), occasion=occasion)


def _asks_later(occasion: Occasion) -> Q:
    """Whether the edition's training asks at an occasion later on; see `queries.templates`."""
    chosen = FollowUp.objects.filter(training=OuterRef("training"), occasion=occasion)
    asks = Q(Exists(chosen.filter(is_asked=True)))
    if occasion in ASKED_UNLESS_SAID:
        asks |= Q(~Exists(chosen), training__kind=EventKind.TRAINING)
    return asks


def without_answers(*, now: Moment | None = None) -> QuerySet[Edition]:
    """Editions of the past year of which no evaluation came back, the latest first.

    Nothing was ever asked, or nobody answered; not those that can still be answered or opened.
    """
    now = now or clock.now()
    in_the_group = Enrolment.objects.filter(edition=OuterRef("pk"), status__in=TAKES_PART)
    form = _form_at(Occasion.END)
    still_open = form.filter(status=FormStatus.OPEN, closes_at__gt=now)
    answered = form.filter(Q(participations__answered=True) | Q(imported__isnull=False))
    editions: QuerySet[Edition] = (
        Edition.objects.filter(
            Exists(in_the_group),
            ~Exists(still_open),
            ~Exists(answered),
            status=EditionStatus.OPEN,
            ends_at__lte=now - OPEN_FOR,
            ends_at__gt=now - timedelta(days=365),
        )
        .select_related("training")
        .order_by("-ends_at", "pk")
    )
    return editions
