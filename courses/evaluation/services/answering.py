"""Answering: what fits, counting it in, and keeping what people wrote."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal
from courses.common.words import count_words
from courses.evaluation.enums import OTHER, Kind
from courses.evaluation.models import (
    AnswerCount,
    EvaluationForm,
    FormQuestion,
    Participation,
    TextAnswer,
)
from courses.evaluation.services.order import forget_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.people.models import User
    from courses.plugin_api.contributions.base import Text

SIGNS_FOR_THREE_WORDS = 80
"""How many signs a text may have for three words that it may have: one "word" can be a book."""


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


@transaction.atomic
def submit(*, form: EvaluationForm, person: User, answers: Mapping[str, Answer]) -> None:
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
    if not participation.form.takes_answers:
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
    forget_order(participation.form)
    Participation.objects.filter(pk=participation.pk).update(answered=True)


def _refuse_unfit(questions: Sequence[FormQuestion], answers: Mapping[str, Answer]) -> None:
    known = {question.key for question in questions}
    if not known.issuperset(answers):
        raise Refusal(_("Het formulier is veranderd. Laad de pagina opnieuw."))
    for question in questions:
        problem = _problem(question, answers.get(question.key, Answer()))
        if problem:
            raise Refusal(problem, field=question.key)


def _problem(  # noqa: PLR0911 - one sentence for each thing that can be wrong
    question: FormQuestion, answer: Answer
) -> Text | None:
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
    return too_long(answer.text, question.word_limit)


def too_long(text: str, word_limit: int) -> Text | None:
    """A sentence that says by how much a text is too long; None when it is not."""
    sign_limit = word_limit * SIGNS_FOR_THREE_WORDS // 3
    words = count_words(text)
    if words > word_limit:
        return _("Je tekst heeft %(words)d woorden. Het mogen er %(limit)d zijn.") % {
            "words": words,
            "limit": word_limit,
        }
    if len(text) > sign_limit:
        return _("Je tekst heeft %(signs)d tekens. Het mogen er %(limit)d zijn.") % {
            "signs": len(text),
            "limit": sign_limit,
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
