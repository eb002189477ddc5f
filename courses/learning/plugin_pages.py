"""Pages of plugins inside a training: `/trainingen/<training>/p/<plugin>/…`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_cache_control

from courses.common import addresses
from courses.common.errors import Refusal
from courses.common.form_submissions import SAFE
from courses.common.internals import of_django
from courses.common.text import plain_text
from courses.common.visitors import signed_in
from courses.editions.queries import gives
from courses.learning import queries, unsent
from courses.people.queries import is_coordinator
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.screens import CourseContext, CourseUrls
from courses.plugin_host import asking, guard, page_answers, url_patterns

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase
    from django.urls import ResolverMatch

    from courses.catalogue.models import TrainingPage
    from courses.plugin_host.asking import Provider
    from courses.plugin_host.entry import Entry


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
    providers = asking.here(CourseUrls, training.pk)
    entries = [one.entry for one in providers.of(plugin)]
    if not entries:
        raise Http404
    course = _visit(request, training).course(providers.of(plugin)[0])
    matches = [
        (entry, match)
        for entry in entries
        if (match := url_patterns.match(entry, rest)) is not None
    ]
    if not matches:
        raise Http404
    for entry, match in matches:
        if may_see(request, course, _audience(entry)):
            response = _answer(request, entry, match, course)
            if course.person_id is None and _asks_to_sign_in(request, response):
                return unsent.ask_to_sign_in(request, back=course.training_url)
            return response
    if course.person_id is None:
        return unsent.ask_to_sign_in(request, back=course.training_url)
    raise PermissionDenied


def _asks_to_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a view with Django's `login_required`, or the like, turned a form away."""
    goal = response.headers.get("Location", "").partition("?")[0]
    return request.method not in SAFE and goal == resolve_url(settings.LOGIN_URL)


def links(request: HttpRequest, training: TrainingPage) -> list[PluginLink]:
    """The plugins' pages that the reader may open, as far as they want a link."""
    found: list[PluginLink] = []
    providers = asking.here(CourseUrls, training.pk)
    if not providers.found:
        return found
    visit = _visit(request, training)
    for pages in providers:
        label = pages.ask(lambda one: plain_text(one.label) if one.label else "", default="")
        if not label:
            continue
        course = visit.course(pages)
        if may_see(request, course, _audience(pages.entry)):
            found.append(PluginLink(label, course.url + _first(pages.entry)))
    return found


def _audience(entry: Entry[CourseUrls]) -> Audience | None:
    """For whom the pages are; None, and a reported fault, when the plugin cannot say."""
    return guard.call_plugin(entry, lambda one: Audience(one.audience), default=None)


def may_see(request: HttpRequest, course: CourseContext, audience: Audience | None) -> bool:
    """Whether the reader belongs to the audience; to none belongs nobody."""
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

    def course(self, pages: Provider[CourseUrls]) -> CourseContext:
        """What a plugin's view is told of the training and of who looks."""
        address = addresses.training(self.training.slug)
        return CourseContext(
            training_id=self.training.pk,
            training_title=self.training.title,
            training_url=address,
            url=f"{address}p/{pages.plugin.slug}/",
            person_id=self.person_id,
            takes_part=self.takes_part,
            is_staff=self.is_staff,
            settings=pages.settings,
        )


def _visit(request: HttpRequest, training: TrainingPage) -> _Visit:
    user = signed_in(request)
    return _Visit(
        training=training,
        person_id=user.pk if user else None,
        takes_part=user is not None and queries.follows(request, training.pk),
        is_staff=user is not None and gives(user, training.pk),
    )


def _first(entry: Entry[CourseUrls]) -> str:
    """The address of the first page that needs no arguments, below the plugin's own."""
    resolver = url_patterns.resolver_of(entry)
    if resolver is None:
        return ""

    def find(_urls: CourseUrls) -> str:
        routes = (plain_text(str(pattern.pattern)) for pattern in resolver.url_patterns)
        return next((route for route in routes if "<" not in route), "")

    return guard.call_plugin(entry, find, default="")


def _answer(
    request: HttpRequest, entry: Entry[CourseUrls], match: ResolverMatch, course: CourseContext
) -> HttpResponseBase:
    def view() -> object:
        return match.func(request, course, *match.args, **match.kwargs)

    try:
        response = page_answers.answer(
            request, entry, view, in_transaction=not of_django.wants_no_transaction(match.func)
        )
    except Refusal as refusal:
        return _sentence(request, course, str(refusal), status=409)
    return _sentence(request, course, "", status=404) if response is None else response


def _sentence(
    request: HttpRequest, course: CourseContext, sentence: str, *, status: int
) -> HttpResponse:
    """A page that says in plain words why there is nothing more; empty for a failure."""
    values = {"course": course, "sentence": sentence, "noindex": True}
    response = render(request, "learning/plugin_says_no.html", values, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response
