"""Lets a higher part say who takes part in a training or gives it: the catalogue knows neither."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

Belongs = Callable[[HttpRequest, int], bool]

_providers: list[Belongs] = []


def provide(provider: Belongs) -> Belongs:
    """Register who belongs to it: of a request and the id of a training; from `ready()`."""
    _providers.append(provider)
    return provider


def belongs(request: HttpRequest, training_id: int) -> bool:
    """Whether the reader takes part in some edition of the training, or gives it."""
    return any(provider(request, training_id) for provider in _providers)
