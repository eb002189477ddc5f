"""Who is asked to answer what."""

from __future__ import annotations

import pytest

from courses.common import clock
from courses.evaluation.models import Participation
from courses.evaluation.queries.answering import to_evaluate
from tests.courses.evaluation.factories import open_evaluation
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_my_page_lists_what_i_can_still_evaluate() -> None:
    me = PersonFactory.create()
    form = open_evaluation(people=[me])
    open_evaluation(people=1)

    assert [one.form for one in to_evaluate(me)] == [form]


def test_my_page_lists_no_form_that_is_closed_or_answered() -> None:
    me = PersonFactory.create()
    form = open_evaluation(people=[me])
    with clock.at(form.closes_at):
        assert not to_evaluate(me)

    Participation.objects.update(answered=True)

    assert not to_evaluate(me)
