"""Plugins to check."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.template import engines

import tests.courses.plugin_kit.testing as this_package
from tests.courses.plugin_kit.testing.faulty import TEMPLATE, Make, ProefPlugin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from courses.plugin_api.api import CoursePlugin


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make(Pages, title="")`: the plugin with these contributions and attributes."""

    def plugin(*kinds: type[Any], template: str = TEMPLATE, **changes: Any) -> CoursePlugin:
        folder = tmp_path / "proef"
        (folder / "templates" / "proef").mkdir(parents=True, exist_ok=True)
        (folder / "templates" / "proef" / "say.html").write_text(template)
        for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
            loader.reset()
        kind: type[ProefPlugin] = type("Proef", (ProefPlugin,), {"__doc__": "Proef.", **changes})
        if kinds:
            kind.kinds = kinds
        made = kind("tests.courses.plugin_kit.testing", this_package)
        made.path = str(folder)
        made.apps, made.models = apps, {}
        return made

    return plugin


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """`package({"apps.py": …})`: an app config of a package with these files."""
    monkeypatch.syspath_prepend(str(tmp_path))
    names: list[str] = []

    def make_package(files: Mapping[str, str]) -> CoursePlugin:
        name = f"proefpakket{len(names)}"
        names.append(name)
        for file, text in {"__init__.py": "", "apps.py": APPS, **files}.items():
            target = tmp_path / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("PACKAGE", name))
        module = __import__(f"{name}.apps").apps
        made: CoursePlugin = module.Plugin(name, sys.modules[name])
        made.apps, made.models = apps, apps.all_models[made.label]
        return made

    yield make_package
    for name in names:
        for module in [one for one in sys.modules if one.partition(".")[0] == name]:
            del sys.modules[module]
        apps.all_models.pop(name, None)
    apps.clear_cache()


APPS = '''
from django.utils.translation import gettext_lazy as _
from courses.plugin_api.api import CoursePlugin


class Plugin(CoursePlugin):
    """A plugin in a package."""

    name = label = slug = "PACKAGE"
    title = "Pakket"
    description = "Een pakket."
    version = "1.0"
'''
