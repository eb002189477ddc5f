"""Which plugins there are and what they contribute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar, cast

from django.apps import apps
from django.conf import settings

from courses.plugin_api.contributions import (
    ContentBlock,
    Contribution,
    Exercise,
)
from courses.plugin_api.plugin import CoursePlugin

C = TypeVar("C", bound=Contribution)
K = TypeVar("K", bound=Contribution)


@dataclass(frozen=True)
class Registered(Generic[C]):
    """A contribution together with the plugin that brings it."""

    plugin: CoursePlugin
    contribution: C

    @property
    def key(self) -> str:
        """`<plugin slug>_<name>`: the block type and stored name of this contribution."""
        if self.plugin.core:
            return self.contribution.name
        return f"{self.plugin.slug}_{self.contribution.name}"


@cache
def installed() -> tuple[CoursePlugin, ...]:
    """Every installed plugin, the core's own parts included."""
    return tuple(config for config in apps.get_app_configs() if isinstance(config, CoursePlugin))


def is_allowed(plugin: CoursePlugin) -> bool:
    """Whether the operator's safe mode (`ACADEMY_PLUGINS_DISABLED`) lets this plugin work."""
    stopped = settings.PLUGINS_DISABLED
    return plugin.core or not ("all" in stopped or plugin.slug in stopped)


@cache
def _all() -> tuple[Registered[Contribution], ...]:
    from courses.plugin_api import guard

    found: list[Registered[Contribution]] = []
    for plugin in installed():
        if is_allowed(plugin):
            listed = guard.contributions_of(plugin)
            found.extend(Registered(plugin, contribution) for contribution in listed)
    return tuple(found)


@cache
def _of_kind(kind: type[Contribution]) -> tuple[Registered[Contribution], ...]:
    return tuple(entry for entry in _all() if isinstance(entry.contribution, kind))


def contributions(kind: type[K]) -> tuple[Registered[K], ...]:
    """Every contribution of `kind` that works on this site, in order of installation.

    Whether a plugin is active for a given training is asked of
    `courses.catalogue.queries.active_contributions`.
    """
    return cast("tuple[Registered[K], ...]", _of_kind(kind))


def find_exercise(block_type: str) -> Registered[Exercise] | None:
    """The exercise whose block has this type, if there is one."""
    return next((entry for entry in contributions(Exercise) if entry.key == block_type), None)


def block_providers() -> Iterator[Registered[ContentBlock] | Registered[Exercise]]:
    """Everything that brings a block to the lesson editor."""
    yield from contributions(ContentBlock)
    yield from contributions(Exercise)


def clear() -> None:
    """Forget what was found; for tests that change the installed plugins."""
    for cached in (installed, _all, _of_kind):
        cached.cache_clear()
