from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import CoursePluginActivation
from courses.certificates.enums import CriterionState
from courses.certificates.queries import Criterion, progress
from courses.certificates.services import issue_if_complete
from courses.common import addresses, clock
from courses.plugin_api.contributions.completion import Met, NotAsked, NotYet
from courses.plugin_host.models import PluginFault
from tests.courses.certificates.people import NEXT_DAY, attend, make_participant

if TYPE_CHECKING:
    from courses.enrolment.models import Enrolment

pytestmark = pytest.mark.django_db


def switch_on(enrolment: Enrolment, **settings: Any) -> None:
    CoursePluginActivation.objects.create(
        training=enrolment.edition.training, plugin="fragile", settings=settings
    )


def of(enrolment: Enrolment, key: str) -> list[Criterion]:
    return [criterion for criterion in progress(enrolment) if criterion.key == key]


def test_attendance_is_asked_of_everyone() -> None:
    enrolment = make_participant()
    assert of(enrolment, "attendance") == [
        Criterion(
            "attendance",
            "Bij de bijeenkomsten zijn",
            CriterionState.NOT_YET,
            "We weten nog niet of je er was. Je trainer vult dat in.",
        )
    ]
    attend(enrolment)
    assert of(enrolment, "attendance") == [
        Criterion("attendance", "Bij de bijeenkomsten zijn", CriterionState.MET)
    ]


def test_a_plugin_asks_nothing_of_a_training_where_it_is_off(whim: Any) -> None:
    assert of(make_participant(), "fragile_whim") == []


def test_a_plugin_gets_the_settings_of_the_training(whim: Any) -> None:
    enrolment = make_participant()
    switch_on(enrolment, strict=True)
    progress(enrolment)
    assert [context.settings for context in whim.asked] == [{"strict": True}]


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (Met(), CriterionState.MET, ""),
        (NotYet("Doe eerst de opdracht."), CriterionState.NOT_YET, "Doe eerst de opdracht."),
    ],
)
def test_what_a_plugin_answers_is_shown(
    whim: Any, answer: Any, state: CriterionState, reason: str
) -> None:
    enrolment = make_participant()
    switch_on(enrolment)
    whim.answer = answer
    assert of(enrolment, "fragile_whim") == [Criterion("fragile_whim", "Gril", state, reason)]


def test_what_a_training_does_not_ask_is_met_and_not_told_of(whim: Any) -> None:
    enrolment = make_participant()
    switch_on(enrolment)
    whim.answer = NotAsked()
    assert of(enrolment, "fragile_whim") == [
        Criterion("fragile_whim", "Gril", CriterionState.MET, is_asked=False)
    ]
    client = Client()
    client.force_login(enrolment.person)
    for address in (
        reverse("enrolment:enrol", args=[enrolment.edition_id]),
        addresses.training_end(enrolment.edition.training.slug),
    ):
        shown = client.get(address).context["criteria"]
        assert [one.key for one in shown] == ["attendance"]


@pytest.mark.parametrize("answer", [RuntimeError("stuk"), None, True, "klaar"])
def test_a_broken_criterion_leaves_completion_undetermined(whim: Any, answer: Any) -> None:
    enrolment = make_participant()
    switch_on(enrolment)
    attend(enrolment)
    whim.answer = answer
    with clock.at(NEXT_DAY):
        certificate = issue_if_complete(enrolment_id=enrolment.pk)
    assert certificate is None
    assert of(enrolment, "fragile_whim") == [
        Criterion("fragile_whim", "Breekbaar", CriterionState.UNDETERMINED)
    ]
    assert set(PluginFault.objects.values_list("plugin", flat=True)) == {"fragile"}


def test_a_criterion_that_breaks_later_takes_nothing_back(whim: Any) -> None:
    enrolment = make_participant()
    switch_on(enrolment)
    attend(enrolment)
    with clock.at(NEXT_DAY):
        issued = issue_if_complete(enrolment_id=enrolment.pk)
        whim.answer = RuntimeError("stuk")
        again = issue_if_complete(enrolment_id=enrolment.pk)
    assert issued is not None
    assert again == issued
    assert again.revoked_at is None
