"""What the evaluations know of somebody: whether a form was answered, and no more."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from courses.common import clock
from courses.evaluation.models import EvaluationForm, Participation
from courses.evaluation.personal_data import Invitations
from courses.evaluation.services import Answer, submit
from courses.people.services import erase_person
from tests.academy.world import held_edition
from tests.factories import PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db

ENDED = datetime(2026, 3, 3, 22, tzinfo=ZoneInfo("Europe/Amsterdam"))


def _evaluate(people: list[User], *, answers: User) -> None:
    with clock.at(ENDED):
        edition = held_edition(TrainingFactory.create(title="Luisteren"), people, ended=ENDED)
        submit(
            form=EvaluationForm.objects.get(edition=edition),
            person=answers,
            answers={"overall": Answer(("8",)), "remarks": Answer(text="Het was koud.")},
        )


def test_it_shows_whether_somebody_answered_and_why_no_answers_are_there() -> None:
    person, other = PersonFactory.create(), PersonFactory.create()
    _evaluate([person, other], answers=person)
    why = (
        "Je antwoorden staan hier niet bij. Evaluaties zijn anoniem: bij een antwoord staat "
        "geen naam."
    )
    row = {"training": "Luisteren", "begon": "2026-03-03T19:00+01:00"}
    shown = Invitations().export(person.pk)
    assert shown == {"uitleg": why, "evaluaties": [{**row, "ingevuld": "Ja"}]}
    assert "koud" not in json.dumps(shown)
    assert Invitations().export(other.pk)["evaluaties"] == [{**row, "ingevuld": "Nee"}]
    assert Invitations().export(PersonFactory.create().pk) is None


def test_the_figures_keep_their_number_without_the_person() -> None:
    person, other = PersonFactory.create(), PersonFactory.create()
    _evaluate([person, other], answers=person)
    erase_person(person=person, actor=None)
    left = Participation.objects.order_by("-answered").values_list("person", "answered")
    assert list(left) == [(None, True), (other.pk, False)]
