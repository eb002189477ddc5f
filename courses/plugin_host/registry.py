"""Which plugins there are and what they contribute.

What is installed does not change while a process lives, so all of this is asked once. Whether a
plugin works is asked of `standing`, who can be asked something of `asking`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.apps import apps
from django.conf import settings

from courses.common import process_cache
from courses.common.text import plain_text
from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_api.points import POINTS
from courses.plugin_host import faults, guard
from courses.plugin_host.entry import Entry, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model

NAME = re.compile(r"[a-z][a-z0-9_]{0,48}")

K = TypeVar("K", bound=Contribution)


@dataclass(frozen=True)
class Contents:
    """What a plugin contributes. `lost` are the kinds of what it could not say properly; None when
    it could say nothing at all, so that nobody knows what is missing."""

    contributions: tuple[Contribution, ...]
    lost: frozenset[str] | None = frozenset()


@process_cache.for_process
def installed() -> tuple[CoursePlugin, ...]:
    """Every installed plugin, the core's own parts included."""
    return tuple(config for config in apps.get_app_configs() if isinstance(config, CoursePlugin))


def plugins() -> tuple[CoursePlugin, ...]:
    """Every installed plugin without the core's own parts."""
    return tuple(plugin for plugin in installed() if not plugin.core)


def find(slug: str) -> CoursePlugin | None:
    """The installed plugin with this slug, if there is one; the core's parts are none."""
    return next((plugin for plugin in plugins() if plugin.slug == slug), None)


def plugin_of(model: type[Model]) -> CoursePlugin | None:
    """The plugin that brings a model; None for one of the core or of another app."""
    return next((one for one in plugins() if one.label == model._meta.app_label), None)


def is_allowed(plugin: CoursePlugin) -> bool:
    """Whether the plugin could be loaded, and the operator's safe mode
    (`ACADEMY_PLUGINS_DISABLED`) lets it work."""
    if plugin.core:
        return True
    stopped = settings.PLUGINS_DISABLED
    return not (plugin.failure or "all" in stopped or plugin.slug in stopped)


@process_cache.for_process
def everything() -> tuple[Entry[Contribution], ...]:
    """All contributions of the plugins that can work, those switched off on this site included.

    What only looks at what is kept (block types, data about people) asks this one.
    """
    return tuple(
        Entry(plugin, one)
        for plugin in installed()
        if is_allowed(plugin)
        for one in contents(plugin).contributions
    )


@process_cache.for_process
def every(kind: type[K]) -> tuple[Entry[K], ...]:
    """The part of `everything` that is of one kind."""
    found = (entry for entry in everything() if isinstance(entry.contribution, kind))
    return tuple(cast("Iterator[Entry[K]]", found))


@process_cache.for_process
def block_providers() -> Mapping[str, Entry[ContentBlock] | Entry[Exercise]]:
    """Everything that brings a block, whether or not it is switched on, by block type.

    Of two with one type the core's counts, or the first that is installed.
    """
    found: dict[str, Entry[Any]] = {}
    entries: list[Entry[Any]] = [*every(ContentBlock), *every(Exercise)]
    for entry in sorted(entries, key=lambda one: not one.plugin.core):
        found.setdefault(entry.key, entry)
    return found


@process_cache.for_process
def contents(plugin: CoursePlugin) -> Contents:
    """What `plugin` contributes; nothing, and a reported fault, when it cannot say.

    What is no contribution, has no proper name or the name of another is left out and reported.
    """
    told = guard.run(plugin, "contributions", lambda: tuple(plugin.contributions()), default=None)
    if told is None:
        return Contents((), None)
    fit: list[Contribution] = []
    names: set[tuple[type[Contribution], str]] = set()
    lost: set[str] = set()
    for one in told:
        try:
            names.add(_name_of(one, names))
        except Exception as error:  # noqa: BLE001 - a plugin may have made anything
            faults.report(plugin, "contributions", error)
            lost |= {kind.__name__ for kind in POINTS if isinstance(one, kind)}
        else:
            fit.append(one)
    return Contents(tuple(fit), frozenset(lost))


def _name_of(
    one: Any, names: set[tuple[type[Contribution], str]]
) -> tuple[type[Contribution], str]:
    """The kind and name of a contribution.

    Raises:
        TypeError, ValueError: it is none, has no proper name, or one of `names`.
    """
    if not isinstance(one, Contribution):
        raise TypeError("no contribution")
    name = getattr(one, "name", None)
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError("a contribution without a proper name")
    if (kind_of(one), name) in names:
        raise ValueError("two contributions with one name")
    return kind_of(one), name


def kinds_of(plugin: CoursePlugin) -> frozenset[str]:
    """The names of the extension points at which the plugin has something."""
    entries = (entry for entry in everything() if entry.plugin is plugin)
    return frozenset(kind_of(entry.contribution).__name__ for entry in entries)


def lost_kinds(plugin: CoursePlugin) -> frozenset[str] | None:
    """The extension points at which the plugin has something that it cannot say; None: any."""
    return None if plugin.failure else contents(plugin).lost


def title_of(plugin: CoursePlugin) -> str:
    """The plugin's title as plain text; its slug when it cannot say."""
    return text_of(plugin, "title") or plugin.slug


def text_of(plugin: CoursePlugin, name: str) -> str:
    """An attribute of the plugin that people read, as plain text; empty when it cannot say."""
    return guard.run(plugin, name, lambda: plain_text(getattr(plugin, name)), default="")
