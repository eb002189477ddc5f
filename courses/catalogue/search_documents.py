"""What can be found of the catalogue: trainings, lessons, learning paths and lectures.

A lesson that only participants read is found by all its words, and shows none of them. Blocks of
plugins are left out: they may hold the answers of an exercise.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, Max, Sum
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
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
    for_everybody,
)
from courses.common import addresses
from courses.search.enums import DocumentKind
from courses.search.sources import Document, Source
from courses.translations.reading import (
    Words,
    marks_of,
    read,
    read_page,
    reading_state_of,
    words_in,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

P = TypeVar("P", bound=AcademyPage)

_OF_LESSONS = ("case", "reflection", "dialogue")
_NO_TEXT = frozenset({"id", "type", "kind", "image", "decorative", "on_card"})


class CatalogueSource(Source):
    """The pages of the catalogue."""

    def stamp(self) -> Hashable:
        """What every change of any page of the site changes, on every server."""
        made = for_everybody(Page.objects.order_by()).aggregate(
            # What is closed and opened counts too: which pages there are, and not only how many.
            Count("pk"),
            Sum("pk"),
            Max("last_published_at"),
            Max("latest_revision_created_at"),
        )
        return tuple(made.values())

    def documents(self, language: str) -> Iterator[Document]:
        trainings = in_language(
            for_everybody(TrainingPage.objects.all())
            .select_related("theme", "partner", "locale")
            .prefetch_related("goals"),
            language,
        )
        by_path = {training.path: training for training in trainings}
        for training in trainings:
            yield as_read(training, _training)
        lessons = for_everybody(LessonPage.objects.all()).select_related("locale").order_by("path")
        for lesson in lessons.iterator(chunk_size=200):
            training = by_path.get(lesson.path[: -LessonPage.steplen])
            if training is not None:
                yield as_read(lesson, partial(_lesson, training=training))
        paths = for_everybody(LearningPathPage.objects.all()).select_related("locale")
        paths = paths.prefetch_related("steps")
        for path in in_language(paths, language):
            yield as_read(path, _learning_path)
        lectures = for_everybody(LecturePage.objects.all()).select_related("locale")
        for lecture in in_language(lectures, language):
            yield as_read(lecture, _lecture)


def in_language(pages: Iterable[P], language: str) -> list[P]:
    """Of each page that stands in more than one language the one for this reader; in order."""
    chosen: dict[object, P] = {}
    for page in pages:
        before = chosen.get(page.translation_key)
        if before is None or page.locale.language_code == language:
            chosen[page.translation_key] = page
    return list(chosen.values())


Asking = Callable[[str], str]
"""Gives a text as it is to be found: as its reader reads it, or as it was written."""


def as_read(page: P, make: Callable[[P, Asking], Document]) -> Document:
    """The document of a page as its reader reads it; a translation is found by the Dutch too."""
    written = make(page, str)
    shown = read_page(page)
    return written if shown is page else make(shown, read).found_by(written)


def text_of(html: str) -> str:
    """What stands in a rich text, without its mark-up, in the same language."""
    text = get_text_for_indexing(html).strip() if html else ""
    return words_in(html.language, text) if isinstance(html, Words) else text


def texts_of_blocks(page: AcademyPage) -> tuple[str, ...]:
    """What stands in our own blocks in the body of a page, each text in its language."""
    own = {name for name, _block in content_blocks()} | set(_OF_LESSONS)
    state = reading_state_of(page)
    languages = state.blocks if state else {}
    found: list[str] = []
    for one in getattr(page.body, "raw_data", ()):
        if one["type"] in own:
            language = languages.get(str(one.get("id")))
            texts = filter(None, _texts_in(one.get("value")))
            found += texts if language is None else (words_in(language, text) for text in texts)
    return tuple(found)


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


def _training(page: TrainingPage, ask: Asking) -> Document:
    return Document(
        key=f"page-{page.pk}",
        kind=DocumentKind.TRAINING,
        title=page.title,
        address=addresses.training(page.slug),
        summary=page.summary,
        keywords=" ".join(
            filter(None, (page.theme and ask(page.theme.name), page.get_kind_display()))
        ),
        texts=_some(
            *(ask(goal.text) for goal in page.goals.all()),
            *map(text_of, (page.introduction, page.for_whom, page.transcript)),
            page.partner.name if page.partner else "",
        ),
        training=page.pk,
        is_dutch=_is_dutch(page),
    )


def _some(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))


def _lesson(page: LessonPage, ask: Asking, *, training: TrainingPage) -> Document:
    texts = texts_of_blocks(page)
    title = ask(training.title)
    shown = format_html("<span {}>{}</span>", marks_of(title), title)
    # Escaped, and so is the title: safe.
    where = SafeString(escape(gettext("Les bij de training %(title)s.")) % {"title": shown})
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
        texts=texts if page.is_open else (),
        closed_text="" if page.is_open else "\n".join(texts),
        note=where if page.is_open else format_html("{} {}", where, closed),
        training=training.pk,
        is_dutch=_is_dutch(page),
    )


def _learning_path(page: LearningPathPage, ask: Asking) -> Document:
    return Document(
        key=f"page-{page.pk}",
        kind=DocumentKind.LEARNING_PATH,
        title=page.title,
        address=page.get_url() or "",
        keywords=_kind(page),
        summary=page.summary,
        texts=_some(text_of(page.introduction), *(ask(step.why) for step in page.steps.all())),
        is_dutch=_is_dutch(page),
    )


def _lecture(page: LecturePage, _ask: Asking) -> Document:
    return Document(
        key=f"page-{page.pk}",
        kind=DocumentKind.LECTURE,
        title=page.title,
        address=page.get_url() or "",
        keywords=_kind(page),
        summary=page.summary,
        texts=_some(text_of(page.transcript)),
        is_dutch=_is_dutch(page),
    )


def _kind(page: AcademyPage) -> str:
    """What it is, as somebody may type it beside what it is about."""
    return str(page._meta.verbose_name)


def _is_dutch(page: AcademyPage) -> bool:
    code: str = page.locale.language_code
    return code.startswith("nl")
