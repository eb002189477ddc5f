"""What can be found of the catalogue: trainings, lessons, learning paths and lectures.

A lesson that only participants read is found by all its words, and shows none of them. Blocks of
plugins are left out: they may hold the answers of an exercise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, Max
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from courses.catalogue.blocks import content_blocks
from courses.catalogue.models import (
    AcademyPage,
    LearningPathPage,
    LecturePage,
    LessonPage,
    TrainingPage,
)
from courses.common import addresses
from courses.search.enums import DocumentKind
from courses.search.sources import Document, Source

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

P = TypeVar("P", bound=AcademyPage)

_OF_LESSONS = ("case", "reflection", "dialogue")
_NO_TEXT = frozenset({"id", "type", "kind", "image", "decorative", "on_card"})


class CatalogueSource(Source):
    """The pages of the catalogue."""

    def stamp(self) -> Hashable:
        """What every change of any page of the site changes, on every server."""
        made = Page.objects.filter(live=True).aggregate(
            Count("pk"), Max("last_published_at"), Max("latest_revision_created_at")
        )
        return tuple(made.values())

    def documents(self, language: str) -> Iterator[Document]:
        trainings = in_language(
            TrainingPage.objects.live()
            .public()
            .select_related("theme", "partner", "locale")
            .prefetch_related("goals"),
            language,
        )
        by_path = {training.path: training for training in trainings}
        yield from map(_training, trainings)
        lessons = LessonPage.objects.live().public().select_related("locale").order_by("path")
        for lesson in lessons.iterator(chunk_size=200):
            training = by_path.get(lesson.path[: -LessonPage.steplen])
            if training is not None:
                yield _lesson(lesson, training)
        paths = LearningPathPage.objects.live().public().prefetch_related("steps")
        yield from map(_learning_path, in_language(paths, language))
        yield from map(_lecture, in_language(LecturePage.objects.live().public(), language))


def in_language(pages: Iterable[P], language: str) -> list[P]:
    """Of each page that stands in more than one language the one for this reader; in order."""
    chosen: dict[object, P] = {}
    for page in pages:
        before = chosen.get(page.translation_key)
        if before is None or page.locale.language_code == language:
            chosen[page.translation_key] = page
    return list(chosen.values())


def text_of(html: str) -> str:
    """What stands in a rich text, without its mark-up."""
    return get_text_for_indexing(html).strip() if html else ""


def text_of_blocks(body: object) -> str:
    """What stands in our own blocks of a page, each on a line of its own."""
    own = {name for name, _block in content_blocks()} | set(_OF_LESSONS)
    raw = getattr(body, "raw_data", ())
    return "\n".join(
        text for one in raw if one["type"] in own for text in _texts_in(one.get("value")) if text
    )


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield text_of(value) if "<" in value else value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _NO_TEXT:
                yield from _texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)


def _training(page: TrainingPage) -> Document:
    return Document(
        key=f"page-{page.pk}",
        kind=DocumentKind.TRAINING,
        title=page.title,
        address=addresses.training(page.slug),
        summary=page.summary,
        keywords=" ".join(filter(None, (page.theme and page.theme.name, page.get_kind_display()))),
        text="\n".join(
            filter(
                None,
                (
                    *(goal.text for goal in page.goals.all()),
                    *map(text_of, (page.introduction, page.for_whom, page.transcript)),
                    page.partner.name if page.partner else "",
                ),
            )
        ),
        training=page.pk,
        is_dutch=_is_dutch(page),
    )


def _lesson(page: LessonPage, training: TrainingPage) -> Document:
    text = text_of_blocks(page.body)
    where = gettext("Les bij de training %(title)s.") % {"title": training.title}
    closed = gettext("Wie meedoet, kan deze les lezen.")
    return Document(
        key=f"page-{page.pk}",
        kind=DocumentKind.LESSON,
        title=page.title,
        address=(
            addresses.lesson(training.slug, page.slug)
            if page.is_open
            else f"{addresses.training(training.slug)}#lessen"
        ),
        summary=page.summary,
        text=text if page.is_open else "",
        closed_text="" if page.is_open else text,
        note=where if page.is_open else f"{where} {closed}",
        training=training.pk,
        is_dutch=_is_dutch(page),
    )


def _learning_path(page: LearningPathPage) -> Document:
    return Document(
        key=f"page-{page.pk}",
        kind=DocumentKind.LEARNING_PATH,
        title=page.title,
        address=page.get_url() or "",
        keywords=_kind(page),
        summary=page.summary,
        text="\n".join([text_of(page.introduction), *(step.why for step in page.steps.all())]),
        is_dutch=_is_dutch(page),
    )


def _lecture(page: LecturePage) -> Document:
    return Document(
        key=f"page-{page.pk}",
        kind=DocumentKind.LECTURE,
        title=page.title,
        address=page.get_url() or "",
        keywords=_kind(page),
        summary=page.summary,
        text=text_of(page.transcript),
        is_dutch=_is_dutch(page),
    )


def _kind(page: AcademyPage) -> str:
    """What it is, as somebody may type it beside what it is about."""
    return str(page._meta.verbose_name)


def _is_dutch(page: AcademyPage) -> bool:
    code: str = page.locale.language_code
    return code.startswith("nl")
