"""Answering: what fits, and putting it in the box."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import BigIntegerField
from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal
from courses.common.statements import Statement, Update
from courses.common.words import count_words
from courses.evaluation.box import Answer, Record, text_fits
from courses.evaluation.enums import OTHER, Kind
from courses.evaluation.keys import KeysAway
from courses.evaluation.models import FormQuestion, Participation
from courses.evaluation.queries.closing import joined_late
from courses.evaluation.services.sealing import KeyLost, key_again, key_of, put_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.evaluation.models import EvaluationForm
    from courses.people.models import User
    from courses.plugin_api.contributions.base import Text

logger = logging.getLogger("courses.evaluation")

CHARACTERS_FOR_THREE_WORDS = 80
"""How many characters a text may have for three words that it may have: a "word" can be a book."""

# One query locks both rows: the form, so that it cannot close halfway, and the invitation.
_INVITATION: Statement[Any] = Statement(
    lambda form, person: (
        Participation.objects.select_for_update(of=("self", "form"))
        .select_related("form")
        .annotate(late=joined_late())
        .filter(form=form, person=person)
    ),
    form=BigIntegerField(),
    person=BigIntegerField(),
)
_QUESTIONS: Statement[FormQuestion] = Statement(
    lambda form: FormQuestion.objects.filter(form=form), form=BigIntegerField()
)
_ANSWERED = Update(
    lambda invitation: Participation.objects.filter(pk=invitation),
    sets=["answered"],
    invitation=BigIntegerField(),
)


def submit(
    *, form: EvaluationForm, person: User, answers: Mapping[str, Answer], on_paper: bool = False
) -> None:
    """Put a person's answers, by question key, in the box. What is left empty counts nowhere.

    Who wrote `on_paper` saw no count of words, so there a text may be as long as there is room.

    Raises:
        Refusal: the person is not invited or has answered already, the form is closed, the answers
            cannot be sealed now, or an answer does not fit its question (`field` is then the key).
    """
    try:
        key = key_of(form)
        with transaction.atomic():
            _submit(form, person, answers, key, on_paper=on_paper)
    except (KeysAway, KeyLost) as error:
        logger.error("evaluation: an answer was refused, the key is away: %s", error)
        raise Refusal(
            _(
                "We kunnen je antwoorden nu niet veilig bewaren. Wat je hebt ingevuld staat hier "
                "nog. Probeer het later nog eens."
            )
        ) from error


def _submit(
    form: EvaluationForm,
    person: User,
    answers: Mapping[str, Answer],
    key: bytes | None,
    *,
    on_paper: bool,
) -> None:
    participation = _INVITATION.first(form=form.pk, person=person.pk)
    if participation is None:
        raise Refusal(_("Dit formulier is voor wie aan de training meedeed."))
    if participation.answered:
        raise Refusal(_("Je hebt dit formulier al ingevuld. Dank je wel!"))
    if not participation.form.takes_answers:
        raise Refusal(_("Dit formulier is gesloten. Je kunt het niet meer invullen."))
    questions = _QUESTIONS.run(form=form.pk)
    refuse_unfit(questions, answers, on_paper=on_paper)
    key = key_again(participation.form, form, key)
    put_in(participation.form, key, questions, Record(answers, early=not participation.late))
    _ANSWERED.run(invitation=participation.pk, answered=True)


def refuse_unfit(
    questions: Sequence[FormQuestion], answers: Mapping[str, Answer], *, on_paper: bool = False
) -> None:
    """Refuse answers, by question key, that do not fit the questions of their form.

    Raises:
        Refusal: an answer does not fit its question (`field` is then the key), or a question is not
            in this form.
    """
    known = {question.key for question in questions}
    if not known.issuperset(answers):
        raise Refusal(_("Het formulier is veranderd. Laad de pagina opnieuw."))
    for question in questions:
        problem = _problem(question, answers.get(question.key, Answer()), on_paper=on_paper)
        if problem:
            raise Refusal(problem, field=question.key)


def _problem(  # noqa: PLR0911 - one sentence for each thing that can be wrong
    question: FormQuestion, answer: Answer, *, on_paper: bool
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
    return too_long(answer.text, question.word_limit, on_paper=on_paper)


def too_long(text: str, word_limit: int, *, on_paper: bool = False) -> Text | None:
    """A sentence that says by how much a text is too long; None when it is not. On paper nobody
    counts words, and who types it in shortens no one's words: it is too long when there is no room
    for it, at some three times as many words."""
    if on_paper:
        if text_fits(text, word_limit):
            return None
        return _("Voor zo’n lange tekst is geen plaats. Typ het belangrijkste over.")
    character_limit = word_limit * CHARACTERS_FOR_THREE_WORDS // 3
    words = count_words(text)
    if words > word_limit:
        return _("Je tekst heeft %(words)d woorden. Het mogen er %(limit)d zijn.") % {
            "words": words,
            "limit": word_limit,
        }
    if len(text) > character_limit:
        return _("Je tekst heeft %(characters)d tekens. Het mogen er %(limit)d zijn.") % {
            "characters": len(text),
            "limit": character_limit,
        }
    if not text_fits(text, word_limit):
        return _("Je tekst is te lang. Maak hem wat korter.")
    return None
