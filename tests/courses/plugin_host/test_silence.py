"""A plugin that cannot be asked is not taken for one that has nothing to say."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

import tests.courses.plugin_host as this_package
from courses.catalogue.queries import settings_of
from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.certificates.enums import CriterionState
from courses.certificates.queries import progress
from courses.common import clock, process_cache
from courses.common.errors import Refusal
from courses.common.public_version import version as public_version
from courses.common.shared_token import shared_token
from courses.enrolment.services import enrol
from courses.people.queries import export_personal_data
from courses.people.services import erase_person
from courses.plugin_api.contributions.completion import CompletionContext, CompletionCriterion, Met
from courses.plugin_api.contributions.enrolment import Allow, EnrolmentRequest, EnrolmentRule
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_desk import lifecycle
from courses.plugin_host import records, registry, standing
from courses.plugin_host.discovery import Discovery, Reason, RejectedPlugin
from courses.plugin_host.enums import PluginStatus
from courses.plugin_host.models import PluginState
from tests.factories import EditionFactory, PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db


class Rule(EnrolmentRule):
    name = "rule"

    def check(self, request: EnrolmentRequest) -> Allow:
        return Allow()


class Misnamed(Rule):
    name = "No Name"


class Criterion(CompletionCriterion):
    name = "criterion"
    label = "Altijd"

    def evaluate(self, ctx: CompletionContext) -> Met:
        return Met()


class Data(PersonalData):
    name = "data"
    label = "Iets"

    def export(self, person_id: int) -> Any:
        return None

    def erase(self, person_id: int) -> None:
        return None


class Quiet(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "quiet"
    slug = "quiet"
    title = "Stille"
    offered: Any = (Rule(), Criterion(), Data())

    def contributions(self) -> Sequence[Any]:
        if self.offered is None:
            raise RuntimeError("cannot say")
        offered: Sequence[Any] = self.offered
        return offered


Install = Callable[[Any], Any]


def _plugin(**changes: Any) -> Quiet:
    plugin = Quiet("tests.courses.plugin_host", this_package)
    for name, value in changes.items():
        setattr(plugin, name, value)
    return plugin


@pytest.fixture
def training() -> TrainingPage:
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="quiet")
    return training


def _fail_to_say(install: Install) -> None:
    install(_plugin(offered=None))


def _fail_to_load(install: Install) -> None:
    plugin = install(_plugin())
    plugin.failure = "Traceback"
    process_cache.forget_plugins()


def _older(install: Install) -> None:
    install(_plugin())
    PluginState.objects.create(plugin="quiet", title="Stille", migration="0009_gone")


def _gone(install: Install) -> None:
    kinds = ["CompletionCriterion", "EnrolmentRule", "PersonalData"]
    PluginState.objects.create(plugin="quiet", title="Stille", kinds=kinds, tables=["quiet_row"])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE quiet_row (id integer)")
        cursor.execute("INSERT INTO quiet_row VALUES (1)")


SILENCES = [_fail_to_say, _fail_to_load, _older, _gone]


@pytest.mark.parametrize("silence", SILENCES)
def test_enrolment_stays_closed_and_certificates_wait_while_it_cannot_be_asked(
    install_plugin: Install, training: TrainingPage, silence: Callable[[Install], None]
) -> None:
    silence(install_plugin)
    standing.forget()
    edition = EditionFactory.create(training=training)
    with pytest.raises(Refusal, match="lukt nu niet"):
        enrol(person=PersonFactory.create(), edition=edition)
    activate_plugin(training=training, plugin="quiet", active=False)
    taking_part = enrol(person=PersonFactory.create(), edition=edition)
    activate_plugin(training=training, plugin="quiet")
    states = {one.label: one.state for one in progress(taking_part)}
    assert states["Stille"] == CriterionState.UNDETERMINED


@pytest.mark.parametrize("silence", SILENCES)
def test_nobody_is_erased_and_the_download_says_so_while_it_cannot_be_asked(
    install_plugin: Install, silence: Callable[[Install], None]
) -> None:
    silence(install_plugin)
    standing.forget()
    person = PersonFactory.create()
    if silence is not _older:
        assert "Stille" in export_personal_data(person)["let op"]
        with pytest.raises(Refusal, match="Stille"):
            erase_person(person=person, actor=None)


@pytest.mark.parametrize("silence", SILENCES)
def test_switching_it_off_is_a_decision_and_opens_the_door(
    install_plugin: Install, training: TrainingPage, silence: Callable[[Install], None]
) -> None:
    silence(install_plugin)
    standing.switch(plugin="quiet", on=False)
    standing.forget()
    edition = EditionFactory.create(training=training)
    assert enrol(person=PersonFactory.create(), edition=edition).status == "confirmed"


def test_a_rule_that_was_left_out_for_its_name_keeps_the_door_shut_too(
    install_plugin: Install, training: TrainingPage
) -> None:
    install_plugin(_plugin(offered=(Misnamed(), Criterion())))
    assert standing.silent_at("EnrolmentRule") == {"quiet"}
    assert standing.silent_at("CompletionCriterion") == frozenset()
    with pytest.raises(Refusal, match="lukt nu niet"):
        enrol(person=PersonFactory.create(), edition=EditionFactory.create(training=training))


def test_a_plugin_that_never_had_a_rule_shuts_nothing(training: TrainingPage) -> None:
    PluginState.objects.create(plugin="quiet", title="Stille", kinds=["ContentBlock"])
    standing.forget()
    edition = EditionFactory.create(training=training)
    assert enrol(person=PersonFactory.create(), edition=edition).status == "confirmed"


def test_the_safe_mode_is_a_decision(training: TrainingPage, settings: Settings) -> None:
    PluginState.objects.create(plugin="quiet", title="Stille", kinds=None)
    settings.PLUGINS = Discovery((), (RejectedPlugin("quiet", "x", Reason.SAFE_MODE, ""),))
    standing.forget()
    edition = EditionFactory.create(training=training)
    assert enrol(person=PersonFactory.create(), edition=edition).status == "confirmed"


def test_what_a_plugin_has_is_remembered_for_when_it_is_gone(install_plugin: Install) -> None:
    plugin = install_plugin(_plugin())
    records.record(plugin)
    row = PluginState.objects.get(plugin="quiet")
    assert row.kinds == ["CompletionCriterion", "EnrolmentRule", "PersonalData"]
    plugin.offered = None
    process_cache.forget_plugins()
    records.record(plugin)
    row.refresh_from_db()
    assert row.kinds == ["CompletionCriterion", "EnrolmentRule", "PersonalData"]


# --- What is kept of switches -----------------------------------------------------------------


def test_a_database_that_does_not_answer_switches_nothing_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    standing.switch(plugin="bellen", on=False)
    standing.forget()
    assert "bellen" in standing.switched_off()

    def locked() -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(standing, "everyone", locked)
    monkeypatch.setattr(records.changes, "read", lambda: b"another token...")
    assert "bellen" in standing.switched_off()
    standing.forget()
    with pytest.raises(DatabaseError):
        standing.switched_off()


def test_what_changes_for_visitors_does_not_have_the_plugins_looked_at_again(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    standing.table()
    public_version.bump()
    with django_assert_num_queries(0):
        standing.table()


def test_what_another_process_switches_is_seen_at_once() -> None:
    assert "bellen" not in standing.switched_off()
    PluginState.objects.update_or_create(
        plugin="bellen", defaults={"enabled": False, "seen_at": clock.now()}
    )
    assert "bellen" not in standing.switched_off()
    shared_token("plugins").bump()
    assert "bellen" in standing.switched_off()


@pytest.mark.django_db(transaction=True)
def test_a_switch_that_is_rolled_back_is_forgotten() -> None:
    def switch_and_fail() -> None:
        with transaction.atomic():
            standing.switch(plugin="bellen", on=False)
            assert "bellen" in standing.switched_off()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        switch_and_fail()
    assert "bellen" not in standing.switched_off()
    standing.switch(plugin="bellen", on=False)
    assert "bellen" in standing.switched_off()


def test_a_switch_on_another_machine_is_seen_after_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "bellen" not in standing.switched_off()
    PluginState.objects.update_or_create(plugin="bellen", defaults={"enabled": False})
    assert "bellen" not in standing.switched_off()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + standing.KNOWN_FOR + 1)
    assert "bellen" in standing.switched_off()


# --- Other marks that plugins leave -----------------------------------------------------------


def test_settings_that_a_plugin_changes_are_not_the_next_ones(training: TrainingPage) -> None:
    save_plugin_settings(training=training, plugin="quiet", settings={"list": [1]})
    first = settings_of("quiet", training.pk)
    first["list"].append(2)
    first["more"] = True  # type: ignore[index]
    assert settings_of("quiet", training.pk) == {"list": [1]}


def test_a_title_that_fails_is_the_slug(install_plugin: Install) -> None:
    class Title:
        def __str__(self) -> str:
            raise RuntimeError

    plugin = install_plugin(_plugin(title=Title()))
    assert (registry.title_of(plugin), records.title_of("quiet")) == ("quiet", "quiet")


@pytest.mark.django_db(transaction=True)
def test_purged_while_its_package_stays_it_is_off_and_people_can_be_erased() -> None:
    plugin = registry.find("praktijkopdracht")
    assert plugin is not None
    models = dict(plugin.models or {})
    try:
        records.record(plugin)
        standing.switch(plugin="praktijkopdracht", on=False)
        lifecycle.purge("praktijkopdracht")
        assert "praktijkopdracht" in standing.switched_off()
        assert standing.purged() == {"praktijkopdracht"}
        erase_person(person=PersonFactory.create(), actor=None)
    finally:
        _put_back(plugin, models)


def _put_back(plugin: CoursePlugin, models: dict[str, Any]) -> None:
    """The tables, models and rows that other tests count on."""
    apps.all_models[plugin.label].update(models)
    plugin.models = apps.all_models[plugin.label]
    apps.clear_cache()
    call_command("migrate", plugin.label, verbosity=0)
    # The rows that the next test begins with refer to these, and have to find them known.
    ContentType.objects.get_for_models(*apps.get_models())
    standing.forget()


class Needing(Quiet):
    label = "needing"
    slug = "needing"
    requires_plugins = {"quiet": "1.0"}


def test_where_another_is_off_who_needs_it_is_off_too_and_that_is_a_decision(
    install_plugin: Install,
) -> None:
    install_plugin(_plugin())
    install_plugin(Needing("tests.courses.plugin_host", this_package))
    assert standing.read()["needing"].status == PluginStatus.ON
    standing.switch(plugin="quiet", on=False)
    found = standing.table()["needing"]
    assert (found.status, found.silent) == (PluginStatus.NEEDS_OTHER, frozenset())
    assert "needing" in standing.switched_off()
    standing.switch(plugin="quiet", on=True)
    assert "needing" not in standing.switched_off()


def test_where_another_cannot_work_who_needs_it_is_silent(install_plugin: Install) -> None:
    _older(install_plugin)
    install_plugin(Needing("tests.courses.plugin_host", this_package))
    found = standing.read()["needing"]
    assert (found.status, found.silent) == (PluginStatus.NEEDS_OTHER, None)
