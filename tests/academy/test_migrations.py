"""What was kept before tables changed is there after it, and is right.

One journey back and forth for all parts: undoing and doing again most migrations takes as long as a
hundred other tests. So it goes on PostgreSQL only; on SQLite `test_upgrade.py` brings a whole
academy of the previous release along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
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
from tests.factories import EditionFactory, EnrolmentFactory

if TYPE_CHECKING:
    from courses.editions.models import Session

BEFORE = [
    # Before forms kept numbers of their own.
    ("evaluation", "0002_names_in_counts"),
    # Before there were more marks than there and not there.
    ("attendance", "0003_names_in_counts"),
]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_was_kept_is_kept_when_migrations_are_undone_and_done_again() -> None:
    session = _list_with_marks()
    closed, still_open = _closed_form(), _open_form()
    # What may not be shown was kept until there was a migration that takes it away.
    rows = [one for one in _rows_of_evaluations() if one[-1] not in {"Luisteren.", 0}]
    try:
        MigrationExecutor(connection).migrate(BEFORE)
        assert _was_there(session) == [True, True, False]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    marks = Attendance.objects.filter(session=session).order_by("enrolment_id")
    assert list(marks.values_list("mark", flat=True)) == ["present", "present", "absent"]
    assert _rows_of_evaluations() == rows
    _closed_forms_have_the_numbers_that_their_counters_tell(closed, still_open)


def _list_with_marks() -> Session:
    edition = EditionFactory.create()
    session: Session = edition.sessions.get()
    for one in (Mark.PRESENT, Mark.LATE, Mark.EXCUSED):
        enrolment = EnrolmentFactory.create(edition=edition)
        Attendance.objects.create(enrolment=enrolment, session=session, mark=one)
    return session


def _was_there(session: Session) -> list[bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT present FROM attendance_attendance WHERE session_id = %s ORDER BY enrolment_id",
            [session.pk],
        )
        return [bool(one) for (one,) in cursor.fetchall()]


def _closed_form() -> EvaluationForm:
    given = {
        **mark(8),
        "improve": Answer(values=("Meer oefenen", OTHER), text="de pauze"),
        "takeaway": Answer(text="Luisteren."),
    }
    form = open_evaluation(people=6)
    answer(form, [given] * 4 + [{**mark(8), "improve": Answer(values=("Meer oefenen",))}])
    close(form)
    # From when what may not be shown was kept all the same.
    few = form.questions.get(key="takeaway")
    TextAnswer.objects.bulk_create(TextAnswer(question=few, text="Luisteren.") for _ in range(4))
    AnswerCount.objects.create(question=form.questions.get(key="mix"), value="Precies goed")
    return form


def _open_form() -> EvaluationForm:
    form = open_evaluation(people=1)
    # From when what was written was kept at once.
    TextAnswer.objects.create(question=form.questions.get(key="remarks"), text="Oud.")
    return form


def _rows_of_evaluations() -> list[tuple[object, ...]]:
    counts = AnswerCount.objects.order_by("pk").values_list("pk", "question", "value", "count")
    return [*counts, *TextAnswer.objects.order_by("pk").values_list("pk", "question", "text")]


def _closed_forms_have_the_numbers_that_their_counters_tell(
    form: EvaluationForm, still_open: EvaluationForm
) -> None:
    """Of several choices nobody knows how many answered: five ticks of one do."""
    # What could be read stays so; what nobody read yet is reviewed first.
    texts = dict(TextAnswer.objects.values_list("text", "status"))
    assert texts == {"de pauze": "released", "Oud.": "waiting"}
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
