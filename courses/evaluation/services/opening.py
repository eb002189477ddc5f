"""Opening a form: its questions, its counters, and who is invited."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.text import plain_text
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.queries import participants
from courses.evaluation import notice_kinds
from courses.evaluation.enums import Kind
from courses.evaluation.models import AnswerCount, EvaluationForm, FormQuestion, Participation
from courses.evaluation.queries.opening import OPEN_FOR, editions_to_open
from courses.notices.services import Announcement, in_the_daytime, notify_all
from courses.plugin_api.contributions.evaluation import (
    EvaluationQuestions,
    Question,
    QuestionKind,
    QuestionsContext,
)
from courses.plugin_host import asking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.plugin_api.plugin import CoursePlugin


@transaction.atomic
def open_form(*, edition: Edition) -> EvaluationForm:
    """The form of an edition, open for `OPEN_FOR`, with everyone in the group invited.

    Harmless when repeated: people who joined the group since then are invited too, as long as the
    form is open.

    Raises:
        Refusal: the last session is not over, the edition is called off, or nobody takes part.
    """
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    form = EvaluationForm.objects.filter(edition=locked).first()
    if form is None:
        form = _make_form(locked)
    if form.takes_answers:
        _invite(form)
    return form


def _make_form(edition: Edition) -> EvaluationForm:
    if edition.status == EditionStatus.CANCELLED:
        raise Refusal(_("Deze uitvoering is geannuleerd. Er valt niets te evalueren."))
    if not edition.is_past:
        raise Refusal(_("De laatste bijeenkomst is nog niet geweest. Evalueren kan daarna."))
    if not participants(edition).exists():
        raise Refusal(_("Deze uitvoering heeft geen deelnemers."))
    now = clock.now()
    form = EvaluationForm.objects.create(edition=edition, opened_at=now, closes_at=now + OPEN_FOR)
    questions = FormQuestion.objects.bulk_create(
        FormQuestion(
            form=form,
            position=position,
            key=question.key,
            kind=question.kind.value,
            text=question.text,
            options=list(question.options),
            other=question.other,
            required=question.required,
        )
        for position, question in enumerate(_questions_for(edition.training_id))
    )
    AnswerCount.objects.bulk_create(
        AnswerCount(question=question, value=value)
        for question in questions
        for value in question.values
    )
    return form


def _questions_for(training_id: int) -> list[Question]:
    """The core's questions, then those of the plugins that are active for the training."""
    found: list[Question] = []
    with override("nl"):
        for asker in asking.here(EvaluationQuestions, training_id):
            ctx = QuestionsContext(training_id, asker.settings)
            found += asker.ask(partial(_asked, asker.plugin, ctx), default=())
    return found


def _asked(
    plugin: CoursePlugin, ctx: QuestionsContext, asker: EvaluationQuestions
) -> Sequence[Question]:
    """The questions of one contribution, checked, with keys that no other plugin can have.

    Raises:
        ValueError: a question that cannot be stored or answered.
    """
    prefix = "" if plugin.core else f"{plugin.slug}."
    questions = [
        Question(
            key=prefix + plain_text(one.key),
            kind=QuestionKind(one.kind),
            text=plain_text(one.text),
            options=tuple(plain_text(option) for option in one.options),
            other=bool(one.other),
            required=bool(one.required),
        )
        for one in asker.questions(ctx)
    ]
    keys = [question.key for question in questions]
    if len(set(keys)) != len(keys):
        raise ValueError(f"two questions with the same key among {keys}")
    for question in questions:
        _check_question(question)
    return questions


def _check_question(question: Question) -> None:
    limits = {
        "key": (question.key, 80),
        "text": (question.text, 300),
        **{f"option {number}": (one, 200) for number, one in enumerate(question.options, 1)},
    }
    for what, (text, limit) in limits.items():
        if not text.strip() or len(text) > limit:
            raise ValueError(f"{question.key}: {what} must have 1 to {limit} signs")
    chooses = question.kind.value in (Kind.CHOICE, Kind.MULTIPLE)
    if chooses != bool(question.options):
        raise ValueError(f"{question.key}: options belong to a choice, and only there")
    if len(set(question.options)) != len(question.options):
        raise ValueError(f"{question.key}: an option stands there twice")
    if question.other and not chooses:
        raise ValueError(f"{question.key}: `other` belongs to a choice")


def _invite(form: EvaluationForm) -> None:
    """Invite who takes part and is not invited yet."""
    invited = set(form.participations.values_list("person", flat=True))
    people = [one.person for one in participants(form.edition) if one.person_id not in invited]
    Participation.objects.bulk_create(Participation(form=form, person=person) for person in people)
    notify_all(
        (
            Announcement(
                person=person, kind=notice_kinds.INVITATION, key=str(form.pk), edition=form.edition
            )
            for person in people
        ),
        wait_until=in_the_daytime(clock.now()),
    )


def open_due_forms() -> int:
    """Open a form for every edition that has just ended; returns how many."""
    opened = 0
    for edition in editions_to_open():
        with suppress(Refusal):
            open_form(edition=edition)
            opened += 1
    return opened
