"""What a plugin brings is loaded early; one of which something is wrong is out and stops nobody."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.core import checks

import tests.courses.plugin_api as this_package
from courses.plugin_api import loading
from courses.plugin_api.api import Score
from courses.plugin_api.plugin import CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Wrong:
    """A model that Django's own checks refuse."""

    @staticmethod
    def check() -> list[checks.CheckMessage]:
        return [checks.Warning("onhandig"), checks.Error("verkeerd")]


class Plain(CoursePlugin):
    label = slug = "test_loading"
    title = "Testplugin"
    models_of_it: Sequence[Any] = ()
    begun = 0

    def get_models(self, *_arguments: Any, **_options: Any) -> Any:
        return self.models_of_it

    def ready(self) -> None:
        self.begun += 1


class OfWrongModels(Plain):
    models_of_it = [Wrong]


@pytest.fixture(autouse=True)
def _settings(settings: Any) -> None:
    """A plugin that is out changes where its migrations are."""
    settings.MIGRATION_MODULES = {}


def made(kind: type[Plain], name: str = "tests.courses.plugin_api") -> Plain:
    plugin = kind(name, this_package)
    plugin.ready()
    return plugin


def test_one_whose_models_are_wrong_is_out_and_the_next_is_loaded() -> None:
    wrong, right = made(OfWrongModels), made(Plain)

    loading.load_all([wrong, right])

    assert "UnfitModelsError: " in wrong.failure
    assert "verkeerd" in wrong.failure
    assert "onhandig" not in wrong.failure
    assert right.failure == ""


def test_one_that_is_out_is_neither_loaded_nor_begun_again() -> None:
    plugin = made(OfWrongModels)
    plugin.failure = "kon niet"

    loading.load_all([plugin])
    plugin.ready()

    assert (plugin.failure, plugin.begun) == ("kon niet", 1)


def test_one_whose_package_is_gone_has_nothing_to_load() -> None:
    plugin = made(Plain, "tests.courses.plugin_api.nergens")

    loading.load_all([plugin])

    assert plugin.failure == ""


@pytest.mark.parametrize("points", [(1.5, 4), (1, 4.0), (True, 4), ("1", 4), (5, 4), (-1, 4)])
def test_a_score_is_of_whole_points_that_there_are(points: Any) -> None:
    with pytest.raises(ValueError, match="points"):
        Score(*points)


def test_a_module_that_fails_keeps_its_plugin_out_and_is_empty_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "proef_haken"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "wagtail_hooks.py").write_text("begun = 1\nraise SystemExit('stop')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    plugin = made(Plain, "proef_haken")

    try:
        loading.load_all([plugin])
        hooks = import_module("proef_haken.wagtail_hooks")
    finally:
        for name in [one for one in sys.modules if one.partition(".")[0] == "proef_haken"]:
            del sys.modules[name]

    assert "SystemExit: stop" in plugin.failure
    assert not hasattr(hooks, "begun")
