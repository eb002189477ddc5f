"""The one door to plugins: who can be asked something, and how.

`here(EnrolmentRule, training_id)` gives the contributions of a kind that work in a training, each
with its settings there, and who should answer and cannot. `ask` goes through the guard.

    rules = asking.here(EnrolmentRule, training_id)
    if rules.silent:
        return CANNOT_TELL
    answers = [rule.ask(lambda one: one.check(request), default=CANNOT_TELL) for rule in rules]

Which plugins are on in a training is kept beside the trainings, a layer above this one; that layer
says with `provide` how to look it up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from courses.common import process_cache
from courses.plugin_api.contributions.base import Contribution, Json
from courses.plugin_host import guard, registry, standing

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.entry import Entry

C = TypeVar("C", bound=Contribution)
T = TypeVar("T")
D = TypeVar("D")

Settings = Mapping[str, Mapping[str, Json]]
"""The settings of plugins in a training, by slug."""

_sources: list[Callable[[int], Settings]] = []


def provide(source: Callable[[int], Settings]) -> None:
    """Say how to look up the plugins that are on in a training, with their settings there; from
    an app's `ready()`."""
    _sources[:] = [source]


def on_in(training_id: int) -> Settings:
    """The plugins that are on in a training, with their settings there; change nothing in it."""
    return _sources[0](training_id) if _sources else {}


class Activations:
    """Which plugins are on in trainings, looked up once for each: for who needs it twice in one
    transaction, to hand on. Whoever is handed none looks it up himself."""

    def __init__(self) -> None:
        self._known: dict[int, Settings] = {}

    def on_in(self, training_id: int) -> Settings:
        """As the function of this name."""
        if training_id not in self._known:
            self._known[training_id] = on_in(training_id)
        return self._known[training_id]


def is_on(plugin: CoursePlugin, training_id: int) -> bool:
    """Whether the plugin is on in the training; the core's parts always are."""
    return plugin.core or plugin.slug in on_in(training_id)


@dataclass(frozen=True)
class Provider(Generic[C]):
    """A contribution that works in a training."""

    entry: Entry[C]
    _settings: Mapping[str, Json]

    @cached_property
    def settings(self) -> Mapping[str, Json]:
        """Its plugin's settings in the training: a copy, with which the plugin may do anything."""
        return deepcopy(self._settings)

    @property
    def plugin(self) -> CoursePlugin:
        """The plugin that brings it."""
        return self.entry.plugin

    @property
    def contribution(self) -> C:
        """The contribution itself; call it through `ask`."""
        return self.entry.contribution

    def ask(
        self,
        call: Callable[[C], T],
        *,
        default: D,
        expect: type | tuple[type, ...] | None = None,
        passes: tuple[type[Exception], ...] = (),
        slow: float | None = None,
    ) -> T | D:
        """The result of `call(contribution)`, or `default` when the plugin fails; see
        `guard.run`."""
        return guard.call_plugin(
            self.entry, call, default=default, expect=expect, passes=passes, slow=slow
        )


@dataclass(frozen=True)
class Providers(Generic[C]):
    """Who can be asked, the core's first. `silent` are the slugs of plugins that are on, may have
    something to say, and cannot be asked: whoever needs their answer cannot have it."""

    found: tuple[Provider[C], ...]
    silent: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Provider[C]]:
        return iter(self.found)

    def of(self, slug: str) -> list[Provider[C]]:
        """Those of one plugin."""
        return [one for one in self.found if one.plugin.slug == slug]


def here(kind: type[C], training_id: int, activations: Activations | None = None) -> Providers[C]:
    """Who can be asked for `kind` in a training, and who is silent.

    It asks the database once, and not at all when only the core has something to say, or when
    `activations` knows.
    """
    entries = everywhere(kind)
    silent = standing.silent_at(kind.__name__)
    if not silent and all(entry.plugin.core for entry in entries):
        return Providers(tuple(Provider(entry, {}) for entry in entries))
    on = (activations or Activations()).on_in(training_id)
    return Providers(
        tuple(
            Provider(entry, on.get(entry.plugin.slug, {}))
            for entry in entries
            if entry.plugin.core or entry.plugin.slug in on
        ),
        tuple(sorted(silent.intersection(on))),
    )


def everywhere(kind: type[C]) -> tuple[Entry[C], ...]:
    """Every contribution of `kind` that works on this site: the core's, then the plugins' in the
    order of installation."""
    return cast("tuple[Entry[C], ...]", _without(kind, standing.switched_off()))


@process_cache.for_process
def _without(kind: type[Contribution], off: frozenset[str]) -> tuple[Entry[Contribution], ...]:
    entries = [entry for entry in registry.every(kind) if entry.plugin.slug not in off]
    return tuple(sorted(entries, key=lambda entry: not entry.plugin.core))
