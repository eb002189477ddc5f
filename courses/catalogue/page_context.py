"""Lets higher parts add to the pages of the catalogue without the catalogue knowing them.

The catalogue knows no editions, enrolments or progress. Those parts register a function here
that adds what they know to a page's template context.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from django.http import HttpRequest

Values: TypeAlias = dict[str, Any]
"""The context of a page, by the names that its template has for things."""

ContextProvider: TypeAlias = Callable[[HttpRequest, Any, Values], Mapping[str, object]]
"""Takes the request, the page and the context so far; returns what to add."""

_providers: list[tuple[str, ContextProvider]] = []


def provide(*page_types: str) -> Callable[[ContextProvider], ContextProvider]:
    """Register a provider for pages of these types (class names such as `TrainingPage`).

    A view that is no page has a name of its own, such as `agenda`.

    Registered from an app's `ready()`. The apps are installed from high to low, so `extend` asks
    the last registered first: a provider can count on what lower parts have added.
    """

    def register(provider: ContextProvider) -> ContextProvider:
        _providers.extend((page_type, provider) for page_type in page_types)
        return provider

    return register


def extend(request: HttpRequest, page: object, values: Values, *, name: str | None = None) -> None:
    """Add to `values` what the providers for this page (or the view called `name`) know."""
    wanted = name or type(page).__name__
    for page_type, provider in reversed(_providers):
        if page_type == wanted:
            values.update(provider(request, page, values))
