"""The figures: what is shown, and what is not."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.common import clock
from courses.common.formats import one_decimal
from courses.enrolment.services import enrol, move, withdraw
from courses.evaluation.enums import MARKS, OTHER, Kind
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.disclosure import Figures, MarkSums, Reason, figures, figures_by
from courses.evaluation.services import Answer, submit
from courses.evaluation.services.opening import open_form
from courses.people.enums import Role
from courses.people.merging import merge_people
from courses.reports.queries import edition_row
from tests.courses.evaluation.factories import (
    Told,
    answer,
    close,
    closed_evaluation,
    edition_of,
    held_edition,
    kept_form,
    mark,
    open_evaluation,
    past_edition,
    release,
)
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

EVERYTHING = EvaluationForm.objects.all()
DAY = timedelta(days=1)

SOURCE_MARKS = [7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 10]
"""Eleven marks with the mean that the first training got: 8,3."""


def all_figures() -> Figures:
    return figures(EvaluationForm.objects.all())


def test_the_first_training_has_its_own_mean_again() -> None:
    closed_evaluation(marks=SOURCE_MARKS, invited=12)

    found = all_figures()

    assert (found.forms, found.invited, found.answered) == (1, 12, 11)
    assert one_decimal(found.mean) == "8,3"


def test_the_distribution_names_every_mark() -> None:
    closed_evaluation(marks=SOURCE_MARKS)

    overall = all_figures().questions[0]

    assert overall.n == 11
    assert [(bar.label, bar.count) for bar in overall.bars] == [
        (str(value), Counter(SOURCE_MARKS)[value]) for value in MARKS
    ]


def test_each_question_tells_what_was_answered() -> None:
    form = open_evaluation(people=6)
    usual = {
        **mark(8),
        "mix": Answer(values=("Precies goed",)),
        "improve": Answer(values=("Meer oefenen",)),
        "takeaway": Answer(text="Luisteren."),
    }
    answer(
        form,
        [
            {
                **usual,
                "practice": Answer(values=("Ja",)),
                "trainer": Answer(values=("9",)),
                "mix": Answer(values=("Te veel uitleg",)),
                "improve": Answer(values=("Meer oefenen", OTHER), text="de koffie"),
            },
            {**usual, "trainer": Answer(values=("8",))},
            *[usual] * 3,
        ],
    )
    release(close(form))

    by_key = {one.key: one for one in all_figures().questions}

    # One person answered the question on the practice, two that on the trainer.
    assert list(by_key) == ["overall", "mix", "improve", "takeaway"]
    assert by_key["mix"].n == 5
    assert [(bar.label, bar.count) for bar in by_key["mix"].bars] == [
        ("Te veel uitleg", 1),
        ("Precies goed", 4),
        ("Te veel oefenen", 0),
    ]
    assert {bar.value: bar.count for bar in by_key["improve"].bars if bar.count} == {
        "Meer oefenen": 5,
        OTHER: 1,
    }
    assert by_key["improve"].texts == ("de koffie",)
    assert (by_key["takeaway"].n, set(by_key["takeaway"].texts)) == (5, {"Luisteren."})
    assert by_key["takeaway"].kind == Kind.OPEN


# --- What is not shown ----------------------------------------------------------------------


def test_nothing_is_shown_before_the_form_is_closed() -> None:
    form = open_evaluation(people=7)
    answer(form, [mark(8)] * 6)

    found = all_figures()

    assert (found.shown, found.mean, found.questions) == (False, None, ())
    (withheld,) = found.withheld
    # As many fives as there are: nobody sees when somebody answered.
    assert (withheld.reason, withheld.answered, withheld.invited) == (Reason.OPEN, 5, 7)
    assert withheld.closes_at == form.closes_at


def test_nothing_is_shown_when_the_time_is_over_but_the_order_is_not_wiped_out_yet() -> None:
    form = open_evaluation(people=6)
    answer(form, [mark(8)] * 6)

    with clock.at(form.closes_at + timedelta(days=1)):
        assert not all_figures().shown


@pytest.mark.parametrize(("answers", "shown"), [(0, False), (4, False), (5, True), (6, True)])
def test_figures_are_shown_from_five_answers_on(answers: int, shown: bool) -> None:
    closed_evaluation(marks=[8] * answers, invited=8)

    found = all_figures()

    assert found.shown is shown
    assert [one.reason for one in found.withheld] == ([] if shown else [Reason.TOO_FEW])


@pytest.mark.parametrize(("before", "shown"), [(1, False), (4, False), (5, True)])
def test_who_joined_after_the_form_opened_helps_nobody_to_reach_five(
    before: int, shown: bool
) -> None:
    """Else a coordinator enrols invented people, answers for them, and reads who is left."""
    form = open_evaluation(people=before)
    staff = person_in_role(Role.COORDINATOR)
    with clock.at(form.opened_at + timedelta(hours=1)):
        for _ in range(4):
            enrol(person=PersonFactory.create(), edition=edition_of(form), actor=staff)
        open_form(edition=edition_of(form))
    answer(form, [mark(9), *[mark(8)] * (before + 3)])
    close(form)
    found = all_figures()
    assert (found.shown, found.answered if shown else found.withheld[0].answered) == (
        shown,
        before + 4,
    )
    row = edition_row(edition_of(form))
    assert ("al in de groep zat toen het formulier openging" in row.reason) == (
        before < 5 <= before + 4
    )


@pytest.mark.both_databases
def test_who_joined_late_and_goes_to_another_edition_helps_nobody_to_reach_five() -> None:
    """As long as the last session goes on, people can be moved; who was asked can still answer."""
    staff = person_in_role(Role.COORDINATOR)
    edition = held_edition(people=2, starts_at=clock.now() + timedelta(days=1))
    other = EditionFactory.create(training=edition.training, starts_at=clock.now() + 9 * DAY)
    assert edition.starts_at is not None
    with clock.at(edition.starts_at + timedelta(minutes=1)):
        form = open_form(edition=edition)
    with clock.at(form.opened_at + timedelta(minutes=1)):
        invented = [PersonFactory.create() for _ in range(4)]
        joined = [enrol(person=one, edition=edition, actor=staff) for one in invented]
        open_form(edition=edition)
        for one in joined:
            move(enrolment=one, to_edition=other, actor=staff)
        for person in invented:
            submit(form=form, person=person, answers=mark(8))
    answer(form, [mark(1)])
    close(form)
    found = all_figures()
    assert (found.shown, found.withheld[0].answered) == (False, 5)


@pytest.mark.both_databases
@pytest.mark.parametrize(("was_in_it", "shown"), [(False, False), (True, True)])
def test_who_joined_late_is_not_early_by_an_account_that_left_before(
    was_in_it: bool, shown: bool
) -> None:
    """Two accounts become one while the form is open: since when it is in the group, is since when
    one of the two was in it."""
    staff = person_in_role(Role.COORDINATOR)
    edition = held_edition(people=2)
    assert edition.starts_at is not None
    with clock.at(edition.starts_at - 9 * DAY):
        before = [enrol(person=PersonFactory.create(), edition=edition) for _ in range(4)]
        for one in before:
            if not was_in_it:
                withdraw(enrolment=one, actor=one.person)
    form = open_form(edition=edition)
    with clock.at(form.opened_at + timedelta(hours=1)):
        for one in before:
            late = PersonFactory.create()
            enrol(person=late, edition=edition, actor=staff)
            open_form(edition=edition)
            merge_people(stays=late, goes=one.person, actor=staff)
            submit(form=form, person=late, answers=mark(8))
    answer(form, [mark(1)])
    close(form)
    assert all_figures().shown is shown


def test_a_hidden_edition_is_no_part_of_a_total() -> None:
    training = TrainingFactory.create()
    shown = closed_evaluation(marks=[8] * 5, training=training)
    hidden = closed_evaluation(marks=[1] * 4, invited=9, training=training)
    still_open = open_evaluation(people=6, training=training)
    answer(still_open, [mark(1)] * 6)

    total = figures_by(EVERYTHING, by="edition__training_id", texts=True)[training.pk]

    # Total minus what is shown leaves nothing to derive.
    alone = figures(EvaluationForm.objects.filter(pk=shown.pk))
    assert total.questions == alone.questions
    assert (total.forms, total.invited, total.answered) == (1, 6, 5)
    assert {one.form_id for one in total.withheld} == {hidden.pk, still_open.pk}


def test_two_hidden_editions_do_not_make_a_shown_total() -> None:
    training = TrainingFactory.create()
    for _number in range(2):
        closed_evaluation(marks=[8] * 4, training=training)

    assert not all_figures().shown


# --- Adding up ------------------------------------------------------------------------------


@given(marks=st.lists(st.sampled_from(list(MARKS)), min_size=5, max_size=60))
def test_mean_and_spread_are_what_statistics_says(marks: list[int]) -> None:
    counts = tuple(Counter(marks)[mark] for mark in MARKS)
    sums = MarkSums(1, counts)

    assert sums.mean is not None
    assert sums.spread is not None
    assert abs(sums.mean - Decimal(statistics.fmean(marks))) < Decimal("0.000001")
    assert abs(sums.spread - statistics.stdev(marks)) < 1e-9
    assert one_decimal(sums.mean) == one_decimal(Decimal(sum(marks)) / len(marks))


def test_a_total_weighs_every_answer_not_every_edition() -> None:
    training = TrainingFactory.create()
    closed_evaluation(marks=[10] * 5, training=training)
    closed_evaluation(marks=[7] * 10, training=training)

    assert all_figures().mean == 8


def test_figures_are_apart_for_each_training() -> None:
    first, second = closed_evaluation(marks=[6] * 5), closed_evaluation(marks=[9] * 5)

    found = figures_by(EVERYTHING, by="edition__training_id")

    assert {key: one.mean for key, one in found.items()} == {
        edition_of(first).training_id: 6,
        edition_of(second).training_id: 9,
    }


def test_new_words_make_another_question_and_an_option_that_went_is_still_counted() -> None:
    training = TrainingFactory.create()
    mix = "Hoe was de mix?"
    moment = clock.now() - timedelta(days=90)
    for days, told in enumerate(
        (
            Told(
                ["Te vlug"] * 5 + ["Goed"], kind=Kind.CHOICE, options=["Te vlug", "Goed"], text=mix
            ),
            Told(["Goed"] * 6, kind=Kind.CHOICE, options=["Goed", "Te traag"], text=mix),
            Told(["Goed"] * 6, kind=Kind.CHOICE, options=["Goed"], text="Nieuw?", wording=2),
        )
    ):
        edition = past_edition(training, ends_at=moment + timedelta(days=days))
        kept_form(edition, {"mix": told}, invited=9)

    newest, before = all_figures().questions

    assert (newest.label, newest.n, newest.forms) == ("Nieuw?", 6, 1)
    assert (before.label, before.n, before.forms) == ("Hoe was de mix?", 12, 2)
    assert [(bar.label, bar.count) for bar in before.bars] == [
        ("Goed", 7),
        ("Te traag", 0),
        ("Te vlug", 5),
    ]
    assert all_figures().question("mix") == newest


def test_only_the_questions_asked_for_are_given() -> None:
    form = closed_evaluation(marks=[8] * 5)

    found = figures_by(EVERYTHING, by="edition_id", keys=["overall"])[form.edition_id]

    assert [one.key for one in found.questions] == ["overall"]


@pytest.mark.parametrize("editions", [1, 3])
def test_the_queries_do_not_grow_with_the_editions(
    editions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(editions):
        closed_evaluation(marks=[8] * 5)

    with django_assert_num_queries(5):
        figures_by(EVERYTHING, by="edition_id", texts=True)


def test_no_forms_give_no_figures() -> None:
    assert all_figures() == Figures()
