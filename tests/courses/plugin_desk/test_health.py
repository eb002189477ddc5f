"""Checks and the doctor name the culprit and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.checks import run_checks
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

import tests.courses.plugin_host as this_package
from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_desk import doctor, health
from courses.plugin_host.discovery import Found, LeftOut, Reason

pytestmark = pytest.mark.django_db


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


def test_the_checks_warn_and_never_stop_the_site(plugin: Plugin, settings: Any) -> None:
    settings.PLUGINS = Found(
        (),
        tuple(
            LeftOut(f"plugin-{reason}", "pakket 1.0", reason, "Traceback\nValueError: x")
            for reason in Reason
        ),
    )
    told = [one for one in run_checks(tags=["plugins"]) if "bereik" not in one.msg]
    assert all(not one.is_serious() for one in told)
    ids = {one.id for one in told if "plugin-" in one.msg}
    assert ids == {"plugins.W001", "plugins.W002", "plugins.W003", "plugins.W004"}
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
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, source: str, said: str
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
