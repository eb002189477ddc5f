"""What forms held before they kept their own numbers."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from courses.evaluation.enums import OTHER
from courses.evaluation.models import (
    AnswerCount,
    BackgroundCount,
    CellSummary,
    EvaluationForm,
    FormQuestion,
    TextAnswer,
)
from courses.evaluation.services import Answer
from tests.courses.evaluation.factories import answer, close, mark, open_evaluation

BEFORE = [("evaluation", "0002_names_in_counts")]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_closed_forms_get_the_numbers_that_their_counters_tell() -> None:
    """Every row stays. Of several choices nobody knows how many answered: five ticks of one do."""
    given = {
        **mark(8),
        "improve": Answer(values=("Meer oefenen", OTHER), text="de pauze"),
        "takeaway": Answer(text="Luisteren."),
    }
    form = open_evaluation(people=6)
    answer(form, [given] * 4 + [{**mark(8), "improve": Answer(values=("Meer oefenen",))}])
    close(form)
    still_open = open_evaluation(people=1)
    # From when what was written was kept at once.
    TextAnswer.objects.create(question=still_open.questions.get(key="remarks"), text="Oud.")

    def rows() -> list[tuple[object, ...]]:
        counts = AnswerCount.objects.order_by("pk").values_list("pk", "question", "value", "count")
        return [*counts, *TextAnswer.objects.order_by("pk").values_list("pk", "question", "text")]

    kept = rows()
    try:
        MigrationExecutor(connection).migrate(BEFORE)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert rows() == kept
    # What could be read stays so; what nobody read yet is reviewed first.
    texts = dict(TextAnswer.objects.values_list("text", "status"))
    assert texts == {"de pauze": "released", "Luisteren.": "released", "Oud.": "waiting"}
    of_forms = EvaluationForm.objects.values_list("occasion", "invited_count", "answered_count")
    assert of_forms.get(pk=form.pk) == ("end", 6, 5)
    assert of_forms.get(pk=still_open.pk) == ("end", None, None)
    of_questions = FormQuestion.objects.filter(form=form).values_list("key", "answered", "enough")
    assert list(of_questions.order_by("position")) == [
        ("overall", 5, True),
        ("trainer", 0, False),
        ("content", 0, False),
        ("mix", 0, False),
        ("practice", 0, False),
        ("improve", None, True),
        ("takeaway", 4, False),
        ("remarks", 0, False),
    ]
    cells = CellSummary.objects.order_by("question__position")
    assert list(cells.values_list("form", "key", "answered", "total", "mark_8")) == [
        (form.pk, "overall", 5, 40, 5),
        (form.pk, "improve", None, 0, 0),
    ]
    counted = BackgroundCount.objects.values_list("edition", "background", "number")
    assert set(counted) == {
        (form.edition_id, "volunteer", 6),
        (still_open.edition_id, "volunteer", 1),
    }
