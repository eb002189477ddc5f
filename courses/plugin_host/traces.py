"""What the parts keep for plugins: each part makes it known here, the desk shows and removes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from courses.plugin_host import registry
from courses.plugin_host.models import PluginState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courses.plugin_api.contributions.base import Text


@dataclass(frozen=True)
class Trace:
    """Something of a plugin that another part keeps, found by the plugin's slug.

    Without `delete` it is not the plugin's to delete, and stays.
    """

    label: Text
    count: Callable[[str], int]
    export: Callable[[str], Any]
    delete: Callable[[str], None] | None = None


_traces: list[Trace] = []


def provide(trace: Trace) -> None:
    """Make known that a part keeps something for plugins; from an app's `ready()`."""
    _traces.append(trace)


def provided() -> Sequence[Trace]:
    """All that parts keep for plugins."""
    return tuple(_traces)


def owner_of(block_type: str) -> str:
    """The slug of the plugin that a block type belongs to; empty for one of the core.

    A slug may begin with another one (`rouw`, `rouw_en_verlies`): the longest counts.
    """
    slugs = {plugin.slug for plugin in registry.plugins()}
    slugs |= set(PluginState.objects.values_list("plugin", flat=True))
    fitting = [slug for slug in slugs if block_type.startswith(f"{slug}_")]
    return max(fitting, key=len, default="")
