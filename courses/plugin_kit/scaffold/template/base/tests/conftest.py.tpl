"""What the tests share."""

from __future__ import annotations

import pytest

from courses.plugin_host import registry
from courses.plugin_kit.testing import World
from courses.plugin_kit.testing.world import make_world


@pytest.fixture
def world(db: None) -> World:
    """A small academy: the plugin is on in `world.training`, with `world.participant` in it."""
    plugin = registry.find("$slug")
    assert plugin is not None, "install the package first"
    return make_world(plugin, block_values={})
