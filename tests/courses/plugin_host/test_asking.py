"""One door to plugins: who can be asked in a training, with which settings, and who is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

import tests.courses.plugin_host as this_package
from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.enrolment.services import enrol, withdraw
from courses.evaluation.services import open_form
from courses.plugin_api.contributions.enrolment import Allow, Deny, EnrolmentRequest, EnrolmentRule
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import EnrolmentChanged, Event
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import asking, standing
from courses.plugin_host.models import PluginFault
from tests.courses.evaluation.factories import held_edition
from tests.factories import EditionFactory, PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courses.catalogue.models import TrainingPage
    from courses.plugin_api.contributions.base import Contribution

pytestmark = pytest.mark.django_db


class Limits(forms.Form):
    most = forms.IntegerField(initial=3)


class Door(EnrolmentRule):
    name = "door"

    def check(self, request: EnrolmentRequest) -> Allow | Deny:
        return Allow()


class Follower(EventHandler):
    name = "follower"
    events = (EnrolmentChanged,)

    def handle(self, event: Event) -> None:
        pass


class Plugin(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "asked"
    slug = "asked"
    title = "Gevraagd"

    def contributions(self) -> Sequence[Contribution]:
        return (Door(), Follower())

    def settings_form(self) -> type[forms.Form]:
        return Limits


@pytest.fixture
def training(install_plugin: Callable[[Any], Any]) -> TrainingPage:
    install_plugin(Plugin("tests.courses.plugin_host", this_package))
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="asked")
    return training


def test_who_is_on_is_asked_with_the_settings_of_the_training(training: TrainingPage) -> None:
    save_plugin_settings(training=training, plugin="asked", settings={"most": 7})
    (rule,) = asking.here(EnrolmentRule, training.pk).of("asked")
    assert (rule.contribution.name, rule.settings) == ("door", {"most": 7})
    assert rule.ask(lambda one: one.name, default="") == "door"


def test_what_nobody_filled_in_is_as_the_form_has_it(training: TrainingPage) -> None:
    (rule,) = asking.here(EnrolmentRule, training.pk).of("asked")
    assert rule.settings == {"most": 3}


def test_settings_that_one_changes_are_not_the_next_ones(training: TrainingPage) -> None:
    (rule,) = asking.here(EnrolmentRule, training.pk).of("asked")
    rule.settings["most"] = 99  # type: ignore[index]
    (again,) = asking.here(EnrolmentRule, training.pk).of("asked")
    assert again.settings == {"most": 3}


def test_elsewhere_nobody_is_asked(training: TrainingPage) -> None:
    other = TrainingFactory.create()
    assert asking.here(EnrolmentRule, other.pk) == asking.Providers(())


def test_off_on_the_site_is_neither_asked_nor_silent(training: TrainingPage) -> None:
    standing.switch(plugin="asked", on=False)
    assert asking.here(EnrolmentRule, training.pk) == asking.Providers(())


def test_a_failure_gives_the_default_and_is_reported(training: TrainingPage) -> None:
    (rule,) = asking.here(EnrolmentRule, training.pk).of("asked")
    assert rule.ask(lambda one: one.gone, default="shut") == "shut"  # type: ignore[attr-defined]
    assert PluginFault.objects.get().plugin == "asked"


def _looks_at_activations(queries: CaptureQueriesContext) -> int:
    return sum("coursepluginactivation" in query["sql"] for query in queries)


def test_enrolling_looks_once_at_what_is_on_for_the_rules_and_for_who_hears_of_it(
    training: TrainingPage,
) -> None:
    edition = EditionFactory.create(training=training)
    enrol(person=PersonFactory.create(), edition=edition)
    with CaptureQueriesContext(connection) as queries:
        enrol(person=PersonFactory.create(), edition=edition)
    assert _looks_at_activations(queries) == 1


@pytest.mark.parametrize("waiting", [0, 1, 3])
def test_giving_up_a_seat_looks_once_however_many_wait(
    training: TrainingPage, waiting: int
) -> None:
    edition = EditionFactory.create(training=training, capacity=1)
    holder, *_others = (
        enrol(person=PersonFactory.create(), edition=edition) for _ in range(waiting + 1)
    )
    with CaptureQueriesContext(connection) as queries:
        withdraw(enrolment=holder, actor=holder.person)
    assert _looks_at_activations(queries) == 1


def test_what_was_looked_up_for_one_transaction_is_not_what_the_next_one_finds(
    training: TrainingPage,
) -> None:
    activations = asking.Activations()
    assert list(activations.on_in(training.pk)) == ["asked"]
    activate_plugin(training=training, plugin="asked", active=False)
    assert list(activations.on_in(training.pk)) == ["asked"]
    assert list(asking.Activations().on_in(training.pk)) == []


def test_opening_a_form_looks_once_at_what_is_on(training: TrainingPage) -> None:
    edition = held_edition(people=1, training=training)
    with CaptureQueriesContext(connection) as queries:
        open_form(edition=edition)
    assert _looks_at_activations(queries) == 1
