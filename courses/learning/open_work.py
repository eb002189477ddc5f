"""What plugins say that a participant still has to hand in, for somebody's own page.

A plugin registers from its `ready()`. It is asked through the guard, once for all trainings in
which it is on, so that what it costs does not grow with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from courses.catalogue.queries import trainings_with
from courses.common.text import plain_text
from courses.plugin_host import guard, registry, standing

MOST = 20
"""More of them from one plugin are no list of things to do."""


@dataclass(frozen=True)
class OpenWork:
    """One thing to hand in: what it is called, in which training, and where that is done."""

    title: str
    training_title: str
    url: str


Finder = Callable[[int, Collection[int]], Iterable[OpenWork]]
"""Takes a person's id and the ids of the trainings that he or she follows with the plugin on."""

_finders: dict[str, Finder] = {}


def provide(plugin: str, finder: Finder) -> None:
    """Register who knows what is to be handed in, for the plugin with this slug."""
    _finders[plugin] = finder


def open_work_of(person_id: int, training_ids: Collection[int]) -> list[OpenWork]:
    """What somebody still has to hand in for these trainings."""
    if not training_ids:
        return []
    off = standing.switched_off()
    return [
        one
        for slug, finder in _finders.items()
        if slug not in off
        for one in _found_by(slug, finder, person_id, training_ids)
    ]


def _found_by(
    slug: str, finder: Finder, person_id: int, training_ids: Collection[int]
) -> list[OpenWork]:
    plugin = registry.find(slug)
    on = [pk for pk in trainings_with(slug) if pk in training_ids]
    if plugin is None or not on:
        return []
    return guard.run(plugin, "open work", lambda: _checked(finder(person_id, on)), default=[])


def _checked(work: Iterable[OpenWork]) -> list[OpenWork]:
    return [
        OpenWork(plain_text(one.title), plain_text(one.training_title), plain_text(one.url))
        for one in islice(work, MOST)
    ]
