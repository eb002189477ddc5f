"""Makes evaluations the way they come about: an edition is held, its form opens, people answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from courses.common import clock
from courses.editions.models import Edition
from courses.evaluation.box import Answer
from courses.evaluation.enums import OTHER, FormStatus
from courses.evaluation.models import EvaluationForm, FormQuestion
from courses.evaluation.queries.opening import OPEN_FOR
from courses.evaluation.services import sealing, tallies
from courses.evaluation.services.answering import submit
from courses.evaluation.services.closing import close_form
from courses.evaluation.services.opening import open_form
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def closed_evaluation(
    *, marks: Sequence[int], invited: int | None = None, **fields: Any
) -> EvaluationForm:
    """A closed form with these overall marks."""
    form = open_evaluation(people=invited or len(marks), **fields)
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
