"""The overall marks of each form, as a process keeps them: always those that the database holds."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.db.models.functions import Coalesce

from courses.evaluation.enums import FormStatus
from courses.evaluation.models import AnswerCount, CellSummary, EvaluationForm
from courses.evaluation.queries import UNNUMBERED, MarkSums, added, figures_of_each, marks_by
from courses.evaluation.queries.disclosure import kept
from courses.evaluation.queries.disclosure.cells import by_path
from courses.evaluation.services.summaries import summarise
from tests.courses.evaluation.factories import Told, kept_form, past_edition
from tests.factories import TrainingFactory

if TYPE_CHECKING:
    from courses.common.statements import KeyList

pytestmark = pytest.mark.django_db
CLOSED = EvaluationForm.objects.filter(status=FormStatus.CLOSED)
PEOPLE = ("pk", "invited_count", "answered_count")


def kept_marks() -> dict[tuple[object, int], MarkSums]:
    """The marks of each form, read as pages do."""
    forms = CLOSED.values_list("pk", Coalesce("summed_as", UNNUMBERED))
    found = figures_of_each(forms)
    people = {pk: (invited, answered or 0) for pk, invited, answered in CLOSED.values_list(*PEOPLE)}
    assert {form: (one.invited, one.answered) for form, one in found.items()} == people
    return {
        (form, one.wording): added([one]) for form, one in found.items() if one.wording is not None
    }


def form_with(marks: list[int], *, day: int = 1, wording: int = 1) -> EvaluationForm:
    """A closed form with these marks, and one who gave none."""
    ends_at = datetime(2025, 3, 1, 12, tzinfo=UTC) + timedelta(days=day)
    edition = past_edition(TrainingFactory.create(), ends_at=ends_at)
    return kept_form(edition, {"overall": Told(marks, wording=wording)}, invited=len(marks) + 1)


def change(form: EvaluationForm, chance: random.Random) -> None:
    """Count it anew with other marks, so many that they may be shown, or too few."""
    question = form.questions.get()
    question.counts.all().delete()
    people = chance.choice([3, 5, 8])
    marks = [chance.randint(1, 10) for _one in range(people)]
    AnswerCount.objects.bulk_create(
        AnswerCount(question=question, value=str(mark), count=marks.count(mark))
        for mark in set(marks)
    )
    question.answered, question.enough = people, people >= 5
    question.wording = chance.randint(1, 2)
    question.save()
    summarise(form=form)


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_to_forms_what_is_kept_is_what_there_is(seed: int) -> None:
    chance = random.Random(seed)
    forms = [form_with([8, 8, 8, 9, 9], day=number) for number in range(4)]
    for turn in range(25):
        one = chance.choice(forms)
        what = chance.choice(["change", "lose", "find", "remove", "undo", "add"])
        if what == "change" and one.status == FormStatus.CLOSED:
            change(one, chance)
        elif what in ("lose", "find"):
            one.status = FormStatus.LOST if what == "lose" else FormStatus.CLOSED
            one.save(update_fields=["status"])
            summarise(form=one)
        elif what == "remove" and len(forms) > 1:
            forms.remove(one)
            one.delete()
        elif what == "undo":
            with transaction.atomic():
                change(EvaluationForm.objects.get(pk=one.pk), chance)
                kept_marks()
                transaction.set_rollback(True)
            one.refresh_from_db()
        elif what == "add":
            forms.append(form_with([chance.randint(1, 10) for _n in range(6)], day=10 + turn))
        assert kept_marks() == marks_by(CLOSED, by=by_path("pk"))


@pytest.mark.both_databases
def test_of_forms_that_were_read_nothing_is_asked_but_of_the_one_that_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forms = [form_with([8, 8, 8, 9, 9], day=number) for number in range(3)]
    asked_of: list[list[int]] = []
    ask = kept._ASKED.run

    def listening(*, forms: KeyList) -> list[tuple[object, ...]]:
        asked_of.append(sorted(forms))
        return ask(forms=forms)

    monkeypatch.setattr(kept._ASKED, "run", listening)
    kept_marks()
    kept_marks()
    change(forms[1], random.Random(1))
    kept_marks()
    assert asked_of == [[one.pk for one in forms], [forms[1].pk]]


def test_sums_that_an_older_version_made_are_asked_each_time() -> None:
    form = form_with([8, 8, 8, 9, 9])
    EvaluationForm.objects.update(summed_as=None)
    assert kept_marks()[form.pk, 1].n == 5
    CellSummary.objects.update(mark_9=4)
    assert kept_marks()[form.pk, 1].n == 7


def test_no_more_is_kept_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    for number in range(5):
        form_with([8, 8, 8, 9, 9], day=number)
        assert kept_marks() == marks_by(CLOSED, by=by_path("pk"))
        assert len(kept._kept) <= 2
