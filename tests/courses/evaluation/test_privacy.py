"""Nobody can tell who said what, not even with the whole database at hand."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, models
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from courses.evaluation.models import (
    AnswerCount,
    FormQuestion,
    Participation,
    SealedBox,
    TextAnswer,
)
from courses.evaluation.services import Answer, submit
from courses.people.models import User
from tests.courses.evaluation.factories import FULL, answer, close, open_evaluation, said

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SECRET = "Dit schreef ik en niemand anders."


def whole_database() -> dict[str, Counter[tuple[tuple[str, Any], ...]]]:
    """Every row of every table, by table, with every column."""
    dump = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            dump[table] = Counter(
                tuple(zip(columns, map(str, row), strict=True)) for row in cursor.fetchall()
            )
    return dump


def changed_tables(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {table for table, rows in after.items() if rows != before[table]}


def test_sending_in_changes_nothing_but_the_invitation_and_the_box(
    client: Client,
) -> None:
    form = open_evaluation(people=3)
    participation = form.participations.order_by("pk")[1]
    assert participation.person
    client.force_login(participation.person)
    url = reverse("evaluation:form", args=[form.edition_id])
    client.get(url)
    before = whole_database()

    response = client.post(url, {"q0": "8", "q1": "9", "q6": SECRET})

    assert response.status_code == 302
    after = whole_database()
    assert changed_tables(before, after) == {
        "evaluation_participation",
        "evaluation_sealedbox",
    }
    changed = after["evaluation_participation"] - before["evaluation_participation"]
    assert [dict(row)["person_id"] for row in changed] == [str(participation.person_id)]
    assert said() == ({("overall", "8"), ("trainer", "9")}, [SECRET])


def test_nothing_about_a_person_or_a_time_stands_beside_an_answer() -> None:
    def columns(model: type[models.Model]) -> dict[str, str]:
        return {field.name: field.get_internal_type() for field in model._meta.concrete_fields}

    assert columns(TextAnswer) == {
        "id": "UUIDField",
        "question": "ForeignKey",
        "text": "TextField",
        "status": "CharField",
        "redactions": "JSONField",
        "is_golden_tip": "BooleanField",
    }
    assert columns(AnswerCount) == {
        "id": "BigAutoField",
        "question": "ForeignKey",
        "value": "CharField",
        "count": "PositiveIntegerField",
    }
    assert columns(SealedBox) == {"form": "OneToOneField", "content": "BinaryField"}
    assert columns(Participation) == {
        "id": "BigAutoField",
        "form": "ForeignKey",
        "person": "ForeignKey",
        "answered": "BooleanField",
    }


def test_no_audit_log_is_written() -> None:
    form = open_evaluation(people=1)
    before = ModelLogEntry.objects.count(), PageLogEntry.objects.count()

    submit(
        form=form,
        person=User.objects.get(evaluations__form=form),
        answers={"overall": Answer(values=("8",))},
    )
    close(form)

    assert (ModelLogEntry.objects.count(), PageLogEntry.objects.count()) == before


def test_what_was_written_reaches_no_log_file(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    form = open_evaluation(people=1)
    person = form.participations.get().person
    assert person
    client.force_login(person)

    with caplog.at_level(logging.DEBUG):
        url = reverse("evaluation:form", args=[form.edition_id])
        client.post(url, {"q0": "11", "q6": SECRET})
        client.post(url, {"q0": "8", "q6": SECRET})

    spoken = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert [record for record in spoken if SECRET in record.getMessage()] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL vacuums instead")
def test_sqlite_overwrites_what_is_deleted() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


def test_a_person_who_leaves_the_academy_leaves_the_figures_as_they_are() -> None:
    form = open_evaluation(people=6)
    answer(form, [FULL] * 5)

    person = form.participations.order_by("pk")[0].person
    assert person
    person.enrolments.all().delete()
    person.delete()

    assert Participation.objects.filter(form=form, answered=True).count() == 5
    close(form)
    assert (TextAnswer.objects.count(), FormQuestion.objects.filter(form=form).count()) == (10, 8)
