"""The settings of a plugin for the whole site: kept beside what else the site remembers of it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from django.db import transaction

from courses.common import audit
from courses.plugin_api.site_settings import read_with
from courses.plugin_host import plugin_settings, records, standing
from courses.plugin_host.models import PluginState
from courses.plugin_host.plugin_settings import ON_SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courses.common.audit import Actor
    from courses.common.edit_conflicts import Facts, FormSnapshot
    from courses.plugin_api.contributions.base import Json
    from courses.plugin_api.plugin import CoursePlugin


def of(slug: str) -> Mapping[str, Json]:
    """What was filled in, and the `initial` of what was not; a copy, and no query in between
    changes."""
    found = standing.table().get(slug)
    kept = found.row.site_settings if found is not None and found.row is not None else {}
    return deepcopy({**plugin_settings.defaults(slug, ON_SITE), **kept})


@transaction.atomic
def keep(
    *,
    plugin: CoursePlugin,
    settings: Mapping[str, Json],
    snapshot: FormSnapshot,
    facts: Callable[[Mapping[str, Json]], Facts],
    actor: Actor,
) -> None:
    """Keep what was filled in. `snapshot` is what the page showed, `facts` how settings are read.

    Raises:
        Conflict: somebody else has changed since what this would change back.
    """
    if not PluginState.objects.filter(plugin=plugin.slug).exists():
        records.record(plugin)
    row = PluginState.objects.select_for_update().get(plugin=plugin.slug)
    stored = {**plugin_settings.defaults(plugin.slug, ON_SITE), **row.site_settings}
    snapshot.refuse_if_stale(stored=facts(stored), wanted=facts(settings))
    if row.site_settings == settings:
        return
    standing.note_change()
    row.site_settings = dict(settings)
    row.save(update_fields=["site_settings"])
    audit.record(row, "plugin.settings", actor=actor)


read_with(of)
