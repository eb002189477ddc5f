"""Finds plugins, before Django starts.

The settings call this, so nothing here may read them. Of a plugin only its app config is imported,
to know that it can be: one app config that fails would otherwise stop the whole site. What cannot
be used is left out, with the reason for the operator.
"""

from __future__ import annotations

import inspect
import re
import traceback
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import TYPE_CHECKING, Any

from courses.plugin_api import version
from courses.plugin_api.loading import FAILURES
from courses.plugin_api.plugin import CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

SLUG = re.compile(r"[a-z][a-z0-9_]{1,48}")
_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")


class Reason(StrEnum):
    """Why a plugin is left out."""

    IMPORT = "import"
    """Its app config cannot be imported: the package is broken, or gone."""
    NO_PLUGIN = "no_plugin"
    """The name does not lead to a `CoursePlugin`, or its slug is none."""
    OTHER_API = "other_api"
    """It is made for another major version of the contract, or for a newer one."""
    SAFE_MODE = "safe_mode"
    """The operator keeps it out, without a look at its code (`ACADEMY_PLUGINS_DISABLED`)."""
    TOO_NEW = "too_new"
    """This academy has a newer version of the contract than the plugin was tried with."""
    NEEDS_OTHER = "needs_other"
    """It needs another plugin that is not here, or an older version of it is."""
    DUPLICATE = "duplicate"
    """Another plugin or part has its slug, label or name already."""


@dataclass(frozen=True)
class RejectedPlugin:
    """A plugin that is installed and not used. `detail` is for the operator (a traceback)."""

    name: str
    source: str
    reason: Reason
    detail: str


@dataclass(frozen=True)
class Discovery:
    """What there is: dotted paths of app configs for Django, and what was left out."""

    apps: tuple[str, ...]
    left_out: tuple[RejectedPlugin, ...]


@dataclass(frozen=True)
class _Candidate:
    name: str
    source: str
    path: str


class _UnusableError(Exception):
    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def discover(
    bundled: Iterable[str],
    *,
    others: Iterable[str],
    disabled: Collection[str] = (),
    only: str = "",
) -> Discovery:
    """The plugins in the folders `bundled` (dotted names) and in other packages, in that order.

    `others` are the names of the site's other apps, which no plugin may take. `disabled` names
    those (by folder or entry point, or `all`) that are not even imported; `only` leaves all but
    one away, to see whether that one is to blame.
    """
    taken = {label for name in others for label in _labels(name)}
    found: list[tuple[_Candidate, type[CoursePlugin]]] = []
    left_out: list[RejectedPlugin] = []
    for candidate in (*_bundled(bundled), *_external()):
        if only and candidate.name != only:
            continue
        try:
            if "all" in disabled or candidate.name in disabled:
                raise _UnusableError(Reason.SAFE_MODE, "")
            plugin = _load(candidate.path)
            _refuse_unfit(plugin)
            names = {plugin.slug, plugin.name, _label(plugin)}
            _try_out(plugin)
            if names & taken:
                double = ", ".join(sorted(names & taken))
                raise _UnusableError(Reason.DUPLICATE, f"taken already: {double}")
        except _UnusableError as problem:
            left_out.append(
                RejectedPlugin(candidate.name, candidate.source, problem.reason, str(problem))
            )
        except FAILURES:
            # Whatever odd thing it is made of, it stops nobody.
            left_out.append(
                RejectedPlugin(
                    candidate.name, candidate.source, Reason.NO_PLUGIN, traceback.format_exc()
                )
            )
        else:
            taken |= names
            found.append((candidate, plugin))
    if not only:
        # Alone a plugin is looked at without those that it needs.
        found = _with_what_they_need(found, left_out)
    apps = tuple(f"{plugin.__module__}.{plugin.__qualname__}" for _one, plugin in found)
    return Discovery(apps, (*left_out, *_for_other_versions()))


def _with_what_they_need(
    found: list[tuple[_Candidate, type[CoursePlugin]]], left_out: list[RejectedPlugin]
) -> list[tuple[_Candidate, type[CoursePlugin]]]:
    """Those that have all the plugins that they need; the others join `left_out`. Who needs one of
    these is left out too, so it is asked until nobody is."""
    while True:
        here = {plugin.slug: plugin.version for _one, plugin in found}
        lacking = [(one, plugin, why_not(plugin, here)) for one, plugin in found]
        out = [(one, why) for one, _plugin, why in lacking if why]
        if not out:
            return found
        left_out += [
            RejectedPlugin(one.name, one.source, Reason.NEEDS_OTHER, why) for one, why in out
        ]
        found = [(one, plugin) for one, plugin, why in lacking if not why]


def why_not(plugin: type[CoursePlugin], here: Mapping[str, str]) -> str:
    """What a plugin lacks of what it needs; empty when nothing. `here` are versions by slug."""
    lacking = [
        f"{slug} {wanted}" + (f" (here is {here[slug]})" if slug in here else "")
        for slug, wanted in sorted(plugin.requires_plugins.items())
        if slug not in here or version.as_numbers(here[slug]) < version.as_numbers(wanted)
    ]
    return f"needs {', '.join(lacking)}" if lacking else ""


def candidate_names(bundled: Iterable[str]) -> tuple[str, ...]:
    """The names of all plugins that can be found, usable or not, for other versions too."""
    names = [one.name for one in (*_bundled(bundled), *_external())]
    return tuple(dict.fromkeys([*names, *(one.name for one in _for_other_versions())]))


def _label(plugin: type[CoursePlugin]) -> str:
    """The app's label, as Django makes it when none is given."""
    return getattr(plugin, "label", "") or plugin.name.rpartition(".")[2]


def _labels(name: str) -> tuple[str, ...]:
    last = name.rpartition(".")[2]
    return name, last, f"wagtail{last}"


def _bundled(names: Iterable[str]) -> Iterator[_Candidate]:
    for name in names:
        yield _Candidate(name.rpartition(".")[2], name, f"{name}.apps")


def _external() -> Iterator[_Candidate]:
    for point in sorted(entry_points(group=version.ENTRY_POINT_GROUP), key=lambda one: one.name):
        yield _Candidate(point.name, _source(point), point.value.replace(":", "."))


def _source(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _for_other_versions() -> Iterator[RejectedPlugin]:
    """Plugins for another major version: named, never imported."""
    points = entry_points()
    for group in sorted(points.groups):
        if group.startswith(version.GROUP_PREFIX) and group != version.ENTRY_POINT_GROUP:
            wanted = group.removeprefix(version.GROUP_PREFIX)
            for point in points.select(group=group):
                yield RejectedPlugin(
                    point.name,
                    _source(point),
                    Reason.OTHER_API,
                    f"made for version {wanted} of the contract; this academy has "
                    f"{version.API_VERSION}",
                )


def _load(path: str) -> type[CoursePlugin]:
    """The app config at `path`, or the one in the module at `path`."""
    try:
        found: Any = _resolve(path)
    except FAILURES:
        raise _UnusableError(Reason.IMPORT, traceback.format_exc()) from None
    if isinstance(found, ModuleType):
        inside = [one for one in vars(found).values() if _is_plugin(one, found.__name__)]
        if len(inside) != 1:
            raise _UnusableError(
                Reason.NO_PLUGIN, f"{path} has {len(inside)} CoursePlugins; it must have one"
            )
        found = inside[0]
    if not _is_plugin(found):
        raise _UnusableError(Reason.NO_PLUGIN, f"{path} is no CoursePlugin")
    plugin: type[CoursePlugin] = found
    return plugin


def _resolve(path: str) -> object:
    module, _dot, name = path.rpartition(".")
    # A class is written with a capital, as everywhere in Python.
    return getattr(import_module(module), name) if name[:1].isupper() else import_module(path)


def _is_plugin(one: object, module: str | None = None) -> bool:
    return (
        inspect.isclass(one)
        and issubclass(one, CoursePlugin)
        and one is not CoursePlugin
        and (module is None or one.__module__ == module)
    )


def _try_out(plugin: type[CoursePlugin]) -> None:
    """Make the app config once, as Django will."""
    plugin(plugin.name, import_module(plugin.name))


def _refuse_unfit(plugin: type[CoursePlugin]) -> None:
    slug = getattr(plugin, "slug", None)
    if not isinstance(slug, str) or not SLUG.fullmatch(slug):
        raise _UnusableError(
            Reason.NO_PLUGIN, f"the slug {slug!r} is not of small letters, digits and underscores"
        )
    if not isinstance(getattr(plugin, "name", None), str) or not hasattr(plugin, "title"):
        raise _UnusableError(Reason.NO_PLUGIN, f"{slug} has no name or no title")
    label = _label(plugin)
    if not isinstance(label, str) or not label.isidentifier():
        raise _UnusableError(Reason.NO_PLUGIN, f"the label {label!r} is no name for an app")
    if not isinstance(plugin.version, str) or not isinstance(plugin.requires_api, str):
        raise _UnusableError(Reason.NO_PLUGIN, f"{slug}: version and requires_api are texts")
    if plugin.core:
        raise _UnusableError(Reason.NO_PLUGIN, f"{slug} says that it is a part of the core")
    if not version.offers(plugin.requires_api):
        raise _UnusableError(
            Reason.OTHER_API,
            f"needs version {plugin.requires_api} of the contract; this academy has "
            f"{version.API_VERSION}",
        )
    _refuse_unfit_needs(plugin)
    try:
        import_module(plugin.name)
    except FAILURES:
        raise _UnusableError(Reason.IMPORT, traceback.format_exc()) from None


def _refuse_unfit_needs(plugin: type[CoursePlugin]) -> None:
    """What the plugin says of versions and of other plugins has to be readable, and fit here."""
    highest, needs = plugin.highest_api, plugin.requires_plugins
    if not isinstance(highest, str) or (highest and not _VERSION.fullmatch(highest)):
        raise _UnusableError(Reason.NO_PLUGIN, f"highest_api {highest!r} is no version")
    if highest and version.is_past(highest):
        raise _UnusableError(
            Reason.TOO_NEW,
            f"was tried with version {highest} of the contract at most; this academy has "
            f"{version.API_VERSION}",
        )
    if not isinstance(needs, dict) or not all(
        isinstance(slug, str)
        and SLUG.fullmatch(slug)
        and isinstance(wanted, str)
        and _VERSION.fullmatch(wanted)
        for slug, wanted in needs.items()
    ):
        raise _UnusableError(
            Reason.NO_PLUGIN, "requires_plugins is a dict with a version of numbers for each slug"
        )
