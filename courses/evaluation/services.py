"""Everything that changes an evaluation.

No service here takes an actor or writes to the audit log: a log with a person and a time beside an
answer would undo its anonymity. Nothing that people answer is logged either.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.words import count_words
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.queries import participants
from courses.evaluation import queries
from courses.evaluation.enums import OTHER, FormStatus, Kind
from courses.evaluation.models import (
    AnswerCount,
    EvaluationForm,
    FormQuestion,
    Participation,
    TextAnswer,
)
from courses.plugin_api.contributions import (
    EvaluationQuestions,
    Question,
    QuestionKind,
    QuestionsContext,
)
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import asking

WORD_LIMIT = 75
"""How many words a text may have."""

SIGN_LIMIT = 2000
"""How many signs a text may have, since one "word" can be a book."""

_random = SystemRandom()


@dataclass(frozen=True)
class Answer:
    """What someone answers to one question: marks or options chosen, and text.

    A mark is a value from "1" to "10". `OTHER` among the values is "Anders, namelijk …", with what
    is meant in `text`.
    """

    values: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.text.strip()


# --- Opening --------------------------------------------------------------------------------


@transaction.atomic
def open_form(*, edition: Edition) -> EvaluationForm:
    """The form of an edition, open for `queries.OPEN_FOR`, with everyone in the group invited.

    Harmless when repeated: people who joined the group since then are invited too, as long as the
    form is open.

    Raises:
        Refusal: the last session is not over, the edition is called off, or nobody takes part.
    """
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    form = EvaluationForm.objects.filter(edition=locked).first()
    if form is None:
        form = _make_form(locked)
    if _takes_answers(form):
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
    form = EvaluationForm.objects.create(
        edition=edition, opened_at=now, closes_at=now + queries.OPEN_FOR
    )
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
            key=prefix + one.key,
            kind=QuestionKind(one.kind),
            text=str(one.text),
            options=tuple(str(option) for option in one.options),
            other=one.other,
            required=one.required,
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
    people = [
        person
        for person in participants(form.edition).values_list("person", flat=True)
        if person not in invited
    ]
    Participation.objects.bulk_create(
        Participation(form=form, person_id=person) for person in people
    )


# --- Answering ------------------------------------------------------------------------------


def _takes_answers(form: EvaluationForm) -> bool:
    return form.status == FormStatus.OPEN and clock.now() < form.closes_at


@transaction.atomic
def submit(*, form: EvaluationForm, person: Any, answers: Mapping[str, Answer]) -> None:
    """Count a person's answers in, by question key. What is left empty counts nowhere.

    Raises:
        Refusal: the person is not invited or has answered already, the form is closed, or an
            answer does not fit its question (`field` is then the key).
    """
    # One query locks both rows: the form, so that it cannot close halfway, and the invitation.
    participation = (
        Participation.objects.select_for_update(of=("self", "form"))
        .select_related("form")
        .filter(form=form.pk, person=person.pk)
        .first()
    )
    if participation is None:
        raise Refusal(_("Dit formulier is voor wie aan de training meedeed."))
    if participation.answered:
        raise Refusal(_("Je hebt dit formulier al ingevuld. Dank je wel!"))
    if not _takes_answers(participation.form):
        raise Refusal(_("Dit formulier is gesloten. Je kunt het niet meer invullen."))
    questions = list(FormQuestion.objects.filter(form=form.pk))
    _refuse_unfit(questions, answers)
    given = [
        (question, answers[question.key])
        for question in questions
        if question.key in answers and not answers[question.key].is_empty
    ]
    _count(given)
    _keep_texts(given)
    _forget_order(participation.form)
    Participation.objects.filter(pk=participation.pk).update(answered=True)


def _refuse_unfit(questions: Sequence[FormQuestion], answers: Mapping[str, Answer]) -> None:
    known = {question.key for question in questions}
    if not known.issuperset(answers):
        raise Refusal(_("Het formulier is veranderd. Laad de pagina opnieuw."))
    for question in questions:
        problem = _problem(question, answers.get(question.key, Answer()))
        if problem:
            raise Refusal(problem, field=question.key)


def _problem(question: FormQuestion, answer: Answer) -> Any:
    """What is wrong with an answer, in a sentence; None when it fits."""
    if answer.is_empty:
        return _("Deze vraag is verplicht.") if question.required else None
    if not set(question.values).issuperset(answer.values):
        if question.kind == Kind.SCORE:
            return _("Geef een heel cijfer van 1 tot en met 10.")
        return _("Kies een van de antwoorden.")
    most = len(question.values) if question.kind == Kind.MULTIPLE else 1
    if len(answer.values) != len(set(answer.values)) or len(answer.values) > most:
        return _("Kies één antwoord.")
    if answer.text and not (question.other or question.kind == Kind.OPEN):
        return _("Bij deze vraag hoort geen tekst.")
    if answer.text and question.kind != Kind.OPEN and OTHER not in answer.values:
        return _("Kies ook “Anders, namelijk …” als je zelf iets schrijft.")
    return too_long(answer.text)


def too_long(text: str) -> Any:
    """A sentence that says by how much a text is too long; None when it is not."""
    words = count_words(text)
    if words > WORD_LIMIT:
        return _("Je tekst heeft %(words)d woorden. Het mogen er %(limit)d zijn.") % {
            "words": words,
            "limit": WORD_LIMIT,
        }
    if len(text) > SIGN_LIMIT:
        return _("Je tekst heeft %(signs)d tekens. Het mogen er %(limit)d zijn.") % {
            "signs": len(text),
            "limit": SIGN_LIMIT,
        }
    return None


def _count(given: Sequence[tuple[FormQuestion, Answer]]) -> None:
    """Raise every counter that is meant, in one query."""
    chosen = [
        Q(question=question.pk, value=value)
        for question, answer in given
        for value in answer.values
    ]
    if chosen:
        AnswerCount.objects.filter(reduce(or_, chosen)).update(count=F("count") + 1)


def _keep_texts(given: Sequence[tuple[FormQuestion, Answer]]) -> None:
    TextAnswer.objects.bulk_create(
        TextAnswer(question=question, text=answer.text.strip())
        for question, answer in given
        if answer.text.strip()
    )


# --- Closing --------------------------------------------------------------------------------


@transaction.atomic
def close_form(*, form: EvaluationForm) -> EvaluationForm:
    """Close a form whose time is over, and wipe out once more in which order answers came in.

    Harmless when repeated.

    Raises:
        Refusal: the form is still open.
    """
    locked = EvaluationForm.objects.select_for_update().get(pk=form.pk)
    if locked.status == FormStatus.CLOSED:
        return locked
    if _takes_answers(locked):
        raise Refusal(_("Dit formulier is nog open. Het sluit vanzelf."))
    _forget_order(locked)
    locked.status = FormStatus.CLOSED
    locked.save(update_fields=["status"])
    return locked


def _forget_order(form: EvaluationForm) -> None:
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


# --- As time passes -------------------------------------------------------------------------


def open_due_forms() -> int:
    """Open a form for every edition that has just ended; returns how many."""
    opened = 0
    for edition in queries.editions_to_open():
        with suppress(Refusal):
            open_form(edition=edition)
            opened += 1
    return opened


def close_due_forms() -> int:
    """Close every form whose time is over; returns how many."""
    due = list(queries.forms_to_close())
    for form in due:
        close_form(form=form)
    return len(due)
