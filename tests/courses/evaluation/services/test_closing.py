"""Closing evaluations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courses.common import clock
from courses.common.errors import Refusal
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.opening import open_forms
from courses.evaluation.services.answering import submit
from courses.evaluation.services.closing import close_due_forms, close_form
from tests.courses.evaluation.factories import FULL, close, counted, invited, open_evaluation, texts


@pytest.mark.django_db
def test_a_form_cannot_be_closed_early() -> None:
    form = open_evaluation(people=1)

    with clock.at(form.closes_at - timedelta(seconds=1)), pytest.raises(Refusal, match="nog open"):
        close_form(form=form)


@pytest.mark.django_db
def test_closing_keeps_every_answer() -> None:
    form = open_evaluation(people=1)
    submit(form=form, person=invited(form), answers=FULL)
    before = counted(form), texts(form)

    close(form)
    close(form)

    assert (counted(form), texts(form)) == before


@pytest.mark.django_db
def test_the_tick_closes_each_form_whose_time_is_over() -> None:
    first, later = open_evaluation(people=1), open_evaluation(people=1)
    EvaluationForm.objects.filter(pk=later.pk).update(closes_at=first.closes_at + timedelta(days=1))

    with clock.at(first.closes_at):
        assert (close_due_forms(), close_due_forms()) == (1, 0)

    assert list(open_forms()) == [later]
