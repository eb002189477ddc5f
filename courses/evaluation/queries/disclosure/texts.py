"""What people wrote, where it may be shown: released by who reviewed it, under a question that
enough people answered.

The texts of other questions are shown to nobody, not even to who reviews.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Value
from django.db.models.functions import Concat

from courses.evaluation.enums import IN_REVIEW, TextStatus
from courses.evaluation.models import CellSummary, TextAnswer

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.evaluation.models import EvaluationForm


def texts_shown(forms: QuerySet[EvaluationForm], *, key: str, kind: str) -> QuerySet[TextAnswer]:
    """What people wrote under a question of these forms, as far as it may be shown.

    In the order of their random ids, so that no form's texts stand together.
    """
    return readable_texts(forms).filter(question__key=key, question__kind=kind)


def readable_texts(
    forms: QuerySet[EvaluationForm], *, are_many: bool = False
) -> QuerySet[TextAnswer]:
    """Everything that people wrote in these forms, as far as it may be shown; in that order.

    With `are_many` the first of them are found by walking through all texts in the order of their
    ids. Otherwise a database looks up those of each question and sorts them, which for the first
    page of a million takes seconds.
    """
    if not are_many:
        return _with_enough_answers(forms).filter(status=TextStatus.RELEASED)
    # Compared as the outcome of a sum: of that no database has an index.
    walked = TextAnswer.objects.alias(
        state=Concat("status", Value("")), question_key=F("question") + 0
    )
    return walked.filter(
        state=TextStatus.RELEASED, question_key__in=_cells(forms).values("pk")
    ).order_by("pk")


def texts_in_review(forms: QuerySet[EvaluationForm]) -> QuerySet[TextAnswer]:
    """What people wrote in these forms that will be shown once somebody has reviewed and released
    it. Only for who reviews, and to count."""
    return _with_enough_answers(forms).filter(status__in=IN_REVIEW)


def _with_enough_answers(forms: QuerySet[EvaluationForm]) -> QuerySet[TextAnswer]:
    return TextAnswer.objects.filter(question__in=_cells(forms).values("pk")).order_by("pk")


def _cells(forms: QuerySet[EvaluationForm]) -> QuerySet[CellSummary]:
    return CellSummary.objects.filter(form__in=forms.order_by().values("pk"))
