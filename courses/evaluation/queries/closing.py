"""Which forms are to be closed."""

from __future__ import annotations

from django.db.models import QuerySet

from courses.common import clock
from courses.evaluation.enums import FormStatus
from courses.evaluation.models import EvaluationForm


def forms_to_close() -> QuerySet[EvaluationForm]:
    """Forms whose time is over."""
    return EvaluationForm.objects.filter(
        status=FormStatus.OPEN, closes_at__lte=clock.now()
    ).order_by("closes_at", "pk")
