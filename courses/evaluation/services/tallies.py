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

    from courses.evaluation.box import Answer, Record
    from courses.evaluation.models import EvaluationForm

_random = SystemRandom()


@dataclass
class Answers:
    """What was answered to one question, and by how many people: None when that cannot be known."""

    counts: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    answered: int | None = 0

    def add(self, answer: Answer) -> None:
        """Count in what one person answered."""
        self.counts.update(answer.values)
        self.texts += [answer.text] if answer.text else []
        self.answered = None if self.answered is None else self.answered + 1


@dataclass
class Tally(Answers):
    """What everybody answered to one question.

    `early` is how many of them, at least, were in the group when the form opened, and `of_early`
    what these answered: the others may be invented, and who made them up knows what they said.
    """

    early: int = 0
    of_early: Answers = field(default_factory=Answers)

    def take_all_as_early(self) -> None:
        """Where nobody can say who answered what: everything may be of who was there then."""
        self.of_early = Answers(Counter(self.counts), list(self.texts), self.answered)


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
    tally.take_all_as_early()


def add(tallies: dict[FormQuestion, Tally], records: Iterable[Record]) -> None:
    """Count in what was in the box."""
    for record in records:
        for question, tally in tallies.items():
            answer = record.answers.get(question.key)
            if answer is not None:
                tally.add(answer)
                if record.early:
                    tally.of_early.add(answer)
                    tally.early += 1


def keep(tallies: dict[FormQuestion, Tally], *, invited: int) -> None:
    """Write counters in the order of the form, and texts in an order that says nothing. `invited`
    is of how many of those who were in the group when the form opened.

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
        answered=tally.of_early.answered,
        counts=tally.of_early.counts,
        texts=tally.of_early.texts,
    )
