"""From how many points on a test is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.plugin_api.api import Json

PASS_MARK_AT_FIRST = 70
"""Percent of the questions, until somebody chooses."""


def pass_mark(settings: Mapping[str, Json]) -> int:
    """The percentage that a training asks."""
    return int(settings.get("pass_mark", PASS_MARK_AT_FIRST))


def needed(out_of: int, percent: int) -> int:
    """The fewest points with which a test of `out_of` points is passed."""
    return -(-out_of * percent // 100)
