"""Which forms are to be closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common import clock
from courses.evaluation.enums import FormStatus
from courses.evaluation.models import EvaluationForm

if TYPE_CHECKING:
    from django.db.models import QuerySet


def forms_to_close() -> QuerySet[EvaluationForm]:
    """Forms whose time is over."""
    return EvaluationForm.objects.filter(
        status=FormStatus.OPEN, closes_at__lte=clock.now()
    ).order_by("closes_at", "pk")
