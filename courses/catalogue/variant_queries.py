"""What is different between a base and its variants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.catalogue.models import LessonPage, TrainingPage, TrainingVariant, VariantLesson
from courses.catalogue.variant_merging import FIELD, Difference, Part, differences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

TRAINING_FIELDS = ("summary", "introduction", "for_whom")
LESSON_FIELDS = ("title", "summary")
GOAL = "goal"
"""The type of the part that a goal of a training is: its own words are its id."""


def parts_of_training(training: TrainingPage) -> list[Part]:
    """What a variant takes over of a training: its texts and goals. Its title is its own."""
    goals = [{"type": GOAL, "value": one.text, "id": one.text} for one in training.goals.all()]
    return [*_fields(training, TRAINING_FIELDS), *goals]


def parts_of_lesson(lesson: LessonPage) -> list[Part]:
    """What a variant takes over of a lesson: its title, summary and blocks."""
    block = lesson.body.stream_block
    return [*_fields(lesson, LESSON_FIELDS), *block.get_prep_value(lesson.body)]


def _fields(page: TrainingPage | LessonPage, names: Sequence[str]) -> list[Part]:
    return [{"type": FIELD, "value": getattr(page, name), "id": name} for name in names]


def content_now(page: TrainingPage | LessonPage) -> TrainingPage | LessonPage:
    """What counts of a base: what readers have; of one that nobody reads yet, the draft."""
    return page if page.live else draft_of(page)


def draft_of(page: TrainingPage | LessonPage) -> TrainingPage | LessonPage:
    """A page as its editor shows it."""
    draft: TrainingPage | LessonPage = page.get_latest_revision_as_object()
    return draft


@dataclass(frozen=True)
class PageDifferences:
    """What is on offer for one page of a variant; `base` of a lesson that it does not have yet."""

    key: str
    base: TrainingPage | LessonPage
    own: TrainingPage | LessonPage | None
    differences: list[Difference]

    @property
    def is_new_lesson(self) -> bool:
        """Whether the base has a lesson that nobody decided on."""
        return self.own is None


def lessons_of(training: TrainingPage) -> QuerySet[LessonPage]:
    """All lessons of a training, drafts too, in order."""
    found: QuerySet[LessonPage] = LessonPage.objects.child_of(training).order_by("path")
    return found


def on_offer(variant: TrainingVariant) -> list[PageDifferences]:
    """Everything that the base changed and the variant has not decided on, page by page."""
    found = [
        PageDifferences(
            "training",
            variant.base,
            variant.training,
            differences(
                variant.seen,
                parts_of_training(training_content(variant.base)),
                parts_of_training(training_content(variant.training, draft=True)),
            ),
        )
    ]
    rows = {
        row.base_id: row
        for row in VariantLesson.objects.filter(variant=variant).select_related("lesson")
    }
    for base in lessons_of(variant.base):
        row = rows.get(base.pk)
        if row is None and base.live:
            found.append(PageDifferences(f"les-{base.pk}", base, None, []))
        elif row is not None and row.lesson is not None:
            found.append(
                PageDifferences(
                    f"les-{base.pk}",
                    base,
                    row.lesson,
                    differences(
                        row.seen,
                        parts_of_lesson(lesson_content(base)),
                        parts_of_lesson(lesson_content(row.lesson, draft=True)),
                    ),
                )
            )
    return [one for one in found if one.differences or one.is_new_lesson]


def training_content(page: TrainingPage, *, draft: bool = False) -> TrainingPage:
    """A training as it counts for its variants, or as its editor shows it."""
    content = draft_of(page) if draft else content_now(page)
    assert isinstance(content, TrainingPage)  # noqa: S101 - a revision is of its page's class
    return content


def lesson_content(page: LessonPage, *, draft: bool = False) -> LessonPage:
    """The same of a lesson."""
    content = draft_of(page) if draft else content_now(page)
    assert isinstance(content, LessonPage)  # noqa: S101 - a revision is of its page's class
    return content


def number_on_offer(variant: TrainingVariant) -> int:
    """How many decisions wait."""
    return sum(len(one.differences) or 1 for one in on_offer(variant))


def variants() -> QuerySet[TrainingVariant]:
    """All variants, by their base."""
    return TrainingVariant.objects.select_related("training", "base").order_by(
        "base__title", "training__title"
    )
