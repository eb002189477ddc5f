"""In which order answers stand in the database: one that says nothing."""

from __future__ import annotations

import uuid
from random import SystemRandom

from courses.evaluation.models import AnswerCount, EvaluationForm, TextAnswer

_random = SystemRandom()


def forget_order(form: EvaluationForm) -> None:
    """Write all answers of the form anew, in an order that says nothing.

    A database keeps rows in the order in which they were written, and PostgreSQL keeps with each
    row which transaction wrote it. Beside who answered, that would tell whose an answer is.
    """
    texts = [
        TextAnswer(id=uuid.uuid4(), question_id=question, text=text)
        for question, text in TextAnswer.objects.filter(question__form=form).values_list(
            "question", "text"
        )
    ]
    _random.shuffle(texts)
    TextAnswer.objects.filter(question__form=form).delete()
    TextAnswer.objects.bulk_create(texts)
    counts = [
        AnswerCount(question_id=question, value=value, count=count)
        for question, value, count in AnswerCount.objects.filter(question__form=form)
        .order_by("question", "value")
        .values_list("question", "value", "count")
    ]
    AnswerCount.objects.filter(question__form=form).delete()
    AnswerCount.objects.bulk_create(counts)
