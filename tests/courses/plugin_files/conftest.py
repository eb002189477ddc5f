"""A training in which a plugin keeps files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import tests.courses.plugin_files as this_package
from courses.catalogue.services import activate_plugin
from tests.courses.plugin_files.drawer import Drawer, Packages, Sheets
from tests.factories import TrainingFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.catalogue.models import TrainingPage


@pytest.fixture
def drawer(install_plugin: Callable[[Any], Any]) -> Drawer:
    """The plugin, as it is installed."""
    plugin = Drawer("tests.courses.plugin_files", this_package)
    plugin.sheets, plugin.packages = Sheets(), Packages()
    install_plugin(plugin)
    return plugin


@pytest.fixture
def training(drawer: Drawer, db: None) -> TrainingPage:
    """A training with the plugin on."""
    training = TrainingFactory.create(title="Luisteren", slug="luisteren")
    activate_plugin(training=training, plugin=drawer.slug)
    return training
