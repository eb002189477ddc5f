"""What the kit says of a plugin's pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import path

from courses.plugin_api.api import Audience
from courses.plugin_kit.testing import PluginConformance
from courses.plugin_kit.testing.world import make_world, standing_in, undone
from tests.courses.plugin_kit.testing.faulty import (
    Make,
    Pages,
    failed_checks,
    gives,
    like,
    raises,
    wrong,
)

pytestmark = pytest.mark.django_db


@wrong(
    {"its_pages_are_for_its_audience_alone": like(Pages, audience="vrienden")},
    {"its_pages_are_for_its_audience_alone": like(Pages, patterns=gives([path("", raises)]))},
)
def test_what_is_wrong_fails_its_check_and_no_other(make: Make, parts: dict[str, Any]) -> None:
    assert failed_checks(make, parts) == set(parts)


def test_a_page_that_the_academy_cannot_close_is_noticed(make: Make) -> None:
    """A plugin that puts itself into the academy's own addresses, say."""
    plugin = make(Pages, form=None)
    kit = type("Kit", (PluginConformance,), {"slug": "proef"})()
    kit._pages = lambda _world: [(Audience.EVERYONE, "/agenda/")]
    with standing_in(plugin), undone():
        world = make_world(plugin, block_values={})
        with pytest.raises(pytest.fail.Exception) as failed:
            kit.test_its_pages_are_closed_where_it_is_off(world)
    assert "/agenda/ for visitor in a training where it is off: status 200" in str(failed.value)
