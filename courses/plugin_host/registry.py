"""Which plugins there are and what they contribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar, cast

from django.apps import apps
from django.conf import settings

from courses.plugin_api.contributions import (
    ContentBlock,
    Contribution,
    Exercise,
)
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import guard, standing

C = TypeVar("C", bound=Contribution)
K = TypeVar("K", bound=Contribution)


@dataclass(frozen=True)
class Registered(Generic[C]):
    """A contribution together with the plugin that brings it."""

    plugin: CoursePlugin
    contribution: C

    @cached_property
    def key(self) -> str:
        """`<plugin slug>_<name>`: the block type and stored name of this contribution."""
        if self.plugin.core:
            return self.contribution.name
        return f"{self.plugin.slug}_{self.contribution.name}"

    @cached_property
    def place(self) -> str:
        """The kind of extension point and the name, for the operator: `Exercise first_sentence`."""
        return f"{kind_of(self.contribution).__name__} {self.contribution.name}"


def kind_of(contribution: Contribution) -> type[Contribution]:
    """The extension point that a contribution is for."""
    return next(kind for kind in type(contribution).__mro__ if Contribution in kind.__bases__)


@cache
def installed() -> tuple[CoursePlugin, ...]:
    """Every installed plugin, the core's own parts included."""
    return tuple(config for config in apps.get_app_configs() if isinstance(config, CoursePlugin))


def plugins() -> tuple[CoursePlugin, ...]:
    """Every installed plugin without the core's own parts."""
    return tuple(plugin for plugin in installed() if not plugin.core)


def find(slug: str) -> CoursePlugin | None:
    """The installed plugin with this slug, if there is one; the core's parts are none."""
    return next((plugin for plugin in plugins() if plugin.slug == slug), None)


def is_allowed(plugin: CoursePlugin) -> bool:
    """Whether the plugin could be loaded, and the operator's safe mode
    (`ACADEMY_PLUGINS_DISABLED`) lets it work."""
    if plugin.core:
        return True
    stopped = settings.PLUGINS_DISABLED
    return not (plugin.failure or "all" in stopped or plugin.slug in stopped)


@cache
def everything() -> tuple[Registered[Contribution], ...]:
    """All contributions of the plugins that can work, those switched off on this site included.

    What only looks at what is kept (block types, data about people) asks this one.
    """
    found: list[Registered[Contribution]] = []
    for plugin in installed():
        if is_allowed(plugin):
            listed = _listed(plugin)
            found.extend(Registered(plugin, one) for one in listed.contributions)
    return tuple(found)


@cache
def _listed(plugin: CoursePlugin) -> guard.Listed:
    return guard.contributions_of(plugin)


def kinds_of(plugin: CoursePlugin) -> frozenset[str]:
    """The names of the extension points at which the plugin has something."""
    entries = (entry for entry in everything() if entry.plugin is plugin)
    return frozenset(kind_of(entry.contribution).__name__ for entry in entries)


def lost_kinds(plugin: CoursePlugin) -> frozenset[str] | None:
    """The extension points at which the plugin has something that it cannot say; None: any."""
    return None if plugin.failure else _listed(plugin).lost


def title_of(plugin: CoursePlugin) -> str:
    """The plugin's title as plain text; its slug when it cannot say."""
    return text_of(plugin, "title") or plugin.slug


def text_of(plugin: CoursePlugin, name: str) -> str:
    """An attribute of the plugin that people read, as plain text; empty when it cannot say."""
    # Formatting gives an ordinary `str`, also of one that is marked as safe HTML.
    return guard.run(plugin, name, lambda: f"{getattr(plugin, name)}", default="", expect=str)


@cache
def every(kind: type[K]) -> tuple[Registered[K], ...]:
    """The part of `everything` that is of one kind."""
    found = (entry for entry in everything() if isinstance(entry.contribution, kind))
    return tuple(cast("Iterator[Registered[K]]", found))


@cache
def _without(kind: type[Contribution], off: frozenset[str]) -> tuple[Registered[Contribution], ...]:
    return tuple(entry for entry in every(kind) if entry.plugin.slug not in off)


def contributions(kind: type[K]) -> tuple[Registered[K], ...]:
    """Every contribution of `kind` that works on this site, in order of installation.

    Whether a plugin is active for a given training is asked of
    `courses.catalogue.queries.active_contributions`.
    """
    return cast("tuple[Registered[K], ...]", _without(kind, standing.switched_off()))


@cache
def block_providers() -> Mapping[str, Registered[ContentBlock] | Registered[Exercise]]:
    """Everything that brings a block, whether or not it is switched on, by block type.

    Of two with one type the core's counts, or the first that is installed.
    """
    found: dict[str, Registered[Any]] = {}
    entries = [*every(ContentBlock), *every(Exercise)]
    for entry in sorted(entries, key=lambda one: not one.plugin.core):
        found.setdefault(entry.key, entry)
    return found


def clear() -> None:
    """Forget what was found; for tests that change the installed plugins."""
    from courses.plugin_host import plugin_settings

    for cached in (
        installed,
        everything,
        _listed,
        every,
        _without,
        block_providers,
    ):
        cached.cache_clear()
    plugin_settings.forget()
