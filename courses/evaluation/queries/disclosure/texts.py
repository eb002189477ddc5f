"""What people wrote, where it may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.evaluation.models import CellSummary, TextAnswer

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.evaluation.models import EvaluationForm


def texts_shown(forms: QuerySet[EvaluationForm], *, key: str, kind: str) -> QuerySet[TextAnswer]:
    """What people wrote under a question of these forms, as far as it may be shown.

    In the order of their random ids, so that no form's texts stand together.
    """
    cells = CellSummary.objects.filter(form__in=forms.order_by().values("pk"), key=key, kind=kind)
    return TextAnswer.objects.filter(question__in=cells.values("pk")).order_by("pk")
