"""Addresses of plugins for other systems: `/p/<plugin>/…`, whatever the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from courses.common.errors import Refusal
from courses.plugin_api.contributions.endpoints import Endpoints
from courses.plugin_host import asking, documents, page_answers, url_patterns

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from django.urls import ResolverMatch

    from courses.plugin_host.entry import Entry


@csrf_exempt
def serve(request: HttpRequest, plugin: str, name: str) -> HttpResponseBase:
    """What the plugin answers at this address, or its public document of this name.

    Raises:
        Http404: there is neither, or the plugin is off.
    """
    for entry in asking.everywhere(Endpoints):
        match = url_patterns.match(entry, name) if entry.plugin.slug == plugin else None
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


def _sentence(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A page that says in plain words why there is nothing more; empty for a failure."""
    values = {"sentence": sentence, "noindex": True}
    response = render(request, "plugin_host/says_no.html", values, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response
