"""What is kept of a form when it closes, so that no figure is counted when it is looked at."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, F

from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.evaluation.enums import MARKS, FormStatus, Kind
from courses.evaluation.models import (
    BackgroundCount,
    CellSummary,
    ImportedEvaluation,
    TextAnswer,
)
from courses.evaluation.queries.disclosure.rule import Atom, may_be_shown

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.evaluation.models import EvaluationForm, FormQuestion


@transaction.atomic
def summarise(*, form: EvaluationForm) -> int:
    """Keep the sums of each question of a closed form that may be shown; returns of how many.

    Harmless when repeated: what stood there is made anew.
    """
    # By chance, so that no two are ever the same: not after what was undone, nor in a database that
    # was put back.
    form.summed_as = secrets.randbits(63)
    form.save(update_fields=["summed_as"])
    CellSummary.objects.filter(form=form).delete()
    if form.status != FormStatus.CLOSED:
        return 0
    # Of a mean that was reported without its marks there is nothing to add up.
    questions = list(form.questions.filter(reported_mean=None).prefetch_related("counts"))
    texts: dict[int, list[str]] = {}
    for question_id, text in TextAnswer.objects.filter(question__form=form).values_list(
        "question", "text"
    ):
        texts.setdefault(question_id, []).append(text)
    is_reported = ImportedEvaluation.objects.filter(form=form).exists()
    cells = [
        _cell(question, counts, is_reported=is_reported)
        for question in questions
        if may_be_shown(
            Atom(
                kind=Kind(question.kind),
                enough=question.enough,
                invited=form.invited_count or 0,
                answered=question.answered,
                counts=(counts := {one.value: one.count for one in question.counts.all()}),
                texts=texts.get(question.pk, ()),
            )
        )
    ]
    CellSummary.objects.bulk_create(cells)
    return len(cells)


def _cell(question: FormQuestion, counts: dict[str, int], *, is_reported: bool) -> CellSummary:
    cell = CellSummary(
        question=question,
        form_id=question.form_id,
        key=question.key,
        kind=question.kind,
        wording=question.wording,
        answered=question.answered,
        is_reported=is_reported,
    )
    if question.kind == Kind.SCORE:
        for mark in MARKS:
            setattr(cell, f"mark_{mark}", counts.get(str(mark), 0))
        cell.total = sum(mark * counts.get(str(mark), 0) for mark in MARKS)
    return cell


@transaction.atomic
def count_backgrounds(*, edition: Edition) -> None:
    """Keep as what people took part in an edition, as it is now."""
    people = Enrolment.objects.filter(edition=edition, status__in=TAKES_PART).order_by()
    numbers = Counter(dict(people.values_list("person__background").annotate(number=Count("pk"))))
    BackgroundCount.objects.filter(edition=edition).delete()
    BackgroundCount.objects.bulk_create(
        BackgroundCount(edition=edition, background=background, number=number)
        for background, number in sorted(numbers.items())
    )


@transaction.atomic
def forget_background(*, person_id: int) -> None:
    """Count somebody who is about to be erased no more by background.

    As a participant that person still counts (`ErasedParticipants`), of no known background.
    """
    taking_part = Enrolment.objects.filter(person=person_id, status__in=TAKES_PART)
    for edition_id, background in taking_part.values_list("edition", "person__background"):
        BackgroundCount.objects.filter(
            edition=edition_id, background=background, number__gt=0
        ).update(number=F("number") - 1)
