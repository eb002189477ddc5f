"""The figures: what is shown, and what is not."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.common import clock
from courses.common.formats import one_decimal
from courses.editions.models import Edition
from courses.enrolment.services import enrol
from courses.evaluation.enums import MARKS, OTHER, Kind
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.disclosure import Figures, Reason, figures, figures_by
from courses.evaluation.services import Answer
from courses.evaluation.services.opening import open_form
from courses.people.enums import Role
from courses.reports.queries import edition_row
from tests.courses.evaluation.factories import (
    answer,
    close,
    closed_evaluation,
    edition_of,
    mark,
    open_evaluation,
)
from tests.factories import PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

EVERYTHING = EvaluationForm.objects.all()

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
    form = open_evaluation(people=5)
    answer(
        form,
        [
            {
                **mark(8),
                "practice": Answer(values=("Ja",)),
                "improve": Answer(values=("Meer oefenen", OTHER), text="de koffie"),
                "takeaway": Answer(text="Luisteren."),
            },
            {**mark(8), "improve": Answer(values=("Meer oefenen",))},
            mark(8),
            mark(8),
            mark(8),
        ],
    )
    close(form)

    by_key = {one.key: one for one in all_figures().questions}

    assert list(by_key) == [
        "overall",
        "trainer",
        "content",
        "mix",
        "practice",
        "improve",
        "takeaway",
        "remarks",
    ]
    assert (by_key["trainer"].n, by_key["trainer"].mean) == (0, None)
    assert by_key["practice"].n == 1
    assert [(bar.label, bar.count) for bar in by_key["practice"].bars] == [
        ("Ja", 1),
        ("Een beetje", 0),
        ("Nee", 0),
    ]
    assert by_key["improve"].n is None
    assert {bar.value: bar.count for bar in by_key["improve"].bars if bar.count} == {
        "Meer oefenen": 2,
        OTHER: 1,
    }
    assert by_key["improve"].texts == ("de koffie",)
    assert (by_key["takeaway"].n, by_key["takeaway"].texts) == (1, ("Luisteren.",))
    assert by_key["takeaway"].kind == Kind.OPEN


# --- What is not shown ----------------------------------------------------------------------


def test_nothing_is_shown_before_the_form_is_closed() -> None:
    form = open_evaluation(people=7)
    answer(form, [mark(8)] * 6)

    found = all_figures()

    assert (found.shown, found.mean, found.questions) == (False, None, ())
    (withheld,) = found.withheld
    assert (withheld.reason, withheld.answered, withheld.invited) == (Reason.OPEN, 6, 7)
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
    answer(form, [mark(8)] * (before + 4))
    close(form)
    found = all_figures()
    assert (found.shown, found.answered if shown else found.withheld[0].answered) == (
        shown,
        before + 4,
    )
    row = edition_row(Edition.objects.all(), edition_of(form))
    assert ("al ingeschreven waren toen het formulier openging" in row.reason) == (
        before < 5 <= before + 4
    )


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
    assert (total.forms, total.invited, total.answered) == (1, 5, 5)
    assert {one.form_id for one in total.withheld} == {hidden.pk, still_open.pk}


def test_two_hidden_editions_do_not_make_a_shown_total() -> None:
    training = TrainingFactory.create()
    for _number in range(2):
        closed_evaluation(marks=[8] * 4, training=training)

    assert not all_figures().shown


@given(data=st.lists(st.lists(st.sampled_from(list(MARKS)), max_size=7), max_size=4))
def test_no_choice_of_editions_gives_away_a_hidden_one(data: list[list[int]]) -> None:
    """Whatever is selected, a total is the sum of what is shown for each edition alone."""
    EvaluationForm.objects.all().delete()
    forms = [quick_form(marks) for marks in data]

    for form in [*forms, None]:
        chosen = [one for one in forms if one != form]
        total = figures(EvaluationForm.objects.filter(pk__in=[one.pk for one in chosen]))
        apart = [figures(EvaluationForm.objects.filter(pk=one.pk)) for one in chosen]
        assert tally(total) == sum((tally(one) for one in apart), Counter())
        assert total.answered == sum(one.answered for one in apart)


def tally(found: Figures) -> Counter[str]:
    return Counter(
        {bar.value: bar.count for one in found.questions[:1] for bar in one.bars if bar.count}
    )


def quick_form(marks: list[int]) -> EvaluationForm:
    """A closed form with these marks, put into the database directly, which is fast."""
    from courses.evaluation.models import AnswerCount, FormQuestion, Participation

    training = quick_training()
    moment = clock.now() - timedelta(days=30)
    edition = Edition.objects.create(training=training, status="open", ends_at=moment)
    form = EvaluationForm.objects.create(
        edition=edition, status="closed", opened_at=moment, closes_at=clock.now()
    )
    question = FormQuestion.objects.create(
        form=form, position=0, key="overall", kind="score", text="Welk cijfer?", required=True
    )
    counts = Counter(marks)
    AnswerCount.objects.bulk_create(
        AnswerCount(question=question, value=str(value), count=counts[value]) for value in MARKS
    )
    Participation.objects.bulk_create(Participation(form=form, answered=True) for _ in marks)
    return form


def quick_training() -> Any:
    from courses.catalogue.models import TrainingPage

    return TrainingPage.objects.first() or TrainingFactory.create()


# --- Adding up ------------------------------------------------------------------------------


@given(marks=st.lists(st.sampled_from(list(MARKS)), min_size=5, max_size=60))
def test_the_mean_is_what_statistics_says(marks: list[int]) -> None:
    form = quick_form(marks)

    found = figures(EvaluationForm.objects.filter(pk=form.pk))

    assert found.mean is not None
    assert abs(found.mean - Decimal(statistics.fmean(marks))) < Decimal("0.000001")
    assert one_decimal(found.mean) == one_decimal(Decimal(sum(marks)) / len(marks))


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


def test_a_question_that_changed_shows_its_newest_words_and_all_options() -> None:
    training = TrainingFactory.create()
    old = closed_evaluation(marks=[8] * 5, training=training, starts_at=clock.now())
    closed_evaluation(marks=[8] * 5, training=training, starts_at=clock.now() + timedelta(days=2))
    old.questions.filter(key="mix").update(text="Oude vraag", options=["Oude keuze"])

    mix = next(one for one in all_figures().questions if one.key == "mix")

    assert mix.text == "Wat vond je van de mix van uitleg en oefenen?"
    assert [bar.label for bar in mix.bars] == [
        "Te veel uitleg",
        "Precies goed",
        "Te veel oefenen",
        "Oude keuze",
    ]


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

    with django_assert_num_queries(4):
        figures_by(EVERYTHING, by="edition_id", texts=True)


def test_no_forms_give_no_figures() -> None:
    assert all_figures() == Figures()
