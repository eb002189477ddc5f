"""Texts that stand on no page: names of themes and the like. Who keeps them makes them known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.translations.segments import Segment, has_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django_stubs_ext import StrOrPromise

_providers: list[tuple[StrOrPromise, Callable[[], Iterable[str]]]] = []


def provide(label: StrOrPromise, texts: Callable[[], Iterable[str]]) -> None:
    """Make texts known that readers see somewhere; `label` says what they are."""
    _providers.append((label, texts))


def loose_texts() -> list[Segment]:
    """All of them, each once."""
    found: dict[str, Segment] = {}
    for label, texts in _providers:
        for text in texts():
            if has_words(text):
                found.setdefault(text, Segment("", text, str(label)))
    return list(found.values())
