"""Trainings and blocks."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from courses.plugin_api.contributions.base import Contribution

if TYPE_CHECKING:
    from wagtail.blocks import Block


@dataclass
class LessonDraft:
    """A lesson as a plugin proposes it.

    `body` is a list of `(block type, value)`; `minutes` is how long following it takes.
    """

    slug: str
    title: str
    summary: str
    minutes: int
    body: list[tuple[str, Any]] = field(default_factory=list)


@dataclass
class TrainingDraft:
    """A whole training as a plugin proposes it; `build` fills it in.

    `minutes` is the length of the meetings together. `introduction` and `for_whom` are HTML of
    the kind that the editor makes; `goals` are the sentences under "what you learn".
    """

    slug: str = ""
    title: str = ""
    summary: str = ""
    introduction: str = ""
    goals: list[str] = field(default_factory=list)
    for_whom: str = ""
    theme: str = ""
    minutes: int = 0
    partner: str = ""
    lessons: list[LessonDraft] = field(default_factory=list)

    def lesson(
        self, slug: str, title: str, *, summary: str, minutes: int, body: list[tuple[str, Any]]
    ) -> LessonDraft:
        """Add a lesson at the end and return it."""
        draft = LessonDraft(slug, title, summary, minutes, body)
        self.lessons.append(draft)
        return draft


class Training(Contribution):
    """A whole training with lessons.

    Called when the plugin's trainings are installed (`manage.py trainings install`). Pages that
    exist are left alone: what a trainer changed wins over an update.
    A failure skips this training and is reported.
    """

    @abstractmethod
    def build(self, draft: TrainingDraft) -> None:
        """Fill in `draft`."""


class ContentBlock(Contribution):
    """A kind of block that trainers can put in a lesson.

    Called once in each process, when the blocks of lessons are first needed. The block's type in
    stored content is `<plugin slug>_<name>`. When it fails or is inactive, readers see a
    placeholder and the content is kept.
    """

    @abstractmethod
    def block(self) -> Block:
        """A Wagtail block, with label, icon and template in its `Meta`."""
