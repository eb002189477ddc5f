"""The assignments in the lessons of a training."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.encoding import iri_to_uri

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.queries import for_participants, readable_lessons
from courses.common import addresses
from plugins.praktijkopdracht.enums import FileRequirement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from courses.plugin_api.api import Json

BLOCK = "assignment"
BLOCK_TYPE = f"praktijkopdracht_{BLOCK}"
"""The type under which lessons keep the block."""

ID = re.compile(r"[-a-zA-Z0-9_]{1,64}")
"""What the id of a block looks like; another one could have no address."""


@dataclass(frozen=True)
class Assignment:
    """An assignment as it stands in a lesson now; `task` is rich text as the editor keeps it.

    `id` is that of the block in the lesson: it stays the same when a trainer changes the wording.
    """

    id: str
    training_id: int
    title: str
    task: str
    asked: FileRequirement
    lesson_title: str
    lesson_slug: str


def assignments_in(training_id: int) -> list[Assignment]:
    """The assignments in the published lessons, in order; two queries.

    A lesson that was copied within its training has the same ids: the first one counts.
    """
    training = TrainingPage.objects.only("path", "depth").filter(pk=training_id).first()
    if training is None:
        return []
    lessons = readable_lessons(training).only("path", "title", "slug", "body")
    return _assignments(training, lessons)


def assignments_of(
    trainings: Collection[TrainingPage],
) -> Iterator[tuple[TrainingPage, list[Assignment]]]:
    """The same of several trainings: one query."""
    below = reduce(or_, (Q(path__startswith=one.path) for one in trainings), Q(pk__in=()))
    found: dict[str, list[LessonPage]] = {}
    for lesson in for_participants(LessonPage.objects.filter(below)).order_by("path"):
        found.setdefault(lesson.path[: -LessonPage.steplen], []).append(lesson)
    for training in trainings:
        yield training, _assignments(training, found.get(training.path, ()))


def _assignments(training: TrainingPage, lessons: Iterable[LessonPage]) -> list[Assignment]:
    found: dict[str, Assignment] = {}
    for lesson in lessons:
        # What is stored says enough; making the blocks of whole lessons takes much longer.
        for raw in lesson.body.raw_data:
            if _is_assignment(raw):
                found.setdefault(raw["id"], _assignment(raw["id"], raw["value"], training, lesson))
    return list(found.values())


def find(training_id: int, assignment_id: str) -> Assignment | None:
    """The assignment with this id, if it is in a published lesson of the training."""
    every = assignments_in(training_id)
    return next((one for one in every if one.id == assignment_id), None)


def _is_assignment(raw: Mapping[str, Json]) -> bool:
    return (
        raw["type"] == BLOCK_TYPE
        and isinstance(raw["value"], dict)
        and ID.fullmatch(raw.get("id") or "") is not None
    )


def _assignment(
    assignment_id: str, value: dict[str, Json], training: TrainingPage, lesson: LessonPage
) -> Assignment:
    asked = value.get("file")
    return Assignment(
        id=assignment_id,
        training_id=training.pk,
        title=str(value.get("title") or ""),
        task=str(value.get("task") or ""),
        asked=FileRequirement(asked) if asked in FileRequirement.values else FileRequirement.NONE,
        lesson_title=lesson.title,
        lesson_slug=lesson.slug,
    )


def path_to(assignment_id: str) -> str:
    """The address of an assignment's page, below the plugin's own."""
    return f"opdracht/{assignment_id}/"


def address_of(training_slug: str, path: str = "") -> str:
    """The address of one of the plugin's pages in a training, fit for a mail too."""
    return iri_to_uri(f"{addresses.training(training_slug)}p/praktijkopdracht/{path}")
