"""What there is in other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.models import Page, get_page_models

from courses.common.content_language import DUTCH, ReadingLanguage
from courses.common.process_cache import Memo
from courses.common.public_version import memory
from courses.translations.enums import TextState
from courses.translations.loose_texts import loose_texts
from courses.translations.models import ContentLanguage, TextTranslation, digest_of
from courses.translations.segments import Segment, segments_of
from courses.translations.shipped_texts import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet


def offered() -> Mapping[str, ReadingLanguage]:
    """The languages that visitors can choose, by code; Dutch is always the first."""

    def ask() -> dict[str, ReadingLanguage]:
        rows = ContentLanguage.objects.filter(is_on=True)
        return {DUTCH.code: DUTCH} | {row.code: reading_language(row) for row in rows}

    return memory.get("languages of the site", ask)


def reading_language(row: ContentLanguage) -> ReadingLanguage:
    """A language as readers have it."""
    return ReadingLanguage(
        row.code, row.name, row.interface, row.right_to_left, row.note, str(row.texts_version)
    )


def mark_of(row: ContentLanguage) -> str:
    """Tells whether a language is still as a form showed it."""
    shown = (row.name, row.right_to_left, row.interface, row.note, row.is_on)
    return digest_of(repr(shown))


_catalogues: Memo[str, tuple[str, Mapping[str, str]]] = Memo()


def catalogue_of(language: ReadingLanguage) -> Mapping[str, str]:
    """All texts in a language, by the Dutch: those of the academy, else those that came along.

    One query, until somebody changes a text. Share it and change nothing in it.
    """
    known = _catalogues.get(language.code)
    if known is not None and known[0] == language.version:
        return known[1]
    rows = TextTranslation.objects.filter(language__code=language.code)
    texts = {**shipped(language.code), **dict(rows.values_list("source", "text"))}
    return _catalogues.put(language.code, (language.version, texts))[1]


@dataclass(frozen=True)
class TextRow:
    """A text of a page and how it stands in a language.

    `old_source` and `old_text` are what was translated here before the Dutch changed.
    """

    segment: Segment
    text: str
    state: TextState
    old_source: str = ""
    old_text: str = ""

    @property
    def is_done(self) -> bool:
        """Whether readers get it in this language."""
        return self.state in (TextState.DONE, TextState.SHIPPED)


def text_rows(language: ContentLanguage, page: Page | None) -> list[TextRow]:
    """Every text of a page, or of what stands on no page, in a language."""
    segments = loose_texts() if page is None else segments_of(page)
    own = own_texts(language, [one.source for one in segments])
    came_along = shipped(language.code)
    sources = {one.source for one in segments}
    before = {
        row.path: row
        for row in TextTranslation.objects.filter(language=language, page=page)
        .exclude(path="")
        .order_by("changed_at", "pk")
        if page is not None and row.source not in sources
    }
    return [_row(one, own, came_along, before.get(one.path)) for one in segments]


def own_texts(language: ContentLanguage, sources: Iterable[str]) -> dict[str, str]:
    """Those of these texts that the academy translated itself, by the Dutch."""
    digests = [digest_of(source) for source in sources]
    rows = TextTranslation.objects.filter(language=language, digest__in=digests)
    return dict(rows.values_list("source", "text"))


def _row(
    segment: Segment,
    own: Mapping[str, str],
    came_along: Mapping[str, str],
    before: TextTranslation | None,
) -> TextRow:
    if segment.source in own:
        return TextRow(segment, own[segment.source], TextState.DONE)
    if segment.source in came_along:
        return TextRow(segment, came_along[segment.source], TextState.SHIPPED)
    if before is not None:
        return TextRow(segment, "", TextState.CHANGED, before.source, before.text)
    return TextRow(segment, "", TextState.MISSING)


def translatable_pages(search: str = "") -> QuerySet[Page]:
    """The pages with texts, in the order of the site; those off the site too."""
    kinds = [one for one in get_page_models() if getattr(one, "translated_fields", None)]
    found: QuerySet[Page] = Page.objects.type(*kinds).order_by("path")
    return found.filter(title__icontains=search) if search else found


def specific_pages() -> list[Page]:
    """The same, each as what it is. A few queries, however many there are."""
    found: list[Page] = list(translatable_pages().specific())  # type: ignore[attr-defined]
    return found
