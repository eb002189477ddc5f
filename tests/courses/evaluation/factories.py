"""Makes evaluations the way they come about: an edition is held, its form opens, people answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.evaluation.box import Answer
from courses.evaluation.enums import ENOUGH, OTHER, FormStatus, Kind, TextStatus
from courses.evaluation.models import AnswerCount, EvaluationForm, FormQuestion, TextAnswer
from courses.evaluation.queries.opening import OPEN_FOR
from courses.evaluation.services import sealing, tallies
from courses.evaluation.services.answering import submit
from courses.evaluation.services.closing import close_form
from courses.evaluation.services.opening import open_form
from courses.evaluation.services.summaries import summarise
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.catalogue.models import TrainingPage
    from courses.evaluation.services.tallies import Tally
    from courses.people.models import User

FULL = {
    "overall": Answer(values=("8",)),
    "trainer": Answer(values=("9",)),
    "mix": Answer(values=("Precies goed",)),
    "improve": Answer(values=("Meer oefenen", OTHER), text="een kortere pauze"),
    "takeaway": Answer(text="  Ik bel nog een keer.  "),
}
"""Answers to questions of every kind."""


def mark(value: int) -> dict[str, Answer]:
    """Only the overall mark."""
    return {"overall": Answer(values=(str(value),))}


def held_edition(
    *, people: int | Sequence[User], starts_at: datetime | None = None, **fields: Any
) -> Edition:
    """An edition that ended yesterday (or began at `starts_at`) with these people in the group."""
    group: Sequence[User] = (
        PersonFactory.create_batch(people) if isinstance(people, int) else people
    )
    begin = starts_at or clock.now() - timedelta(days=1, hours=3)
    with clock.at(begin - timedelta(days=20)):
        edition = EditionFactory.create(starts_at=begin, capacity=max(12, len(group)), **fields)
        for person in group:
            EnrolmentFactory.create(person=person, edition=edition)
    held: Edition = Edition.objects.get(pk=edition.pk)
    return held


def open_evaluation(*, people: int | Sequence[User], **fields: Any) -> EvaluationForm:
    """The form of an edition that has just been held, still open."""
    edition = held_edition(people=people, **fields)
    assert edition.ends_at is not None
    with clock.at(edition.ends_at):
        return open_form(edition=edition)


def answer(form: EvaluationForm, answers: Sequence[dict[str, Answer]]) -> None:
    """Let the first people that are invited answer, one after the other."""
    invitations = form.participations.filter(answered=False).select_related("person")
    with clock.at(form.opened_at + timedelta(days=1)):
        for invitation, given in zip(list(invitations), answers, strict=False):
            assert invitation.person is not None
            submit(form=form, person=invitation.person, answers=given)


def close(form: EvaluationForm) -> EvaluationForm:
    """Close the form when its time is over."""
    with clock.at(form.opened_at + OPEN_FOR):
        return close_form(form=form)


def release(form: EvaluationForm) -> EvaluationForm:
    """Let readers see what people wrote, as if somebody had reviewed it and found nothing."""
    texts = TextAnswer.objects.filter(question__form=form)
    texts.update(status=TextStatus.RELEASED, redactions=None)
    return form


def closed_evaluation(
    *, marks: Sequence[int], invited: int | None = None, **fields: Any
) -> EvaluationForm:
    """A closed form with these overall marks.

    Where all marks are the same and nobody says how many were invited, one more person is, who does
    not answer: else the form would tell what each one said, and show nothing.
    """
    everybody = len(marks) + (len(set(marks)) == 1)
    form = open_evaluation(people=invited or everybody, **fields)
    answer(form, [mark(value) for value in marks])
    return close(form)


def tallied(form: EvaluationForm) -> dict[FormQuestion, Tally]:
    """What is in the box of an open form, or what a closed one counted."""
    form = EvaluationForm.objects.get(pk=form.pk)
    questions = list(form.questions.all())
    found = tallies.counted_before(form, questions)
    if form.status == FormStatus.OPEN:
        tallies.add(found, sealing.take_out(form, sealing.key_of(form), questions))
    return found


def counted(form: EvaluationForm) -> dict[tuple[str, str], int]:
    """How often each value was given that was given at all."""
    return {
        (question.key, value): tally.counts[value]
        for question, tally in tallied(form).items()
        for value in question.values
        if tally.counts[value]
    }


def texts(form: EvaluationForm) -> dict[str, list[str]]:
    """What was written, by question."""
    return {
        question.key: sorted(tally.texts)
        for question, tally in tallied(form).items()
        if tally.texts
    }


def said() -> tuple[set[tuple[str, str]], list[str]]:
    """What was chosen and what was written in the only form there is."""
    form = EvaluationForm.objects.get()
    return set(counted(form)), sorted(text for found in texts(form).values() for text in found)


def invited(form: EvaluationForm) -> Any:
    """The first person who is invited."""
    return form.participations.order_by("pk")[0].person


def edition_of(form: EvaluationForm) -> Edition:
    """The edition that the form is about."""
    assert form.edition is not None
    return form.edition


@dataclass(frozen=True)
class Told:
    """What people answered to one question of a form that is put together at once.

    `given` are values of marks and choices; of several choices each is one tick. `answered` is how
    many people that were: by itself as many as gave something.
    """

    given: Sequence[object] = ()
    kind: Kind = Kind.SCORE
    texts: Sequence[str] = ()
    answered: int | None = None
    options: Sequence[str] = ()
    text: str = "Welk cijfer?"
    wording: int = 1
    enough: bool | None = None

    @property
    def people(self) -> int:
        """How many people answered it."""
        if self.answered is not None:
            return self.answered
        return len(self.texts) if self.kind == Kind.OPEN else len(self.given)


def kept_form(
    edition: Edition | None,
    told: dict[str, Told],
    *,
    invited: int,
    answered: int | None = None,
    **fields: Any,
) -> EvaluationForm:
    """A form that is closed (or what `fields` say), put into the database directly, fast."""
    most = max((one.people for one in told.values()), default=0)
    moment = edition.ends_at if edition is not None and edition.ends_at else clock.now()
    form = EvaluationForm.objects.create(
        **{
            "edition": edition,
            "status": FormStatus.CLOSED,
            "opened_at": moment,
            "closes_at": moment + OPEN_FOR,
            "invited_count": invited,
            "answered_count": most if answered is None else answered,
            **fields,
        }
    )
    questions = FormQuestion.objects.bulk_create(
        FormQuestion(
            form=form,
            position=position,
            key=key,
            kind=one.kind,
            text=one.text,
            options=list(one.options),
            other=OTHER in one.given,
            wording=one.wording,
            answered=one.people,
            enough=one.people >= ENOUGH if one.enough is None else one.enough,
        )
        for position, (key, one) in enumerate(told.items())
    )
    AnswerCount.objects.bulk_create(
        AnswerCount(question=question, value=value, count=count)
        for question, one in zip(questions, told.values(), strict=True)
        for value, count in Counter(map(str, one.given)).items()
    )
    TextAnswer.objects.bulk_create(
        TextAnswer(question=question, text=text, status=TextStatus.RELEASED)
        for question, one in zip(questions, told.values(), strict=True)
        for text in one.texts
    )
    summarise(form=form)
    return form


def past_edition(training: TrainingPage, *, ends_at: datetime, **fields: Any) -> Edition:
    """An edition that was held, without people in it: put into the database directly."""
    return Edition.objects.create(
        **{
            "training": training,
            "status": EditionStatus.OPEN,
            "starts_at": ends_at - timedelta(hours=3),
            "ends_at": ends_at,
            "capacity": 500,
            **fields,
        }
    )
