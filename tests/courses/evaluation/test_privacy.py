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
    EvaluationForm,
    FormQuestion,
    Participation,
    TextAnswer,
)
from courses.evaluation.services.answering import Answer, submit
from courses.people.models import User
from tests.courses.evaluation.factories import close, open_evaluation

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


def test_sending_in_changes_nothing_but_the_invitation_the_counters_and_the_texts(
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
        "evaluation_answercount",
        "evaluation_textanswer",
    }
    changed = after["evaluation_participation"] - before["evaluation_participation"]
    assert [dict(row)["person_id"] for row in changed] == [str(participation.person_id)]
    assert sum(AnswerCount.objects.values_list("count", flat=True)) == 2
    assert TextAnswer.objects.get().text == SECRET


def test_nothing_about_a_person_or_a_time_stands_beside_an_answer() -> None:
    def columns(model: type[models.Model]) -> dict[str, str]:
        return {field.name: field.get_internal_type() for field in model._meta.concrete_fields}

    assert columns(TextAnswer) == {
        "id": "UUIDField",
        "question": "ForeignKey",
        "text": "TextField",
    }
    assert columns(AnswerCount) == {
        "id": "BigAutoField",
        "question": "ForeignKey",
        "value": "CharField",
        "count": "PositiveIntegerField",
    }
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


def send_texts(form: EvaluationForm) -> list[str]:
    """Every invited person writes two texts; returns the texts in the order they came in."""
    sent = []
    for number, participation in enumerate(form.participations.select_related("person")):
        answers = {
            "overall": Answer(values=("8",)),
            "takeaway": Answer(text=f"mee {number}"),
            "remarks": Answer(text=f"kwijt {number}"),
        }
        assert participation.person is not None
        submit(form=form, person=participation.person, answers=answers)
        sent += [f"mee {number}", f"kwijt {number}"]
    return sent


def physical_order() -> list[str]:
    """The texts in the order in which the database keeps them."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM evaluation_textanswer ORDER BY {place}")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.both_databases
def test_after_closing_the_order_in_the_database_says_nothing() -> None:
    form = open_evaluation(people=12)
    sent = send_texts(form)
    ids = set(TextAnswer.objects.values_list("pk", flat=True))

    close(form)

    assert sorted(physical_order()) == sorted(sent)
    # 24 texts: the chance that a good shuffle gives one of these orders is below 1 in 10^8.
    assert physical_order() != sent
    assert physical_order() != sorted(sent)
    assert not ids & set(TextAnswer.objects.values_list("pk", flat=True))


@pytest.mark.both_databases
def test_after_closing_the_counters_are_new_rows_in_the_order_of_the_form() -> None:
    form = open_evaluation(people=3)
    send_texts(form)
    newest = AnswerCount.objects.latest("pk").pk

    close(form)

    counters = AnswerCount.objects.filter(question__form=form)
    assert not counters.filter(pk__lte=newest).exists()
    assert list(counters.order_by("pk").values_list("question", "value")) == list(
        counters.order_by("question", "value").values_list("question", "value")
    )


@pytest.mark.both_databases
def test_while_the_form_is_open_the_order_in_the_database_says_nothing_either() -> None:
    sent = send_texts(open_evaluation(people=12))

    assert sorted(physical_order()) == sorted(sent)
    assert physical_order() != sent


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL vacuums instead")
def test_sqlite_overwrites_what_is_deleted() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("closed", [False, True])
def test_no_transaction_number_ties_an_answer_to_one_of_the_people(closed: bool) -> None:
    form = open_evaluation(people=3)
    send_texts(form)
    if closed:
        close(form)

    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM evaluation_participation")
        of_people = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT xmin::text FROM evaluation_textanswer "
            "UNION SELECT xmin::text FROM evaluation_answercount"
        )
        of_answers = {row[0] for row in cursor.fetchall()}
    # While the form is open everything bears the number of whoever came last; later of nobody.
    assert len(of_people) == 3
    assert len(of_answers) == 1
    assert len(of_people & of_answers) == (0 if closed else 1)


def test_a_person_who_leaves_the_academy_leaves_the_figures_as_they_are() -> None:
    form = open_evaluation(people=2)
    send_texts(form)

    person = form.participations.order_by("pk")[0].person
    assert person
    person.enrolments.all().delete()
    person.delete()

    assert Participation.objects.filter(form=form, answered=True).count() == 2
    assert TextAnswer.objects.count() == 4
    assert FormQuestion.objects.filter(form=form).count() == 8
