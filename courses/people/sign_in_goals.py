"""What somebody signs in for, said on each page between the press and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from django.http import HttpRequest

Sentence = Callable[..., str]
"""Says it for a request and what the address holds; nothing for who did not ask for it."""

_SENTENCES: dict[str, Sentence] = {}


def provide(view_name: str) -> Callable[[Sentence], Sentence]:
    """Say what people sign in for who come from a page; decorates the function that knows."""

    def keep(sentence: Sentence) -> Sentence:
        _SENTENCES[view_name] = sentence
        return sentence

    return keep


def sentence_for(request: HttpRequest, goal: str) -> str:
    """What signing in is for when it leads to this address; empty where nobody says so."""
    try:
        match = resolve(urlsplit(goal).path)
    except (Resolver404, ValueError):
        return ""
    sentence = _SENTENCES.get(match.view_name)
    given: dict[str, Any] = match.kwargs
    return sentence(request, **given) if sentence else ""
