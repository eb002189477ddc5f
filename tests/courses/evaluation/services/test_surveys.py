"""Surveys: a list of people is asked, each once, and their end is nobody's to pick."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from wagtail.models import ModelLogEntry

from courses.catalogue.enums import EventKind
from courses.common import clock
from courses.common.errors import Refusal
from courses.evaluation.enums import FormStatus, Occasion, Purpose
from courses.evaluation.models import EvaluationForm, FormQuestion
from courses.evaluation.queries.opening import OPEN_FOR, WAITS
from courses.evaluation.queries.surveys import answered_at_least
from courses.evaluation.queries.templates import standard_form
from courses.evaluation.services import Answer, open_due_forms, open_survey, submit
from courses.evaluation.services import templates as template_services
from courses.evaluation.services.surveys import move_end
from courses.people.enums import Role
from tests.courses.evaluation.factories import held_edition
from tests.factories import PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def survey(**fields: Any) -> EvaluationForm:
    """A survey of five people, that is open for three weeks."""
    values: dict[str, Any] = {
        "template": standard_form(Purpose.SURVEY),
        "title": "Wat vind je van de academie?",
        "closes_at": clock.now() + 21 * DAY,
        **fields,
    }
    if "people" not in values:
        values["people"] = PersonFactory.create_batch(5)
    return open_survey(**values)


@pytest.mark.both_databases
def test_each_person_of_the_list_is_asked_once(django_assert_max_num_queries: Any) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    people: list[User] = PersonFactory.create_batch(6)
    gone = PersonFactory.create(is_active=False)
    with django_assert_max_num_queries(40):
        everybody = [*people, gone, people[0]]
        form = survey(people=everybody, title="  Wat vind   je? ", actor=coordinator)
    asked = set(form.participations.values_list("person", flat=True))
    assert asked == {one.pk for one in people}
    assert (form.edition, form.subject, form.template) == (
        None,
        "Wat vind je?",
        standard_form(Purpose.SURVEY),
    )
    keys = list(form.questions.values_list("key", flat=True))
    assert keys[:3] == ["survey_intro", "survey_mark", "survey_why"]
    entry = ModelLogEntry.objects.get(action="evaluation.survey_opened")
    assert (entry.user, entry.data) == (coordinator, {"people": 6})


def test_a_survey_that_can_show_nothing_or_never_ends_is_refused() -> None:
    archived = template_services.copy_template(
        template=standard_form(Purpose.SURVEY),  # type: ignore[arg-type]
        actor=None,
    )
    template_services.archive_template(template=archived, actor=None)
    four = PersonFactory.create_batch(4)
    cases: dict[str, dict[str, Any]] = {
        "people": {"people": [*four, *four]},
        "title": {"title": "   "},
        "template": {"template": archived},
        "closes_at": {"closes_at": clock.now() + DAY},
    }
    for field, values in cases.items():
        with pytest.raises(Refusal) as refusal:
            survey(**values)
        assert (field, refusal.value.field) == (field, field)
    with pytest.raises(Refusal, match="ten hoogste 120 dagen"):
        survey(closes_at=clock.now() + 200 * DAY)
    assert EvaluationForm.objects.count() == 0
    survey()
    with pytest.raises(Refusal, match="al een enquête open met deze titel"):
        survey(title="wat vind je van de ACADEMIE?")


def test_the_end_can_be_later_and_is_never_at_once() -> None:
    coordinator, form = person_in_role(Role.COORDINATOR), survey()
    start, end = form.opened_at, form.closes_at

    def moved(at: datetime, to: datetime) -> datetime:
        with clock.at(at):
            return move_end(form=form, closes_at=to, actor=coordinator).closes_at

    assert moved(start, end + 7 * DAY) == end + 7 * DAY
    # Earlier leaves everybody two days to answer, so nobody picks the moment.
    assert moved(start + DAY, start + 4 * DAY) == start + 4 * DAY
    for at, to in (
        (start + DAY, start + DAY + timedelta(minutes=1)),
        (start + DAY, start + 2.9 * DAY),
        (start + DAY, start + 121 * DAY),
        (start + 5 * DAY, start + 9 * DAY),
    ):
        with pytest.raises(Refusal):
            moved(at, to)
    # In the last days it can only become later.
    assert moved(start + 3 * DAY, start + 6 * DAY) == start + 6 * DAY
    with pytest.raises(Refusal, match="sluit bijna"), clock.at(start + 5 * DAY):
        move_end(form=form, closes_at=start + 5.5 * DAY, actor=coordinator)
    assert ModelLogEntry.objects.filter(action="evaluation.survey_moved").count() == 3


def test_while_it_is_open_answers_are_counted_by_five() -> None:
    people: list[User] = PersonFactory.create_batch(7)
    form = survey(people=people)
    seen = []
    for person in people:
        submit(form=form, person=person, answers={"survey_mark": Answer(values=("8",))})
        seen.append(answered_at_least(form))
    assert seen == [0, 0, 0, 0, 5, 5, 5]
    form.status, form.answered_count = FormStatus.CLOSED, 7
    assert answered_at_least(form) == 7


@pytest.mark.both_databases
def test_people_are_asked_again_ten_weeks_and_a_year_later_where_a_training_asks_that() -> None:
    quiet, keen = TrainingFactory.create(), TrainingFactory.create()
    lecture = TrainingFactory.create(kind=EventKind.LECTURE)
    for training, occasion, is_asked in (
        (quiet, Occasion.TEN_WEEKS, False),
        (keen, Occasion.YEAR, True),
        (keen, Occasion.YEAR, True),
    ):
        template_services.ask_later(
            training=training, occasion=occasion, is_asked=is_asked, actor=None
        )
    usual, editions = TrainingFactory.create(), {}
    for training in (usual, quiet, keen, lecture):
        editions[training.pk] = held_edition(people=1, training=training)
    end = max(one.ends_at for one in editions.values() if one.ends_at)
    opened = {}
    for moment in (timedelta(), WAITS[Occasion.TEN_WEEKS], WAITS[Occasion.YEAR]):
        for wait in (-DAY, timedelta(hours=1), DAY):
            with clock.at(end + moment + wait):
                opened[moment + wait] = open_due_forms()
    assert list(opened.values()) == [0, 4, 0, 0, 2, 0, 0, 1, 0]
    later = EvaluationForm.objects.exclude(occasion=Occasion.END)
    found = {(one.edition.training_id, one.occasion) for one in later if one.edition}
    assert found == {
        (usual.pk, Occasion.TEN_WEEKS),
        (keen.pk, Occasion.TEN_WEEKS),
        (keen.pk, Occasion.YEAR),
    }
    assert later.filter(participations__isnull=True).count() == 0
    assert set(
        FormQuestion.objects.filter(form__occasion=Occasion.YEAR).values_list("key", flat=True)
    ) == {"year_active", "later_use", "year_mark", "year_change", "year_more"}
    # An edition of long ago is not suddenly asked about.
    with clock.at(end + WAITS[Occasion.YEAR] + OPEN_FOR + DAY):
        template_services.ask_later(
            training=usual, occasion=Occasion.YEAR, is_asked=True, actor=None
        )
        assert open_due_forms() == 0


def test_what_is_asked_after_the_last_session_cannot_be_left_out() -> None:
    with pytest.raises(Refusal, match="altijd gevraagd"):
        template_services.ask_later(
            training=TrainingFactory.create(), occasion=Occasion.END, is_asked=False, actor=None
        )
