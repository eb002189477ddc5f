"""What staff see of evaluations that are open, and of editions that have none."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.common import clock
from courses.evaluation.enums import FormStatus, Occasion
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import without_answers
from courses.people.enums import Role
from tests.courses.evaluation.factories import (
    answer,
    closed_evaluation,
    held_edition,
    mark,
    open_evaluation,
)
from tests.factories import EnrolmentFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.editions.models import Edition

pytestmark = pytest.mark.django_db

OPEN, WITHOUT = "/beheer/evaluatie/", "/beheer/evaluatie/zonder/"
MONTH = timedelta(days=30)


def long_ago(**fields: Any) -> Edition:
    enrolled = EnrolmentFactory.create(starts_at=clock.now() - MONTH, **fields)
    return enrolled.edition


def cells(client: Client, address: str) -> list[list[str]]:
    """What stands in the rows of a list."""
    table = client.get(address).context["table"]
    return [[str(column.get_value(row)) for column in table.columns.values()] for row in table.data]


@pytest.fixture(autouse=True)
def _coordinator(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))


@pytest.mark.both_databases
def test_what_came_back_of_no_evaluation_stands_in_one_list(client: Client) -> None:
    training = TrainingFactory.create(title="Luisteren")
    never, unanswered = long_ago(training=training), long_ago(training=training)
    EvaluationForm.objects.create(
        edition=unanswered,
        status=FormStatus.CLOSED,
        opened_at=clock.now() - MONTH,
        closes_at=clock.now() - timedelta(days=9),
    )
    held_edition(people=1)
    why = {row.pk: row.was_asked for row in client.get(WITHOUT).context["object_list"]}
    # The same that the first page of staff counts.
    assert set(why) == {never.pk, unanswered.pk} == {one.pk for one in without_answers()}
    assert why == {never.pk: False, unanswered.pk: True}
    said = {(row[0], *row[3:]) for row in cells(client, WITHOUT)}
    assert said == {
        ("Luisteren", "1", "Er is niets gevraagd."),
        ("Luisteren", "1", "Niemand antwoordde."),
    }
    page = client.get(WITHOUT).content.decode()
    assert reverse("evaluation_of_edition", args=[never.pk]) in page
    assert WITHOUT in client.get("/beheer/evaluaties/?since=").content.decode()


@pytest.mark.both_databases
def test_an_empty_list_says_that_no_evaluation_is_missed_and_how_many_are_open(
    client: Client,
) -> None:
    assert "nog geen uitvoering om iets over te vragen" in client.get(WITHOUT).content.decode()
    closed_evaluation(marks=[8] * 5)
    open_evaluation(people=3)
    page = client.get(WITHOUT).content.decode()
    assert "Goed nieuws: je mist geen enkele evaluatie." in page
    assert "Van de 2 uitvoeringen is er nog 1 open." in page
    assert "Goed nieuws" not in client.get(f"{WITHOUT}?q=iets").content.decode()


def test_a_trainer_finds_the_own_ones(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    own = long_ago(trainers=[trainer])
    long_ago()
    client.force_login(trainer)
    assert [one.pk for one in client.get(WITHOUT).context["object_list"]] == [own.pk]


def test_an_open_form_says_when_its_edition_was_and_about_how_many_answered(client: Client) -> None:
    form = open_evaluation(people=7)
    answer(form, [mark(8)] * 2)
    ((_subject, held, _occasion, answers, *_moments),) = cells(client, OPEN)
    assert form.edition is not None
    assert form.edition.starts_at is not None
    assert (str(clock.local(form.edition.starts_at).year) in held, answers) == (
        True,
        "minder dan 5 van 7",
    )


@pytest.mark.parametrize("is_survey", [True, False])
def test_answers_to_an_open_form_are_counted_by_fives(client: Client, is_survey: bool) -> None:
    form = open_evaluation(people=7)
    if is_survey:
        EvaluationForm.objects.filter(pk=form.pk).update(
            edition=None, occasion=Occasion.SURVEY, title="Vraag"
        )
    assert cells(client, OPEN)[0][3] == "minder dan 5 van 7"
    answer(EvaluationForm.objects.get(pk=form.pk), [mark(8)] * 6)
    assert cells(client, OPEN)[0][3] == "ten minste 5 van 7"


def test_nobody_reads_how_many_answered_while_they_are_in_the_room(client: Client) -> None:
    form = open_evaluation(people=7)
    assert form.edition is not None
    with clock.at(form.edition.sessions.get().ends_at - timedelta(minutes=5)):
        assert [row[3] for row in cells(client, OPEN)] == ["na afloop"]


@pytest.mark.parametrize("address", [OPEN, WITHOUT])
def test_more_rows_ask_no_more_queries(client: Client, address: str) -> None:
    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    def another() -> None:
        long_ago()
        open_evaluation(people=2)

    another()
    one = asked()
    another()
    another()
    assert asked() == one
