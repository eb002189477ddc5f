"""Addresses of plugins for other systems: `/p/<plugin>/…`, whatever the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from courses.common.errors import Refusal
from courses.common.process_cache import Memo
from courses.plugin_api.contributions.endpoints import Endpoints
from courses.plugin_host import asking, documents, guard, page_answers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.entry import Entry

_resolvers: Memo[tuple[CoursePlugin, str], tuple[Endpoints, URLResolver]] = Memo()


@csrf_exempt
def serve(request: HttpRequest, plugin: str, name: str) -> HttpResponseBase:
    """What the plugin answers at this address, or its public document of this name.

    Raises:
        Http404: there is neither, or the plugin is off.
    """
    for entry in asking.everywhere(Endpoints):
        match = _match(entry, name) if entry.plugin.slug == plugin else None
        if match is not None:
            return _answer(request, entry, match)
    return documents.serve(request, plugin, name)


def _answer(
    request: HttpRequest, entry: Entry[Endpoints], match: ResolverMatch
) -> HttpResponseBase:
    def view() -> object:
        return match.func(request, *match.args, **match.kwargs)

    try:
        response = page_answers.answer(request, entry, view, in_transaction=False)
    except Refusal as refusal:
        return _sentence(request, str(refusal), status=409)
    return _sentence(request, "", status=404) if response is None else response


def _match(entry: Entry[Endpoints], name: str) -> ResolverMatch | None:
    resolver = _resolver(entry)
    if resolver is None:
        return None

    def find(_endpoints: Endpoints) -> ResolverMatch | None:
        try:
            return resolver.resolve(name)
        except Resolver404:
            return None

    return guard.call_plugin(entry, find, default=None)


def _resolver(entry: Entry[Endpoints]) -> URLResolver | None:
    """What finds the plugin's addresses, made once in each process; None when the plugin fails."""
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


def _checked(patterns: Iterable[object]) -> list[URLPattern]:
    given = list(patterns)
    found = [pattern for pattern in given if isinstance(pattern, URLPattern)]
    if len(found) < len(given):
        raise TypeError("patterns() gave something that is no URLPattern")
    return found


def _sentence(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A page that says in plain words why there is nothing more; empty for a failure."""
    values = {"sentence": sentence, "noindex": True}
    response = render(request, "plugin_host/endpoint_says_no.html", values, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response
