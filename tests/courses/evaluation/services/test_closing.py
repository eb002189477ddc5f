"""Closing evaluations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment.models import Enrolment
from courses.evaluation.box import Answer
from courses.evaluation.enums import Occasion
from courses.evaluation.invariants import kept_in_vain, other_summaries, other_sums
from courses.evaluation.models import CellSummary, EvaluationForm
from courses.evaluation.queries.closing import early_participations
from courses.evaluation.queries.opening import open_forms
from courses.evaluation.services.answering import submit
from courses.evaluation.services.closing import close_due_forms, close_form
from courses.evaluation.services.opening import open_form
from courses.evaluation.services.summaries import summarise
from tests.courses.evaluation.attacker import readable_anywhere
from tests.courses.evaluation.factories import (
    FULL,
    answer,
    close,
    counted,
    edition_of,
    held_edition,
    open_evaluation,
    texts,
)
from tests.factories import PersonFactory


@pytest.mark.django_db
def test_a_form_cannot_be_closed_early() -> None:
    form = open_evaluation(people=1)

    with clock.at(form.closes_at - timedelta(seconds=1)), pytest.raises(Refusal, match="nog open"):
        close_form(form=form)


@pytest.mark.django_db
def test_closing_keeps_every_answer() -> None:
    form = open_evaluation(people=6)
    answer(form, [FULL] * 5)
    before = counted(form), texts(form)

    close(form)
    close(form)

    assert (counted(form), texts(form)) == before


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_what_may_not_be_shown_is_kept_nowhere() -> None:
    """Four who wrote something, and five of five who chose the same: who answered is known."""
    form = open_evaluation(people=5)
    secrets = [f"Zin {number} {'qxzwv'[number] * 40} geheim" for number in range(4)]
    given = [{"takeaway": Answer(text=one)} for one in secrets]
    for value, one in enumerate([*given, {}], start=5):
        one |= {"overall": Answer((str(value),)), "mix": Answer(("Precies goed",))}
        answer(form, [one])
    close(form)

    assert (counted(form), texts(form)) == ({("overall", str(n)): 1 for n in range(5, 10)}, {})
    kept = {one.key: (one.answered, one.enough) for one in form.questions.all() if one.answered}
    assert kept == {"overall": (5, True), "mix": (5, True), "takeaway": (4, False)}
    assert not readable_anywhere(secrets)
    # Made anew, nothing is shown that was not kept.
    assert summarise(form=EvaluationForm.objects.get()) == 1
    assert list(kept_in_vain()) == list(other_sums()) == list(other_summaries()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("invented", [None, "3"])
def test_who_joins_late_does_not_uncover_that_all_others_said_the_same(
    invented: str | None,
) -> None:
    """Staff can enrol somebody when the form is open, who stays silent or says something else: then
    not everybody who was invited gave an 8, and still the five who were there did."""
    form = open_evaluation(people=5)
    with clock.at(form.opened_at + timedelta(hours=1)):
        late = PersonFactory.create()
        Enrolment.objects.create(person=late, edition=edition_of(form), status="confirmed")
        open_form(edition=edition_of(form))
    answer(form, [{"overall": Answer(("8",)), "takeaway": Answer(text="Rust.")}] * 5)
    if invented is not None:
        theirs = {"overall": Answer((invented,)), "takeaway": Answer(text="Anders.")}
        with clock.at(form.opened_at + timedelta(days=2)):
            submit(form=form, person=late, answers=theirs)
    close(form)

    assert (counted(form), texts(form), CellSummary.objects.count()) == ({}, {}, 0)
    assert list(kept_in_vain()) == list(other_sums()) == list(other_summaries()) == []


@pytest.mark.django_db
def test_late_is_who_joins_after_the_last_session_whenever_the_form_opens() -> None:
    edition = held_edition(people=5, starts_at=clock.now() - timedelta(weeks=11))
    assert edition.ends_at is not None
    with clock.at(edition.ends_at + timedelta(weeks=1)):
        late = PersonFactory.create()
        Enrolment.objects.create(person=late, edition=edition, status="confirmed")
    form = open_form(edition=edition, occasion=Occasion.TEN_WEEKS)

    assert (form.participations.count(), early_participations(form).count()) == (6, 5)


@pytest.mark.django_db
def test_the_tick_closes_each_form_whose_time_is_over() -> None:
    first, later = open_evaluation(people=1), open_evaluation(people=1)
    EvaluationForm.objects.filter(pk=later.pk).update(closes_at=first.closes_at + timedelta(days=1))

    with clock.at(first.closes_at):
        assert (close_due_forms(), close_due_forms()) == (1, 0)

    assert list(open_forms()) == [later]
