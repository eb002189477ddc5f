"""Sending in answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from courses.common import clock
from courses.common.errors import Refusal
from courses.evaluation.enums import OTHER
from courses.evaluation.models import EvaluationForm, Participation
from courses.evaluation.services import Answer, submit
from tests.courses.evaluation.factories import (
    FULL,
    close,
    counted,
    invited,
    mark,
    open_evaluation,
    texts,
)
from tests.factories import PersonFactory
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries


@pytest.mark.django_db
def test_marks_and_choices_are_counted_and_texts_kept() -> None:
    form = open_evaluation(people=1)

    submit(form=form, person=invited(form), answers=FULL)

    assert counted(form) == {
        ("overall", "8"): 1,
        ("trainer", "9"): 1,
        ("mix", "Precies goed"): 1,
        ("improve", "Meer oefenen"): 1,
        ("improve", OTHER): 1,
    }
    assert texts(form) == {
        "improve": ["een kortere pauze"],
        "takeaway": ["Ik bel nog een keer."],
    }
    assert form.participations.get().answered


@pytest.mark.django_db
def test_a_second_person_is_added_to_the_same_counters() -> None:
    form = open_evaluation(people=2)
    for participation in form.participations.all():
        assert participation.person is not None
        submit(form=form, person=participation.person, answers=mark(7))

    assert counted(form) == {("overall", "7"): 2}


@pytest.mark.django_db
def test_answers_of_one_form_do_not_count_in_another() -> None:
    me = PersonFactory.create()
    first, second = open_evaluation(people=[me]), open_evaluation(people=[me])

    submit(form=second, person=me, answers=mark(7))

    assert (counted(first), counted(second)) == ({}, {("overall", "7"): 1})


def refused(form: EvaluationForm, person: Any, answers: dict[str, Answer]) -> Refusal:
    """The refusal; nothing may have been stored."""
    before = counted(form)
    with pytest.raises(Refusal) as caught:
        submit(form=form, person=person, answers=answers)
    assert counted(form) == before
    assert texts(form) == {}
    return caught.value


@pytest.mark.django_db
def test_who_was_not_invited_cannot_answer() -> None:
    form = open_evaluation(people=1)

    assert "voor wie aan de training meedeed" in str(refused(form, PersonFactory.create(), mark(1)))


@pytest.mark.django_db
def test_nobody_answers_twice() -> None:
    form = open_evaluation(people=1)
    submit(form=form, person=invited(form), answers=mark(8))

    assert "al ingevuld" in str(refused(form, invited(form), mark(1)))
    assert counted(form) == {("overall", "8"): 1}


@pytest.mark.django_db
def test_nobody_answers_after_the_closing_moment_even_before_the_form_is_closed() -> None:
    form = open_evaluation(people=1)

    with clock.at(form.closes_at):
        assert "gesloten" in str(refused(form, invited(form), mark(1)))


@pytest.mark.django_db
def test_nobody_answers_a_closed_form() -> None:
    form = close(open_evaluation(people=1))

    assert "gesloten" in str(refused(form, invited(form), mark(1)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "answer", "words"),
    [
        ("overall", Answer(), "verplicht"),
        ("overall", Answer(values=("0",)), "heel cijfer"),
        ("overall", Answer(values=("11",)), "heel cijfer"),
        ("overall", Answer(values=("7,5",)), "heel cijfer"),
        ("overall", Answer(values=("7", "8")), "één antwoord"),
        ("overall", Answer(values=("7",), text="tekst"), "geen tekst"),
        ("mix", Answer(values=("Weet niet",)), "een van de antwoorden"),
        ("mix", Answer(values=(OTHER,)), "een van de antwoorden"),
        ("improve", Answer(values=("Meer oefenen", "Meer oefenen")), "één antwoord"),
        ("improve", Answer(values=("Meer oefenen",), text="pauze"), "Anders, namelijk"),
        ("improve", Answer(values=(OTHER,), text="woord " * 76), "76 woorden"),
        ("takeaway", Answer(text="woord " * 76), "76 woorden"),
        ("takeaway", Answer(text="a" * 2001), "2001 tekens"),
        ("takeaway", Answer(values=("8",)), "een van de antwoorden"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_at_its_question(
    key: str, answer: Answer, words: str
) -> None:
    form = open_evaluation(people=1)

    refusal = refused(form, invited(form), {**mark(8), key: answer})

    assert refusal.field == key
    assert words in str(refusal)
    assert not form.participations.get().answered


@pytest.mark.django_db
def test_an_answer_to_an_unknown_question_is_refused() -> None:
    form = open_evaluation(people=1)

    assert refused(form, invited(form), {**mark(8), "anders": Answer(text="x")}).field is None


@pytest.mark.django_db
def test_a_text_of_75_words_fits() -> None:
    form = open_evaluation(people=1)

    answers = {**mark(8), "takeaway": Answer(text="woord " * 75)}
    submit(form=form, person=invited(form), answers=answers)

    assert list(texts(form)) == ["takeaway"]


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3])
def test_sending_in_takes_the_same_queries_for_any_group(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    form = open_evaluation(people=people)
    person = invited(form)

    # A savepoint, both locks, questions, box, box, invitation.
    with django_assert_num_queries(7):
        submit(form=form, person=person, answers=FULL)


# --- At the same moment ---------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_is_counted_once() -> None:
    form = open_evaluation(people=1)
    person = invited(form)

    outcomes = all_at_once(
        [lambda: submit(form=form, person=person, answers=FULL) for _ in range(4)]
    )

    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 3
    assert outcomes.count(None) == 1
    assert counted(form)["overall", "8"] == 1
    assert sum(map(len, texts(form).values())) == 2


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_people_who_answer_at_once_are_all_counted() -> None:
    form = open_evaluation(people=6)
    people = [one.person for one in form.participations.select_related("person") if one.person]

    outcomes = all_at_once(
        [partial(submit, form=form, person=person, answers=FULL) for person in people]
    )

    assert outcomes == [None] * 6
    assert counted(form)["overall", "8"] == 6
    assert Participation.objects.filter(answered=True).count() == 6
