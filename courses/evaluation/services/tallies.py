"""What was answered to each question of a form that closes, and how it is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import SystemRandom
from typing import TYPE_CHECKING

from courses.evaluation.enums import ENOUGH, Kind
from courses.evaluation.models import AnswerCount, FormQuestion, TextAnswer
from courses.evaluation.queries.closing import late_answers
from courses.evaluation.queries.disclosure.rule import Atom, may_be_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from courses.evaluation.box import Record
    from courses.evaluation.models import EvaluationForm

_random = SystemRandom()


@dataclass
class Tally:
    """What was answered to one question.

    `answered` is how many people answered it, None when that cannot be known; `early` is how many
    of them, at least, were in the group when the form opened.
    """

    counts: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    answered: int | None = 0
    early: int = 0


def counted_before(
    form: EvaluationForm, questions: Sequence[FormQuestion]
) -> dict[FormQuestion, Tally]:
    """What stands in the tables of a form that opened when answers were counted at once."""
    tallies = {question.pk: Tally() for question in questions}
    counts = AnswerCount.objects.filter(question__form=form, count__gt=0)
    for pk, value, count in counts.values_list("question", "value", "count"):
        tallies[pk].counts[value] = count
    texts = TextAnswer.objects.filter(question__form=form)
    for pk, text in texts.values_list("question", "text"):
        tallies[pk].texts.append(text)
    found = {question: tallies[question.pk] for question in questions}
    if any(tally.counts or tally.texts for tally in found.values()):
        late = late_answers(form)
        for question, tally in found.items():
            _estimate(question, tally, late)
    return found


def _estimate(question: FormQuestion, tally: Tally, late: int) -> None:
    """How many people answered a question of which only the counters are known.

    Counters do not say who chose what: of several choices we know only that at least as many people
    answered as chose the one that was chosen most. Who joined late may all be among them.
    """
    if question.kind == Kind.MULTIPLE:
        least = max(tally.counts.values(), default=0)
        tally.answered = None if tally.counts else 0
    else:
        least = len(tally.texts) if question.kind == Kind.OPEN else tally.counts.total()
        tally.answered = least
    tally.early = max(0, least - late)


def add(tallies: dict[FormQuestion, Tally], records: Iterable[Record]) -> None:
    """Count in what was in the box."""
    for record in records:
        for question, tally in tallies.items():
            answer = record.answers.get(question.key)
            if answer is not None:
                tally.counts.update(answer.values)
                tally.texts += [answer.text] if answer.text else []
                tally.answered = None if tally.answered is None else tally.answered + 1
                tally.early += record.early


def keep(tallies: dict[FormQuestion, Tally], *, invited: int) -> None:
    """Write counters in the order of the form, and texts in an order that says nothing.

    Of what may not be shown nothing is written but how many people answered.
    """
    questions = list(tallies)
    for question, tally in tallies.items():
        question.answered = tally.answered
        question.enough = tally.early >= ENOUGH
    FormQuestion.objects.bulk_update(questions, ["answered", "enough"])
    shown = {
        question: tally
        for question, tally in tallies.items()
        if may_be_shown(_atom(question, tally, invited))
    }
    AnswerCount.objects.filter(question__in=questions).delete()
    AnswerCount.objects.bulk_create(
        AnswerCount(question=question, value=value, count=tally.counts[value])
        for question, tally in shown.items()
        for value in question.values
        if tally.counts[value]
    )
    TextAnswer.objects.filter(question__in=questions).delete()
    texts = [
        TextAnswer(question=question, text=text)
        for question, tally in shown.items()
        for text in tally.texts
    ]
    _random.shuffle(texts)
    TextAnswer.objects.bulk_create(texts)


def _atom(question: FormQuestion, tally: Tally, invited: int) -> Atom:
    return Atom(
        kind=Kind(question.kind),
        enough=question.enough,
        invited=invited,
        answered=tally.answered,
        counts=tally.counts,
        texts=tally.texts,
    )
