"""Plugins that do everything wrong, made of one that does it right."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.urls import URLPattern, path
from django.urls.resolvers import RoutePattern

from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.screens import CourseUrls
from courses.plugin_host.entry import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http.response import HttpResponseBase
    from wagtail.blocks import Block

    from courses.plugin_api.contributions.base import Contribution
    from courses.plugin_api.plugin import CoursePlugin

FIRST = frozenset({"block", "patterns", "viewset"})
"""Methods without which the others are never called."""

CONSTANTS = ("label", "title", "description", "audience", "columns", "events", "submit_label",
             "template_name", "place", "given_to", "icon", "placeholders")  # fmt: skip


@dataclass(frozen=True)
class Way:
    """A way to go wrong: `do()` is called in place of the plugin's code."""

    name: str
    do: Callable[[], object]

    def __str__(self) -> str:
        return self.name


def _raises() -> object:
    raise RuntimeError("broken on purpose by the conformance kit")


def _leaves_open() -> object:
    transaction.atomic().__enter__()
    return None


def _leaves_broken() -> object:
    transaction.set_rollback(True)
    return None


RAISES = Way("raises", _raises)
ODD = (
    Way("gives object()", object),
    Way("gives None", lambda: None),
    Way('gives ""', lambda: ""),
    Way("gives 42", lambda: 42),
    Way("gives a huge text", lambda: "x" * 300_000),
)
TRANSACTIONS = (
    Way("leaves a transaction open", _leaves_open),
    Way("leaves a transaction broken", _leaves_broken),
)
WAYS: tuple[Way, ...] = (RAISES, *ODD, *TRANSACTIONS)


def broken_plugin(
    plugin: CoursePlugin, change: Callable[[Contribution], Contribution]
) -> CoursePlugin:
    """A copy of the plugin of which each contribution is changed; the plugin stays as it is."""
    twin = copy.copy(plugin)
    changed = tuple(change(one) for one in plugin.contributions())
    twin.contributions = lambda: changed  # type: ignore[method-assign]
    return twin


def broken_kinds(
    plugin: CoursePlugin, change: Callable[[Contribution], Contribution]
) -> set[type[Contribution]]:
    """The kinds of what `change` breaks of the plugin; the rest works as it always does."""
    return {kind_of(one) for one in plugin.contributions() if change(one) is not one}


def with_broken_methods(way: Way) -> Callable[[Contribution], Contribution]:
    """Every method goes wrong, except those without which it would never come to the others."""

    def change(one: Contribution) -> Contribution:
        methods = _methods(one) - FIRST
        parts: dict[str, object] = {name: _instead(way) for name in methods}
        if isinstance(one, CourseUrls):
            parts["patterns"] = lambda _self: [_with_view(each, way) for each in one.patterns()]
        if isinstance(one, ContentBlock):
            parts["block"] = lambda _self: _with_render(one.block(), way)
        return like(one, parts)

    return change


def with_broken_first_methods(way: Way) -> Callable[[Contribution], Contribution]:
    """`block()`, `patterns()` and `viewset()` go wrong."""

    def change(one: Contribution) -> Contribution:
        return like(one, {name: _instead(way) for name in _methods(one) & FIRST})

    return change


def with_broken_constants(way: Way) -> Callable[[Contribution], Contribution]:
    """Titles, labels, columns and the like are something else."""

    def change(one: Contribution) -> Contribution:
        wrong = way.do()
        return like(one, {name: wrong for name in CONSTANTS if hasattr(one, name)})

    return change


def with_broken_settings(plugin: CoursePlugin, way: Way) -> CoursePlugin:
    """A copy of the plugin whose settings form is wrong."""
    twin = copy.copy(plugin)
    twin.settings_form = way.do  # type: ignore[method-assign, assignment]
    return twin


def _methods(one: Contribution) -> frozenset[str]:
    found: frozenset[str] = kind_of(one).__abstractmethods__
    return found


def _instead(way: Way) -> Callable[..., object]:
    return lambda *_args, **_kwargs: way.do()


def like(one: Contribution, parts: dict[str, object]) -> Contribution:
    """Something of the same class, with other parts; itself, where there are none."""
    if not parts:
        return one
    twin: Contribution = copy.copy(one)
    kind: type[Contribution] = type(type(one).__name__, (type(one),), parts)
    twin.__class__ = kind
    return twin


def _with_view(pattern: URLPattern, way: Way) -> URLPattern:
    route = pattern.pattern
    if isinstance(route, RoutePattern):
        return path(
            str(route), cast("Callable[..., HttpResponseBase]", _instead(way)), name=pattern.name
        )
    twin = copy.copy(pattern)
    twin.callback = _instead(way)
    return twin


def _with_render(block: Block, way: Way) -> Block:
    block.render = _instead(way)
    return block


def names_of(contributions: Sequence[Contribution]) -> list[tuple[str, str]]:
    """Kind and name of each, for comparing."""
    return [(kind_of(one).__name__, one.name) for one in contributions]
