"""The patterns of addresses that plugins give, and what answers there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern

from courses.common.process_cache import Memo
from courses.plugin_api.contributions.endpoints import Endpoints
from courses.plugin_api.contributions.screens import CourseUrls
from courses.plugin_host import guard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.entry import Entry

P = TypeVar("P", CourseUrls, Endpoints)

_resolvers: Memo[tuple[CoursePlugin, str], tuple[object, URLResolver]] = Memo()


def resolver_of(entry: Entry[P]) -> URLResolver | None:
    """What finds the plugin's addresses, made once in each process; None when the plugin fails."""
    # By the plugin and the place: nobody knows whether a contribution can be hashed or compared.
    key = (entry.plugin, entry.place)
    known = _resolvers.get(key)
    if known is not None and known[0] is entry.contribution:
        return known[1]
    patterns = guard.call_plugin(entry, lambda one: _checked(one.patterns()), default=None)
    if patterns is None:
        return None
    resolver = URLResolver(RegexPattern(r"^"), patterns)
    _resolvers.put(key, (entry.contribution, resolver))
    return resolver


def match(entry: Entry[P], path: str) -> ResolverMatch | None:
    """The view at an address below the plugin's own; None where there is none, or it fails."""
    resolver = resolver_of(entry)
    if resolver is None:
        return None

    def find(_contribution: P) -> ResolverMatch | None:
        try:
            return resolver.resolve(path)
        except Resolver404:
            return None

    return guard.call_plugin(entry, find, default=None)


def _checked(patterns: Iterable[object]) -> list[URLPattern]:
    given = list(patterns)
    found = [pattern for pattern in given if isinstance(pattern, URLPattern)]
    if len(found) < len(given):
        raise TypeError("patterns() gave something that is no URLPattern")
    return found
