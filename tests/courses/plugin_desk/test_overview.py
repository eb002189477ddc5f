"""What the first page of the administration asks about plugins, for each who opens it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.plugin_desk import overview
from courses.plugin_host import registry
from courses.plugin_host.models import PluginFault

pytestmark = pytest.mark.django_db


def test_where_nothing_is_wrong_no_plugin_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_into = []
    monkeypatch.setattr(registry, "title_of", lambda plugin: looked_into.append(plugin))
    overview.in_trouble()
    with CaptureQueriesContext(connection) as queries:
        assert overview.in_trouble() == []
    assert looked_into == []
    assert [one["sql"] for one in queries if "pluginusage" in one["sql"]] == []


def test_a_plugin_that_failed_is_told_with_its_package_and_costs() -> None:
    plugin = registry.plugins()[0]
    now = clock.now()
    PluginFault.objects.create(
        plugin=plugin.slug, place="Report x", error="RuntimeError", first_at=now, last_at=now
    )
    (row,) = overview.in_trouble()
    assert (row.slug, row.faults, row.source) == (plugin.slug, 1, plugin.name)
