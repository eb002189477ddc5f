"""Where a plugin is on.

Which training a plugin is on in is kept beside the trainings, a layer above this one; that layer
says here how to ask.
"""

from __future__ import annotations

from collections.abc import Callable

from courses.plugin_api.plugin import CoursePlugin

ActiveIn = Callable[[int], frozenset[str]]
"""Takes a training's id; returns the slugs of the plugins that are on there."""

_sources: list[ActiveIn] = []


def provide(source: ActiveIn) -> None:
    """Say how to ask what is on in a training; from an app's `ready()`."""
    _sources[:] = [source]


def is_on(plugin: CoursePlugin, training_id: int) -> bool:
    """Whether the plugin works in the training; the core's parts always do."""
    return plugin.core or any(plugin.slug in source(training_id) for source in _sources)
