"""What plugins can do with the list of one session, as links above it.

A plugin registers from its `ready()`. It is asked through the guard, and only where it is on in the
training of the session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from courses.catalogue.queries import trainings_with
from courses.common.text import plain_text
from courses.plugin_host import guard, registry, standing

if TYPE_CHECKING:
    from courses.editions.models import Session

MOST = 5
"""More links of one plugin would hide the others."""


@dataclass(frozen=True)
class SessionLink:
    """A page for staff about one session: what one does there, and where it is."""

    label: str
    url: str


Finder = Callable[["Session"], Iterable[SessionLink]]
"""Takes a session, with its edition and training."""

_finders: dict[str, Finder] = {}


def provide(plugin: str, finder: Finder) -> None:
    """Register what the plugin with this slug can do with a list."""
    _finders[plugin] = finder


def links_of(session: Session) -> list[SessionLink]:
    """What plugins that are on in the session's training can do with its list."""
    off = standing.switched_off() if _finders else frozenset()
    return [
        one
        for slug, finder in _finders.items()
        if slug not in off
        for one in _found_by(slug, finder, session)
    ]


def _found_by(slug: str, finder: Finder, session: Session) -> list[SessionLink]:
    plugin = registry.find(slug)
    if plugin is None or session.edition.training_id not in trainings_with(slug):
        return []
    return guard.run(plugin, "session link", lambda: _checked(finder(session)), default=[])


def _checked(links: Iterable[SessionLink]) -> list[SessionLink]:
    return [SessionLink(plain_text(one.label), plain_text(one.url)) for one in islice(links, MOST)]
