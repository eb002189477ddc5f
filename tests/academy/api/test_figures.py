"""Figures for staff and contact persons: what the site shows them, and nothing more."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.people.enums import Role
from tests.academy.api.programs import Program, kind
from tests.academy.world import held_edition
from tests.courses.evaluation.factories import answer, close, mark, open_evaluation
from tests.factories import PartnerFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db


def evaluated(training: TrainingPage, marks: list[int], **fields: Any) -> Edition:
    """A held edition with one more person than marks, and its evaluation closed."""
    people = [PersonFactory.create() for _number in range(len(marks) + 1)]
    form = open_evaluation(people=people, training=training, **fields)
    answer(form, [mark(one) for one in marks])
    close(form)
    assert form.edition is not None
    return form.edition


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def contact() -> User:
    return PersonFactory.create()


@pytest.fixture
def training(contact: User) -> TrainingPage:
    partner = PartnerFactory.create(name="NIZU")
    partner.contacts.add(contact)
    return TrainingFactory.create(title="Luisteren", partner=partner)


@pytest.fixture
def edition(training: TrainingPage, trainer: User) -> Edition:
    return evaluated(training, [8, 8, 9, 7, 8], trainers=[trainer])


def partner_of(training: TrainingPage) -> int:
    assert training.partner is not None
    return int(training.partner.pk)


def test_a_coordinator_reads_the_mean_and_the_answers_by_question(edition: Edition) -> None:
    program = Program(person_in_role(Role.COORDINATOR))
    (row,) = program.get("/figures/editions")["items"]
    assert (row["edition"], row["mean"], row["withheld"]) == (edition.pk, 8.0, None)
    # Nobody reached the sixth.
    assert (row["invited"], row["asked"], row["answered"]) == (6, 5, 5)
    told = program.get(f"/figures/editions/{edition.pk}")
    (overall,) = [one for one in told["questions"] if one["key"] == "overall"]
    assert (overall["answers"], overall["mean"]) == (5, 8.0)
    assert [one["count"] for one in overall["bars"] if one["value"] in ("7", "8", "9")] == [1, 3, 1]
    assert program.get("/figures")["mean"] == 8.0


def test_of_too_few_answers_nothing_is_told_but_why(
    training: TrainingPage, edition: Edition
) -> None:
    few = evaluated(training, [10, 9, 8, 7])
    program = Program(person_in_role(Role.COORDINATOR))
    rows = {one["edition"]: one for one in program.get("/figures/editions")["items"]}
    assert rows[few.pk]["mean"] is None
    assert rows[few.pk]["withheld"] == "Niet te zien: er zijn minder dan 5 antwoorden."
    told = program.get(f"/figures/editions/{few.pk}")
    assert (told["forms"], told["withheld"], told["mean"], told["questions"]) == (0, 1, None, [])
    # Nor by subtracting: the four are in no total.
    assert program.get("/figures") == {
        **program.get(f"/figures/editions/{edition.pk}"),
        "withheld": 1,
    }


def test_of_an_open_form_nothing_is_told(training: TrainingPage) -> None:
    edition = held_edition(training, [PersonFactory.create() for _number in range(6)])
    told = Program(person_in_role(Role.ADMINISTRATOR)).get(f"/figures/editions/{edition.pk}")
    assert (told["forms"], told["questions"]) == (0, [])


def test_the_api_tells_what_the_page_tells(edition: Edition) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client = Client()
    client.force_login(coordinator)
    shown = client.get(f"/beheer/evaluaties/uitvoering/{edition.pk}/")
    told = Program(coordinator).get(f"/figures/editions/{edition.pk}")
    assert "8,0" in shown.content.decode()
    assert told["mean"] == 8.0


def test_a_trainer_sees_the_own_editions_only(edition: Edition, trainer: User) -> None:
    others = evaluated(edition.training, [6, 6, 6, 7, 6])
    program, other = Program(trainer), Program(person_in_role(Role.TRAINER))
    assert [one["edition"] for one in program.get("/figures/editions")["items"]] == [edition.pk]
    assert program.get("/figures")["forms"] == 1
    assert kind(program.get(f"/figures/editions/{others.pk}", 404)) == "not-found"
    assert other.get("/figures/editions")["items"] == []
    assert other.get("/figures")["forms"] == 0
    assert kind(other.get(f"/figures/editions/{edition.pk}", 404)) == "not-found"


def test_a_contact_person_sees_the_trainings_of_the_own_organisation(
    edition: Edition, contact: User
) -> None:
    evaluated(TrainingFactory.create(), [6, 6, 6, 7, 6])
    partner = partner_of(edition.training)
    program = Program(contact)
    rows = program.get(f"/figures/editions?partner={partner}")["items"]
    assert [one["edition"] for one in rows] == [edition.pk]
    assert program.get(f"/figures/editions/{edition.pk}?partner={partner}")["mean"] == 8.0
    assert program.get(f"/figures?partner={partner}")["forms"] == 1
    # Without naming the organisation one asks as staff.
    assert kind(program.get("/figures", 403)) == "not-allowed"


@pytest.mark.parametrize("role", [*Role, None])
def test_nobody_else_asks_as_a_contact_person(edition: Edition, role: Role | None) -> None:
    person = person_in_role(role) if role else PersonFactory.create()
    program = Program(person)
    partner = partner_of(edition.training)
    for path in ("/figures", "/figures/editions", f"/figures/editions/{edition.pk}"):
        assert kind(program.get(f"{path}?partner={partner}", 404)) == "not-found"


def test_a_volunteer_sees_no_figures_at_all(edition: Edition) -> None:
    program = Program(person_in_role(Role.VOLUNTEER))
    for path in (
        "/figures",
        "/figures/editions",
        f"/figures/editions/{edition.pk}",
        "/reports",
        "/reports/bereik/participants",
    ):
        assert kind(program.get(path, 403)) == "not-allowed"


def test_a_token_is_no_way_around_the_second_step(edition: Edition, settings: Any) -> None:
    settings.ACADEMY_STAFF_FACTOR_AFTER_DAYS = 30
    coordinator = person_in_role(Role.COORDINATOR)
    program = Program(coordinator)
    program.get("/figures")
    coordinator.factor_asked_at = clock.now() - timedelta(days=31)
    coordinator.save()
    assert kind(program.get("/figures", 403)) == "not-allowed"


def test_the_days_for_the_second_step_count_for_who_only_asks_here_too(
    edition: Edition, settings: Any
) -> None:
    """Somebody who works with a program alone opens no page that would begin to count."""
    settings.ACADEMY_STAFF_FACTOR_AFTER_DAYS = 14
    program = Program(person_in_role(Role.COORDINATOR))
    # Days on the calendar are meant: at noon a day more is the next one, whatever the clock does.
    noon = clock.moment_of(clock.today(), time(12))
    with clock.at(noon):
        program.get("/figures")
    with clock.at(noon + timedelta(days=13)):
        program.get("/figures")
    with clock.at(noon + timedelta(days=15)):
        assert kind(program.get("/figures", 403)) == "not-allowed"


def test_figures_are_narrowed_to_a_training_and_a_period(edition: Edition) -> None:
    program = Program(person_in_role(Role.COORDINATOR))
    other = evaluated(TrainingFactory.create(), [6, 6, 6, 7, 6])
    day = clock.today().isoformat()

    def found(query: str) -> set[int]:
        return {one["edition"] for one in program.get(f"/figures/editions?{query}")["items"]}

    assert found(f"training={edition.training_id}") == {edition.pk}
    assert found(f"until={day}") == {edition.pk, other.pk}
    assert found(f"since={day}") == set()


def test_reports_are_those_of_the_administration(training: TrainingPage) -> None:
    activate_plugin(training=training, plugin="bereik", actor=None)
    evaluated(training, [8, 8, 9, 7, 8])
    coordinator, trainer = Program(person_in_role(Role.COORDINATOR)), person_in_role(Role.TRAINER)
    listed = {(one["plugin"], one["name"]) for one in coordinator.get("/reports")}
    assert ("bereik", "participants") in listed
    told = coordinator.get("/reports/bereik/participants")
    assert told["complete"] is True
    assert [len(row) for row in told["rows"]] == [len(told["columns"])] * len(told["rows"])
    assert "Luisteren" in str(told["rows"])
    assert kind(coordinator.get("/reports/bereik/niets", 404)) == "not-found"
    # Reach is for coordinators.
    assert Program(trainer).get("/reports") == []
    assert kind(Program(trainer).get("/reports/bereik/participants", 404)) == "not-found"


def test_a_list_of_three_editions_costs_as_much_as_one(training: TrainingPage) -> None:
    program = Program(person_in_role(Role.COORDINATOR))

    def number() -> int:
        program.get("/figures/editions")
        with CaptureQueriesContext(connection) as asked:
            program.get("/figures/editions")
        return len(asked)

    evaluated(training, [8, 8, 9, 7, 8])
    with_one = number()
    evaluated(TrainingFactory.create(), [8, 8, 9, 7, 8])
    evaluated(training, [8, 8, 9, 7, 8])
    assert number() == with_one
