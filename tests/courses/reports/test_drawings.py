"""What is said in words beside a chart is true, also where several are the most."""

from __future__ import annotations

from courses.evaluation.enums import Kind
from courses.evaluation.models import FormQuestion
from courses.evaluation.queries.disclosure.figures import Bar, QuestionFigures
from courses.reports.drawings import options, shares


def chosen(*counts: tuple[str, int]) -> str:
    """What is said of how often each option was chosen."""
    question = QuestionFigures(
        key="better",
        kind=Kind.MULTIPLE,
        wording=1,
        question=FormQuestion(text="Wat kan beter?"),
        n=9,
        forms=1,
        bars=tuple(Bar(label, label, count) for label, count in counts),
    )
    drawing = options(question)
    assert drawing is not None
    return drawing.sentence


def test_what_was_chosen_as_often_as_the_first_is_named_with_it() -> None:
    assert chosen(("Het tempo", 3), ("Meer oefenen", 4)) == (
        "Het vaakst gekozen: “Meer oefenen” (4 keer)."
    )
    assert chosen(("Het tempo", 4), ("Niets", 1), ("Meer oefenen", 4)) == (
        "Het vaakst gekozen: “Het tempo” en “Meer oefenen” (elk 4 keer)."
    )


def test_of_groups_that_are_equally_large_each_is_named() -> None:
    drawing = shares("Achtergrond", (("Vrijwilliger", 4), ("Anders", 4), ("Familie", 2)), 10)

    assert drawing is not None
    assert drawing.sentence == "De grootste groepen: Vrijwilliger en Anders (elk 4 van de 10)."
