"""The tools in the lessons of a training."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.queries import for_participants, readable_lessons, trainings_with
from courses.common import addresses
from plugins.lti.models import ToolContent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from courses.plugin_api.api import Json

SLUG = "lti"
BLOCK = "tool"
BLOCK_TYPE = f"{SLUG}_{BLOCK}"
"""The type under which lessons keep the block."""

ID = re.compile(r"[-a-zA-Z0-9_]{1,64}")
"""What the id of a block looks like; another one could have no address."""


@dataclass(frozen=True)
class Part:
    """A tool in a lesson as it stands there now.

    `least` is the percentage that is needed for the certificate; None where nothing is asked, and 0
    where it must be done.
    """

    lesson: LessonPage
    block: str
    content: ToolContent
    least: int | None

    @property
    def link(self) -> str:
        """What a tool calls this place."""
        return f"{self.lesson.pk}-{self.block}"


def part_in(lesson_id: int, block: str) -> Part | None:
    """The tool in this block of a lesson that can be read, where the plugin is on."""
    lesson = for_participants(LessonPage.objects.filter(pk=lesson_id)).first()
    if lesson is None or lesson.training.pk not in _on():
        return None
    return next((one for one in _parts([lesson]) if one.block == block), None)


def parts_in(training_id: int) -> list[Part]:
    """The tools in the published lessons, in order; three queries, however many there are."""
    training = TrainingPage.objects.filter(pk=training_id).first()
    return [] if training is None else _parts(readable_lessons(training).order_by("path"))


def is_on(training_id: int) -> bool:
    """Whether the plugin is on in a training."""
    return training_id in _on()


def _on() -> set[int]:
    return set(trainings_with(SLUG))


def _parts(lessons: Iterable[LessonPage]) -> list[Part]:
    found = [
        (lesson, raw["id"], raw["value"])
        for lesson in lessons
        for raw in lesson.body.raw_data
        if _is_part(raw)
    ]
    keys = {key for _lesson, _block, value in found if (key := _key(value)) is not None}
    contents = {
        one.key: one
        for one in ToolContent.objects.filter(key__in=keys, tool__is_active=True).select_related(
            "tool"
        )
    }
    return [
        Part(lesson, block, contents[key], _least(value))
        for lesson, block, value in found
        if (key := _key(value)) in contents and key is not None
    ]


def _is_part(raw: Mapping[str, Json]) -> bool:
    return (
        raw["type"] == BLOCK_TYPE
        and isinstance(raw["value"], dict)
        and ID.fullmatch(str(raw.get("id") or "")) is not None
    )


def _key(value: Mapping[str, Json]) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value.get("content")))
    except ValueError:
        return None


def _least(value: Mapping[str, Json]) -> int | None:
    if not value.get("needed"):
        return None
    least = value.get("least")
    return least if isinstance(least, int) else 0


def address_of(training_slug: str, path: str = "") -> str:
    """The address of one of the plugin's pages in a training."""
    return f"{addresses.training(training_slug)}p/{SLUG}/{path}"


def path_to(lesson_id: int, block: str) -> str:
    """The page on which somebody opens a tool, below the plugin's own."""
    return f"openen/{lesson_id}/{block}/"
