"""The plugins that are known, with the versions that were tried, and which is newer than ours.

Those that come with the academy are tried with each change of it. Of others an operator may give a
list (`ACADEMY_PLUGINS_INDEX`, a file on this machine): no other machine is ever asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from courses.common.text import keepable
from courses.plugin_api.version import as_numbers
from courses.plugin_host import registry
from courses.plugin_host.discovery import SLUG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from courses.plugin_api.plugin import CoursePlugin

MOST_BYTES = 1_000_000
MOST_PLUGINS = 500
LONGEST = 300


@dataclass(frozen=True)
class KnownPlugin:
    """A plugin that somebody can have. `tested` are versions that were tried with this academy,
    `newest` is the highest that is known; `here` is what is installed, if it is."""

    slug: str
    title: str
    summary: str = ""
    package: str = ""
    """The name of its package; empty for one that comes with the academy."""
    tested: tuple[str, ...] = ()
    newest: str = ""
    here: str = ""

    @property
    def newer(self) -> str:
        """A version that is newer than what is here; empty when there is none."""
        known = max([*self.tested, self.newest], key=as_numbers, default="")
        is_newer = bool(self.here and known) and as_numbers(known) > as_numbers(self.here)
        return known if is_newer else ""

    @property
    def is_tested(self) -> bool:
        """Whether what is here, was tried."""
        return self.here in self.tested

    @property
    def notice(self) -> str:
        """What there is to know of a newer version; empty for nothing."""
        if not self.newer:
            return ""
        if self.newer in self.tested:
            return _("Versie %(version)s is er, en is uitgeprobeerd.") % {"version": self.newer}
        return _("Versie %(version)s is er, maar is nog niet uitgeprobeerd.") % {
            "version": self.newer
        }


@dataclass(frozen=True)
class KnownPlugins:
    """All that is known, by title, and what is wrong with the operator's list."""

    plugins: tuple[KnownPlugin, ...]
    problem: str = ""

    def notices(self) -> Mapping[str, str]:
        """What there is to know of newer versions, by slug."""
        return {one.slug: one.notice for one in self.plugins if one.notice}


def known_plugins() -> KnownPlugins:
    """Those that come with the academy, and those of the operator's list."""
    here = {plugin.slug: plugin for plugin in registry.plugins()}
    found = {plugin.slug: _bundled(plugin) for plugin in here.values() if _is_bundled(plugin)}
    try:
        listed = list(_listed(here))
    except (OSError, ValueError) as error:
        return _in_order(found.values(), str(error) or type(error).__name__)
    for one in listed:
        found.setdefault(one.slug, one)
    return _in_order(found.values())


def _in_order(found: Iterable[KnownPlugin], problem: str = "") -> KnownPlugins:
    return KnownPlugins(tuple(sorted(found, key=lambda one: one.title.casefold())), problem)


def _is_bundled(plugin: CoursePlugin) -> bool:
    return plugin.name in settings.BUNDLED_PLUGINS


def _bundled(plugin: CoursePlugin) -> KnownPlugin:
    return KnownPlugin(
        slug=plugin.slug,
        title=registry.title_of(plugin),
        summary=registry.text_of(plugin, "description"),
        tested=(plugin.version,),
        here=plugin.version,
    )


def _listed(here: Mapping[str, CoursePlugin]) -> Iterable[KnownPlugin]:
    """What the operator's list says.

    Raises:
        OSError: it is not there.
        ValueError: it is not as it should be; the words say what.
    """
    if not settings.PLUGINS_INDEX:
        return
    file = Path(settings.PLUGINS_INDEX)
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES} bytes")
    try:
        listed: Any = json.loads(file.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("lists in lists in lists") from None
    rows = listed.get("plugins") if isinstance(listed, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_PLUGINS:
        raise ValueError(f'a list "plugins" of at most {MOST_PLUGINS}')
    for number, row in enumerate(rows, 1):
        try:
            yield _read(row, here)
        except (TypeError, ValueError) as error:
            raise ValueError(f"number {number}: {error}") from None


def _read(row: Any, here: Mapping[str, CoursePlugin]) -> KnownPlugin:
    if not isinstance(row, dict):
        raise TypeError("is no plugin")
    slug = _text(row, "slug")
    if not SLUG.fullmatch(slug):
        raise ValueError(f"the slug {slug!r} is none")
    tested = row.get("tested", [])
    if not isinstance(tested, list) or len(tested) > MOST_PLUGINS:
        raise TypeError('"tested" is a list of versions')
    installed = here.get(slug)
    return KnownPlugin(
        slug=slug,
        title=_text(row, "title") or slug,
        summary=_text(row, "summary"),
        package=_text(row, "package") or slug,
        tested=tuple(_version(one) for one in tested),
        newest=_version(row.get("newest", "")),
        here=installed.version if installed is not None else "",
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise TypeError(f'"{name}" is a text of at most {LONGEST} characters')
    return keepable(value)


def _version(value: Any) -> str:
    if not isinstance(value, str) or (value and not all(map(str.isdigit, value.split(".")))):
        raise TypeError(f"{value!r} is no version of numbers with dots")
    if len(value) > 40:
        raise ValueError("a version of more than 40 characters")
    return value


def as_markdown() -> str:
    """The plugins that come with the academy, as the table in the documentation."""
    lines = ["| plugin | tested | what it is |", "|---|---|---|"]
    for plugin in sorted(registry.plugins(), key=lambda one: one.slug):
        if _is_bundled(plugin):
            title = registry.title_of(plugin)
            lines.append(f"| `{plugin.slug}` | {plugin.version} | {title} |")
    return "\n".join(lines)
