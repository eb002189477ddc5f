"""The small academy."""

from __future__ import annotations

import pytest

from courses.catalogue.models import LessonPage
from courses.plugin_kit.testing.breaking import names_of
from courses.plugin_kit.testing.world import World, make_world, standing_in, undone
from tests.courses.plugin_kit.testing.faulty import Make, Panel, Rule

pytestmark = pytest.mark.django_db


def test_the_world_has_somebody_in_every_role(make: Make) -> None:
    plugin = make()
    with standing_in(plugin), undone():
        world = make_world(plugin, block_values={}, settings={"number": "7"})
        statuses = [world.client(role).get("/mijn/").status_code for role in World.ROLES]
        kinds = {child.block_type for child in LessonPage.objects.get(pk=world.lesson.pk).body}
    assert statuses == [302, 200, 200, 200, 200, 200]
    assert kinds == {"proef_sign", "proef_say"}
    assert world.settings == {"number": 7}
    assert names_of((Rule(), Panel())) == [("EnrolmentRule", "rule"), ("DashboardPanel", "panel")]
