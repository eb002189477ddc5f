"""Lets a higher part say who belongs to a training, which the catalogue does not know."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from wagtail.models import Page

Belongs = Callable[[HttpRequest, int], bool]
Describe = Callable[[Page], list[str]]

_belongs: list[Belongs] = []
_describe: list[Describe] = []


def provide(provider: Belongs) -> Belongs:
    """Register who belongs to it: of a request and the id of a training; from `ready()`."""
    _belongs.append(provider)
    return provider


def provide_sentences(provider: Describe) -> Describe:
    """Register what to know of the people in a page, before it goes; from `ready()`."""
    _describe.append(provider)
    return provider


def belongs(request: HttpRequest, training_id: int) -> bool:
    """Whether the reader takes part in some edition of the training, or gives it."""
    return any(provider(request, training_id) for provider in _belongs)


def sentences(page: Page) -> list[str]:
    """How many people are in a page or wait, a sentence for each kind; empty for nobody."""
    return [one for provider in _describe for one in provider(page)]
