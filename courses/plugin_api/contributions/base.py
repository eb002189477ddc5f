"""What all contributions share."""

from __future__ import annotations

from abc import ABC
from enum import StrEnum
from typing import Any, ClassVar

from django.utils.functional import Promise

from courses.common.text import keepable_json

Text = str | Promise
"""A text for people; may be lazily translated."""

Json = Any
"""Anything that `json.dumps` takes, without NaN and infinity, and with texts that can be kept."""


class Contribution(ABC):
    """One thing that a plugin adds. `name` is unique within the plugin and its kind."""

    name: ClassVar[str]
    """Lowercase letters, digits and underscores; part of stored data, so it never changes."""


class Audience(StrEnum):
    """For whom something is. The academy checks it before it calls the plugin."""

    EVERYONE = "everyone"
    """Visitors too."""
    PARTICIPANT = "participant"
    """Who takes part in the training, and the staff who give it."""
    TRAINER = "trainer"
    """Trainers, for their own trainings and editions, and coordinators for all."""
    COORDINATOR = "coordinator"
    """Coordinators and administrators."""


def checked_json(value: Json, *, limit: int = 100_000) -> Json:
    """`value`, once it is sure that every database can keep it (see `keepable_json`).

    Raises:
        TypeError, ValueError: it is no JSON, holds a text that cannot be kept (a NUL, half of a
            character), or takes more than `limit` characters.
    """
    return keepable_json(value, limit=limit)
