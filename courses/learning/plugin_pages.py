"""Pages of plugins inside a training: `/trainingen/<training>/p/<plugin>/…`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.cache import patch_cache_control

from courses.catalogue.models import TrainingPage
from courses.catalogue.queries import active_contributions, settings_in
from courses.common.errors import Refusal
from courses.common.visitors import signed_in
from courses.editions.queries import gives
from courses.learning import queries
from courses.people.queries import is_coordinator
from courses.plugin_api import guard
from courses.plugin_api.contributions import Audience, CourseContext, CourseUrls, Json
from courses.plugin_api.registry import Registered

SAFE = {"GET", "HEAD", "OPTIONS"}


class PluginLink(NamedTuple):
    """A link to a plugin's pages, for the training's own page."""

    label: str
    url: str


def serve(request: HttpRequest, training: TrainingPage, plugin: str, rest: str) -> HttpResponseBase:
    """The page of a plugin, if the plugin is on here and the reader may see it.

    Raises:
        Http404: the plugin is off or has no such page.
        PermissionDenied: the page is for others.
    """
    entries = [
        entry
        for entry in active_contributions(CourseUrls, training.pk)
        if entry.plugin.slug == plugin
    ]
    if not entries:
        raise Http404
    course = _visit(request, training).course(plugin)
    refused: CourseContext | None = None
    for entry in entries:
        match = _match(entry, rest)
        if match is None:
            continue
        if may_see(request, course, entry.contribution.audience):
            return _answer(request, entry, match, course)
        refused = course
    if refused is None:
        raise Http404
    if refused.person_id is None:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def links(request: HttpRequest, training: TrainingPage) -> list[PluginLink]:
    """The plugins' pages that the reader may open, as far as they want a link."""
    found: list[PluginLink] = []
    entries = active_contributions(CourseUrls, training.pk)
    if not entries:
        return found
    visit = _visit(request, training)
    for entry in entries:
        label = guard.call_plugin(
            entry, lambda one: str(one.label) if one.label else "", default="", expect=str
        )
        if not label:
            continue
        course = visit.course(entry.plugin.slug)
        if may_see(request, course, entry.contribution.audience):
            found.append(PluginLink(label, course.url + _first(entry)))
    return found


def may_see(request: HttpRequest, course: CourseContext, audience: object) -> bool:
    """Whether the reader belongs to the audience; to one that does not exist nobody does."""
    if audience == Audience.EVERYONE:
        return True
    if audience == Audience.PARTICIPANT:
        return course.takes_part or course.is_staff
    if audience == Audience.TRAINER:
        return course.is_staff
    user = signed_in(request)
    return audience == Audience.COORDINATOR and user is not None and is_coordinator(user)


@dataclass(frozen=True)
class _Visit:
    """Somebody in a training: asked once, however many plugins have pages there."""

    training: TrainingPage
    person_id: int | None
    takes_part: bool
    is_staff: bool
    settings: Mapping[str, Mapping[str, Json]]

    def course(self, plugin: str) -> CourseContext:
        """What a plugin's view is told of the training and of who looks."""
        address = f"/trainingen/{self.training.slug}/"
        return CourseContext(
            training_id=self.training.pk,
            training_title=self.training.title,
            training_url=address,
            url=f"{address}p/{plugin}/",
            person_id=self.person_id,
            takes_part=self.takes_part,
            is_staff=self.is_staff,
            settings=self.settings.get(plugin, {}),
        )


def _visit(request: HttpRequest, training: TrainingPage) -> _Visit:
    user = signed_in(request)
    return _Visit(
        training=training,
        person_id=user.pk if user else None,
        takes_part=user is not None and queries.follows(request, training.pk),
        is_staff=user is not None and gives(user, training.pk),
        settings=settings_in(training.pk),
    )


@cache
def _resolver(entry: Registered[CourseUrls]) -> URLResolver | None:
    patterns = guard.call_plugin(entry, lambda one: _checked(one.patterns()), default=None)
    return None if patterns is None else URLResolver(RegexPattern(r"^"), patterns)


def _checked(patterns: Any) -> list[URLPattern]:
    found = list(patterns)
    if not all(isinstance(pattern, URLPattern) for pattern in found):
        raise TypeError("patterns() gave something that is no URLPattern")
    return found


def _first(entry: Registered[CourseUrls]) -> str:
    """The address of the first page that needs no arguments, below the plugin's own."""
    resolver = _resolver(entry)
    routes = [str(pattern.pattern) for pattern in resolver.url_patterns] if resolver else []
    return next((route for route in routes if "<" not in route), "")


def _match(entry: Registered[CourseUrls], rest: str) -> ResolverMatch | None:
    resolver = _resolver(entry)
    if resolver is None:
        return None

    def find(_urls: CourseUrls) -> ResolverMatch | None:
        try:
            return resolver.resolve(rest)
        except Resolver404:
            return None

    return guard.call_plugin(entry, find, default=None)


def _answer(
    request: HttpRequest, entry: Registered[CourseUrls], match: ResolverMatch, course: CourseContext
) -> HttpResponseBase:
    def ask(_urls: CourseUrls) -> HttpResponseBase:
        if request.method in SAFE:
            return _rendered(match.func(request, course, *match.args, **match.kwargs))
        with transaction.atomic():
            return _rendered(match.func(request, course, *match.args, **match.kwargs))

    try:
        response = guard.call_plugin(
            entry, ask, default=None, passes=(Http404, PermissionDenied, Refusal)
        )
    except Refusal as refusal:
        return _sentence(request, course, str(refusal), status=409)
    if response is None:
        return _sentence(request, course, "", status=404)
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def _rendered(response: Any) -> HttpResponseBase:
    """The answer with its template filled in, so that a template that fails does so here."""
    if not isinstance(response, HttpResponseBase):
        raise TypeError(f"the view gave {type(response).__name__}")
    if response.status_code >= 500:
        raise ValueError(f"the view gave status {response.status_code}")
    render_now: Callable[[], Any] | None = getattr(response, "render", None)
    if callable(render_now):
        render_now()
    return response


def _sentence(
    request: HttpRequest, course: CourseContext, sentence: str, *, status: int
) -> HttpResponse:
    """A page that says in plain words why there is nothing more; empty for a failure."""
    values = {"course": course, "sentence": sentence, "noindex": True}
    response = render(request, "learning/plugin_says_no.html", values, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response
