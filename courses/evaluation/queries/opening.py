"""Which forms are open, and which are to be opened."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.evaluation.enums import FormStatus, Occasion
from courses.evaluation.models import EvaluationForm

OPEN_FOR = timedelta(days=21)
"""How long a form takes answers; also how long after its end an edition still gets a form."""


def open_forms() -> QuerySet[EvaluationForm]:
    """Forms that still take answers."""
    return EvaluationForm.objects.filter(
        status=FormStatus.OPEN, closes_at__gt=clock.now()
    ).select_related("edition__training")


def editions_to_open() -> QuerySet[Edition]:
    """Editions that ended not long ago, with participants and without a form."""
    now = clock.now()
    in_the_group = Enrolment.objects.filter(edition=OuterRef("pk"), status__in=TAKES_PART)
    editions: QuerySet[Edition] = Edition.objects.filter(
        Exists(in_the_group),
        ~Exists(_form_at_the_end()),
        status=EditionStatus.OPEN,
        ends_at__lte=now,
        ends_at__gt=now - OPEN_FOR,
    ).order_by("ends_at", "pk")
    return editions


def _form_at_the_end() -> QuerySet[EvaluationForm]:
    """The form of the outer query's edition that was opened after its last session."""
    return EvaluationForm.objects.filter(edition=OuterRef("pk"), occasion=Occasion.END)


def without_answers() -> QuerySet[Edition]:
    """Editions of the past year of which no evaluation came back, the latest first.

    Nothing was ever asked, or nobody answered; not those that can still be answered or opened.
    """
    now = clock.now()
    in_the_group = Enrolment.objects.filter(edition=OuterRef("pk"), status__in=TAKES_PART)
    form = _form_at_the_end()
    still_open = form.filter(status=FormStatus.OPEN, closes_at__gt=now)
    answered = form.filter(participations__answered=True)
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
