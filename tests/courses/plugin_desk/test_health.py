"""Checks and the doctor name the culprit and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import DO_NOTHING, PROTECT, RESTRICT
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

import tests.courses.plugin_host as this_package
from courses.common import process_cache
from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_desk import doctor, health, overview
from courses.plugin_host import registry, standing
from courses.plugin_host.discovery import Discovery, Reason, RejectedPlugin
from courses.plugin_host.enums import PluginStatus
from courses.plugin_host.models import PluginState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db

PRACTICE = "praktijkopdracht"


class BadBlock(ContentBlock):
    name = "bad"

    def block(self) -> Any:
        raise RuntimeError


class NoTemplate(Exercise):
    name = "no_template"
    template_name = "there/is/none.html"

    def block(self) -> blocks.Block:
        return blocks.CharBlock()

    def read_answer(self, data: Any, previous: Any) -> Any:
        return data

    def grade(self, answer: Any, ctx: Any) -> Any:
        return None


class Plugin(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "health_plugin"
    slug = "health_plugin"
    title = _("Een titel die niemand vertaald heeft")
    offered: Sequence[Any] = ()

    def contributions(self) -> Sequence[Any]:
        return self.offered


@pytest.fixture
def plugin(install_plugin: Callable[[Any], Any]) -> Plugin:
    installed: Plugin = install_plugin(Plugin("tests.courses.plugin_host", this_package))
    return installed


def _codes(problems: Any) -> list[str]:
    return [one.code for one in problems]


def test_a_text_without_english_is_told(plugin: Plugin) -> None:
    (problem,) = health.problems_of(plugin)
    assert (problem.code, problem.plugin) == ("translation", "health_plugin")
    assert "Een titel die niemand vertaald heeft" in problem.text


def test_a_plugin_that_could_not_load_has_that_one_problem(plugin: Plugin) -> None:
    plugin.fail("Traceback …\nRuntimeError: kapot")
    (problem,) = health.problems_of(plugin)
    assert (problem.code, problem.text) == ("cannot_load", "RuntimeError: kapot")


def test_pieces_that_cannot_be_made_are_told(plugin: Plugin) -> None:
    plugin.offered = (BadBlock(), NoTemplate())
    problems = {one.code: one.text for one in health.deep_problems_of(plugin)}
    assert problems["block"] == "ContentBlock bad: block() fails"
    assert "there/is/none.html" in problems["template"]


def test_the_checks_warn_and_never_stop_the_site(plugin: Plugin, settings: Settings) -> None:
    settings.PLUGINS = Discovery(
        (),
        tuple(
            RejectedPlugin(f"plugin-{reason}", "pakket 1.0", reason, "Traceback\nValueError: x")
            for reason in Reason
        ),
    )
    told = [one for one in run_checks(tags=["plugins"]) if "bereik" not in one.msg]
    assert all(not one.is_serious() for one in told)
    ids = {one.id for one in told if "plugin-" in one.msg}
    assert ids == {f"plugins.W0{n:02}" for n in (1, 2, 3, 4, 17, 18)}
    assert any("health_plugin" in one.msg for one in told)


def test_every_problem_has_a_number(plugin: Plugin) -> None:
    from courses.plugin_desk.checks import IDS

    codes = {f"left_out_{reason}" for reason in Reason if reason != Reason.SAFE_MODE}
    assert codes <= set(IDS)
    assert len(set(IDS.values())) == len(IDS)


# --- The doctor -------------------------------------------------------------------------------


def test_the_doctor_finds_a_bundled_plugin_healthy() -> None:
    assert doctor.examine("zingeving").healthy


def test_the_doctor_looks_at_one_that_the_safe_mode_keeps_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ACADEMY_PLUGINS_DISABLED", "all")
    assert doctor.examine("zingeving").healthy


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise ValueError('kapot')", "ValueError: kapot"),
        ("import os; os._exit(7)", "ends the process (status 7)"),
        ("import time; time.sleep(60)", "hangs"),
    ],
)
def test_the_doctor_names_who_breaks_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, said: str
) -> None:
    package = tmp_path / "kwaad"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "apps.py").write_text(source)
    info = tmp_path / "kwaad-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kwaad\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[vrijwilligersacademie.plugins.v1]\nkwaad = kwaad.apps:Plugin\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    if said == "hangs":
        monkeypatch.setattr(doctor, "PATIENCE", 5)
    diagnosis = doctor.examine("kwaad")
    assert (diagnosis.plugin, diagnosis.healthy) == ("kwaad", False)
    assert said in diagnosis.lines[0]


def test_a_plugin_that_cannot_say_what_it_adds_is_told_with_the_reason(plugin: Plugin) -> None:
    plugin.offered = None  # type: ignore[assignment]
    problem = next(one for one in health.problems_of(plugin) if one.code == "contributions")
    assert problem.text == "contributions() fails: TypeError: 'NoneType' object is not iterable"


def test_something_that_was_left_out_is_told(plugin: Plugin) -> None:
    plugin.offered = (NoTemplate(), NoTemplate())
    problem = next(one for one in health.problems_of(plugin) if one.code == "contributions")
    assert problem.text == "something of Exercise is left out"


# --- What the doctor and the list of plugins say of tables ------------------------------------


def _list_says(slug: str) -> PluginStatus:
    row = overview.plugin_row(slug)
    assert row is not None
    return row.status


def _tables_of(slug: str) -> list[str]:
    standing.forget()
    plugin = registry.find(slug)
    assert plugin is not None
    return _codes(health.stuck(plugin))


@pytest.mark.both_databases
def test_the_doctor_and_the_list_agree_on_a_plugin_that_is_held() -> None:
    assert (_tables_of("herinneringen"), _list_says("herinneringen")) == ([], PluginStatus.ON)
    row, _new = PluginState.objects.get_or_create(plugin="herinneringen")
    PluginState.objects.filter(pk=row.pk).update(migration="0099_newer")
    assert _tables_of("herinneringen") == ["held"]
    assert _list_says("herinneringen") == PluginStatus.OLDER


@pytest.mark.both_databases
def test_the_doctor_finds_nothing_wrong_with_what_was_purged_and_is_off() -> None:
    row, _new = PluginState.objects.get_or_create(plugin="herinneringen")
    recorder = MigrationRecorder(connection)
    for _label, name in [one for one in recorder.applied_migrations() if "herinn" in one[0]]:
        recorder.record_unapplied("herinneringen", name)
    assert _tables_of("herinneringen") == ["unapplied"]
    PluginState.objects.filter(pk=row.pk).update(enabled=False, purged=True, migration="")
    assert (_tables_of("herinneringen"), _list_says("herinneringen")) == ([], PluginStatus.OFF)
    PluginState.objects.filter(pk=row.pk).update(enabled=True)
    assert _tables_of("herinneringen") == ["purged"]


@pytest.mark.both_databases
def test_migrations_that_stand_halfway_are_named() -> None:
    recorder = MigrationRecorder(connection)
    for _label, name in [one for one in recorder.applied_migrations() if one[0] == PRACTICE]:
        recorder.record_unapplied(PRACTICE, name)
    # One of before; had a later one been run, Django would not look for those that it builds on.
    recorder.record_applied(PRACTICE, "0000_before")
    plugin = registry.find(PRACTICE)
    assert plugin is not None
    (problem,) = health.stuck(plugin)
    assert problem.code == "halfway"
    assert problem.text == (
        "its migrations stand halfway: 0000_before was run, 0001_initial was not"
    )
    told = [one.id for one in run_checks(tags=["database"], databases=["default"])]
    assert told == ["plugins.W013"]


@pytest.fixture
def asked_again() -> Iterator[None]:
    """What plugins add is asked anew after the test."""
    yield
    process_cache.forget_plugins()


@pytest.mark.parametrize("rule", [PROTECT, RESTRICT, DO_NOTHING])
def test_rows_that_hold_a_training_or_a_person_are_told(
    monkeypatch: pytest.MonkeyPatch, asked_again: None, rule: Any
) -> None:
    plugin = registry.find(PRACTICE)
    assert plugin is not None
    submission = plugin.get_model("submission")
    for name in ("training", "person"):
        monkeypatch.setattr(submission._meta.get_field(name).remote_field, "on_delete", rule)
    held = [one.text.partition(" ")[0] for one in health.problems_of(plugin) if one.code == "holds"]
    # It erases what it keeps of people itself.
    assert held == ["Submission.training"]
    monkeypatch.setattr(type(plugin), "contributions", lambda self: ())
    process_cache.forget_plugins()
    held = [one.text.partition(" ")[0] for one in health.problems_of(plugin) if one.code == "holds"]
    assert held == ["Submission.person", "Submission.training"]


def test_a_plugin_that_is_gone_is_named_and_is_no_illness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "candidate_names", lambda _bundled: ())
    PluginState.objects.create(plugin="vroeger", title="Van vroeger", version="1.2")
    (diagnosis,) = [one for one in doctor.examine_all() if one.plugin == "vroeger"]
    assert (diagnosis.healthy, diagnosis.status) == (True, _list_says("vroeger"))
