"""From how many points on the questions of a lesson are enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.plugin_api.api import Json

PASS_MARK_AT_FIRST = 70
"""Percent of the questions, until somebody chooses; 0 asks nothing."""


def pass_mark(settings: Mapping[str, Json]) -> int:
    """The percentage that a training asks."""
    return int(settings.get("pass_mark", PASS_MARK_AT_FIRST))


def needed(out_of: int, percent: int) -> int:
    """The fewest points of `out_of` that are enough."""
    return -(-out_of * percent // 100)
