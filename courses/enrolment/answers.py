"""What people answer to the questions of a training when they enrol, and how long that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import BigIntegerField, Q

from courses.catalogue.queries import trainings_and_copies
from courses.common import audit, clock, retention
from courses.common.edit_conflicts import fact, facts_of
from courses.common.retention import Period
from courses.common.statements import Statement
from courses.enrolment.enums import ACTIVE, TAKES_PART
from courses.enrolment.models import Enrolment, EnrolmentAnswer, EnrolmentQuestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from wagtail.models import Page

    from courses.common.edit_conflicts import Fact, FormSnapshot
    from courses.editions.models import Edition
    from courses.people.models import User

KEPT = Period("enrolment_answers", default=28, least=1, most=91)
"""How long after the edition answers are kept."""


_ASKED = Statement(
    lambda training: EnrolmentQuestion.objects.filter(training=training, is_asked=True),
    training=BigIntegerField(),
)


def questions_of(training_id: int) -> list[EnrolmentQuestion]:
    """What the training asks now, in order."""
    return _ASKED.run(training=training_id)


def answers_in(edition: Edition, *, on_sheet: bool = False) -> dict[int, list[EnrolmentAnswer]]:
    """What the participants of an edition answered, by enrolment; one query.

    Only for who gives this edition, and for coordinators. `on_sheet`: what may be printed.
    """
    answers = EnrolmentAnswer.objects.filter(
        enrolment__edition=edition, enrolment__status__in=ACTIVE | TAKES_PART
    ).select_related("question")
    if on_sheet:
        answers = answers.filter(question__on_sheet=True)
    found: dict[int, list[EnrolmentAnswer]] = {}
    for answer in answers.order_by("question__order", "question__pk"):
        found.setdefault(answer.enrolment_id, []).append(answer)
    return found


QUESTION_FIELDS = ("text", "reason", "is_required", "on_sheet", "is_asked", "order")
"""What staff fill in of a question."""


def question_facts(question: EnrolmentQuestion) -> dict[str, Fact]:
    """What the page of a question shows."""
    return facts_of(question, QUESTION_FIELDS)


@transaction.atomic
def save_question(
    *, question: EnrolmentQuestion, actor: User | None, snapshot: FormSnapshot | None = None
) -> EnrolmentQuestion:
    """Keep what was filled in of a question; `snapshot` is what the page showed.

    Raises:
        Conflict: somebody else changed it since.
    """
    if question.pk is not None and snapshot is not None:
        stored = EnrolmentQuestion.objects.select_for_update().get(pk=question.pk)
        snapshot.refuse_if_stale(stored=question_facts(stored), wanted=question_facts(question))
    question.save()
    audit.record(question, "enrolment.question", actor=actor)
    return question


@transaction.atomic
def copy_questions(*, source: Page, copy: Page, actor: User | None) -> int:
    """Let copies of trainings ask what their originals ask now; how many questions.

    `source` and `copy`: see `catalogue.queries.trainings_and_copies`.
    """
    copied = 0
    for old, new in trainings_and_copies(source, copy):
        if new.enrolment_questions.exists():
            continue
        for question in questions_of(old.pk):
            fields = {name: getattr(question, name) for name in QUESTION_FIELDS}
            save_question(question=EnrolmentQuestion(training=new, **fields), actor=actor)
            copied += 1
    return copied


@transaction.atomic
def keep_answers(*, enrolment: Enrolment, answers: Mapping[int, str]) -> None:
    """Keep what somebody answered, by question; what is left empty is taken away."""
    questions = {one.pk: one for one in questions_of(enrolment.edition.training_id)}
    for pk, text in answers.items():
        if pk not in questions:
            continue
        given = EnrolmentAnswer.objects.filter(enrolment=enrolment, question=pk)
        if not text.strip():
            given.delete()
        else:
            EnrolmentAnswer.objects.update_or_create(
                enrolment=enrolment, question=questions[pk], defaults={"text": text.strip()}
            )


def answer_facts(enrolment: Enrolment) -> dict[str, Fact]:
    """What the page for staff shows of somebody's answers: by the names of its fields."""
    rows = EnrolmentAnswer.objects.filter(enrolment=enrolment).values_list("question", "text")
    given = dict(rows)
    return {
        f"question_{one.pk}": fact(one.text, given.get(one.pk, ""))
        for one in questions_of(enrolment.edition.training_id)
    }


@transaction.atomic
def change_answers(
    *, enrolment: Enrolment, answers: Mapping[int, str], actor: User | None, snapshot: FormSnapshot
) -> None:
    """Keep what staff write down for somebody. That they did is logged; what it was, is not.

    `snapshot` is what the page showed.

    Raises:
        Conflict: somebody else has changed since what this would change back.
    """
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("edition")
    stored = answer_facts(locked.get(pk=enrolment.pk))
    wanted = {
        name: fact(one.label, answers.get(int(name.removeprefix("question_")), "").strip())
        for name, one in stored.items()
    }
    snapshot.refuse_if_stale(stored=stored, wanted=wanted)
    keep_answers(enrolment=enrolment, answers=answers)
    audit.record(enrolment, "enrolment.answers", actor=actor)


def carry_answers(before: Enrolment, after: Enrolment) -> None:
    """Let what somebody answered belong to another enrolment in the same training; what was
    answered there stays."""
    answered = EnrolmentAnswer.objects.filter(enrolment=after).values_list("question", flat=True)
    old = EnrolmentAnswer.objects.filter(enrolment=before).exclude(question__in=list(answered))
    old.update(enrolment=after)


def unanswered(enrolment: Enrolment) -> list[EnrolmentQuestion]:
    """What the training asks that somebody has not answered yet."""
    answered = EnrolmentAnswer.objects.filter(enrolment=enrolment).values_list("question", "text")
    known = {question for question, text in answered if text}
    return [one for one in questions_of(enrolment.edition.training_id) if one.pk not in known]


def answers_to_forget() -> QuerySet[EnrolmentAnswer]:
    """Answers of long enough after the edition, and of who does not take part (any more)."""
    over = Q(enrolment__edition__ends_at__lt=clock.now() - KEPT.length)
    gone = ~Q(enrolment__status__in=ACTIVE | TAKES_PART)
    return EnrolmentAnswer.objects.filter(over | gone)


@transaction.atomic
def forget_answers() -> int:
    """Erase `answers_to_forget`; how many."""
    return retention.delete(answers_to_forget())
