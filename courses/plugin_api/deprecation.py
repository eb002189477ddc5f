"""How something leaves the contract: it works on for a minor version at least, and warns.

A name that goes is taken out of `courses.plugin_api.api` and put in `RENAMED` here. A plugin that
still imports it gets what replaces it, and a warning that says so; pytest shows it to the author.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class PluginDeprecationWarning(DeprecationWarning):
    """A plugin uses something that leaves the contract."""


@dataclass(frozen=True)
class Deprecation:
    """What to use instead, from which version on, and the version that has the old name no more."""

    use: str
    since: str
    gone_in: str


RENAMED: dict[str, Deprecation] = {}


def look_up(name: str, public: Mapping[str, object]) -> object:
    """What now stands for a name that left the contract, with a warning for who asks.

    Raises:
        AttributeError: there never was such a name, or it has gone.
    """
    old = RENAMED.get(name)
    if old is None:
        raise AttributeError(f"courses.plugin_api.api has no {name}")
    warnings.warn(
        f"{name} leaves the contract in version {old.gone_in}: use {old.use} (since {old.since})",
        PluginDeprecationWarning,
        stacklevel=3,
    )
    return public[old.use]


def forward(module: str, *, to: str, since: str, gone_in: str) -> Callable[[str], object]:
    """The `__getattr__` of a module that moved: its names come from `to`, with a warning.

    `to` is imported only when somebody asks, so that the contract itself depends on nothing above.
    """

    def look(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(f"module {module} has no {name}")
        found = getattr(import_module(to), name)
        warnings.warn(
            f"{module} leaves in version {gone_in}: use {to} (since {since})",
            PluginDeprecationWarning,
            stacklevel=2,
        )
        return found

    return look
