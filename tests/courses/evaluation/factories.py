"""Makes evaluations the way they come about: an edition is held, its form opens, people answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from courses.common import clock
from courses.editions.models import Edition
from courses.evaluation.enums import OTHER
from courses.evaluation.models import AnswerCount, EvaluationForm, TextAnswer
from courses.evaluation.queries.opening import OPEN_FOR
from courses.evaluation.services.answering import Answer, submit
from courses.evaluation.services.closing import close_form
from courses.evaluation.services.opening import open_form
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def counted(form: EvaluationForm) -> dict[tuple[str, str], int]:
    """The counters that are not zero."""
    rows = AnswerCount.objects.filter(question__form=form, count__gt=0)
    return {
        (key, value): count
        for key, value, count in rows.values_list("question__key", "value", "count")
    }


def texts(form: EvaluationForm) -> dict[str, str]:
    """What was written, by question."""
    return dict(TextAnswer.objects.filter(question__form=form).values_list("question__key", "text"))


def invited(form: EvaluationForm) -> Any:
    """The first person who is invited."""
    return form.participations.order_by("pk")[0].person


def edition_of(form: EvaluationForm) -> Edition:
    """The edition that the form is about."""
    assert form.edition is not None
    return form.edition
