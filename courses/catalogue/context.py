"""Lets higher parts add to the pages of the catalogue without the catalogue knowing them.

The catalogue knows no editions, enrolments or progress. Those parts register a function here
that adds what they know to a page's template context.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

ContextProvider = Callable[[HttpRequest, Any, dict[str, Any]], dict[str, Any]]
"""Takes the request, the page and the context so far; returns what to add."""

_providers: list[tuple[str, ContextProvider]] = []


def provide(page_type: str) -> Callable[[ContextProvider], ContextProvider]:
    """Register a provider for pages of `page_type` (a class name such as `TrainingPage`).

    Registered from an app's `ready()`. The apps are installed from high to low, so `extend` asks
    the last registered first: a provider can count on what lower parts have added.
    """

    def register(provider: ContextProvider) -> ContextProvider:
        _providers.append((page_type, provider))
        return provider

    return register


def extend(request: HttpRequest, page: Any, values: dict[str, Any]) -> None:
    """Add to `values` what the providers for this page know."""
    for page_type, provider in reversed(_providers):
        if page_type == type(page).__name__:
            values.update(provider(request, page, values))
