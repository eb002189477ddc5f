"""Texts and pages as somebody reads them: in their language, as far as there is a translation.

A text is translated whole or not at all, and so is a block of a lesson: half a paragraph in Dutch
helps nobody, and its language could not be told to a screen reader.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, TypeVar

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override
from wagtail.fields import StreamField

from courses.common import content_language
from courses.common.content_language import DUTCH, SOURCE, ReadingLanguage
from courses.common.process_cache import Shelf
from courses.translations.queries import catalogue_of, offered
from courses.translations.segments import (
    fields_of,
    raw_blocks,
    through_child,
    through_field,
    through_html,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from wagtail.models import Page

    from courses.common.streams.kept import Raw
    from courses.translations.segments import Segment

P = TypeVar("P", bound="Page")


class Words(str):
    """A text in another language than Dutch."""

    __slots__ = ("language",)
    language: ReadingLanguage


@dataclass(frozen=True)
class ReadingState:
    """How much of a page its reader gets in the language that was chosen.

    `blocks` has the languages of blocks by their id, of those that were translated; `characters`
    and `translated_characters` are those of all blocks.
    """

    language: ReadingLanguage
    total: int
    translated: int
    blocks: Mapping[str, ReadingLanguage] = field(default_factory=dict)
    characters: int = 0
    translated_characters: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all of it is in that language."""
        return self.translated == self.total

    @property
    def is_source(self) -> bool:
        """Whether none of it is: it is all Dutch."""
        return self.translated == 0

    @property
    def is_mostly_source(self) -> bool:
        """Whether what there is to read is Dutch: no more than a title is translated, or a heading
        or box that other pages have too."""
        little = self.translated_characters < self.characters * LEAST_PART
        return self.is_source or little


LEAST_PART = 0.25
"""A page of which less than this part is translated is Dutch to who opens it."""


def reading_language() -> ReadingLanguage:
    """The language in which texts are read here; Dutch where it is not offered."""
    reading = content_language.chosen()
    if reading is not None:
        return reading
    code = content_language.current_code()
    return DUTCH if code == SOURCE else offered().get(code, DUTCH)


def read(text: str, *, language: str = "") -> str:
    """A Dutch text in the reader's language (or that with this code), if there is one.

    What is a translation is a `Words`, which knows its language.
    """
    if isinstance(text, Words) or not text:
        return text
    if language == SOURCE:
        return text  # Without asking what is offered: letters are written by the hundred.
    reading = offered().get(language, DUTCH) if language else reading_language()
    if reading.is_source:
        return text
    found = catalogue_of(reading).get(text)
    return text if found is None else words_in(reading, found)


def written(text: str) -> str:
    """A Dutch text for a mail, a letter or a file: in the language that is set there, whatever the
    reader of this request chose."""
    return read(text, language=(get_language() or SOURCE).split("-")[0])


def words_in(language: ReadingLanguage, text: str) -> Words:
    """A text that is in this language."""
    words = Words(text)
    words.language = language
    return words


def marks(language: ReadingLanguage) -> SafeString:
    """`lang` and, where letters run the other way, `dir`: attributes for what is in a language."""
    if language.right_to_left:
        return format_html('lang="{}" dir="rtl"', language.code)
    # Dutch in a page that runs the other way says so too.
    reading = content_language.chosen()
    if reading is not None and reading.right_to_left and reading.has_own_interface:
        return format_html('lang="{}" dir="ltr"', language.code)
    return format_html('lang="{}"', language.code)


def language_of(text: object) -> ReadingLanguage:
    """The language of a text: of its translation, or Dutch."""
    return text.language if isinstance(text, Words) else DUTCH


def marks_of(text: object) -> SafeString:
    """The marks of a text: of its translation, or of Dutch."""
    return marks(language_of(text))


@dataclass
class _Reader:
    """Looks texts up, and knows whether any was missing."""

    catalogue: Mapping[str, str]
    missing: bool = False
    found: bool = False
    characters: int = 0

    def __call__(self, segment: Segment) -> str:
        self.characters += len(segment.source)
        text = self.catalogue.get(segment.source)
        if text is None:
            self.missing = True
            return segment.source
        self.found = True
        return text

    @property
    def is_whole(self) -> bool:
        return self.found and not self.missing


def read_page(page: P) -> P:
    """A copy of a page with its texts in the reader's language; the page itself in Dutch.

    The copy is to be read and not to be saved: `reading_state_of` tells it apart.
    """
    language = reading_language()
    if language.is_source or reading_state_of(page) or not hasattr(page, "translated_fields"):
        return page
    catalogue = catalogue_of(language)
    made = copy(page)
    total = translated = characters = translated_characters = 0
    blocks: dict[str, ReadingLanguage] = {}
    for name, label, value in fields_of(page):
        if isinstance(page._meta.get_field(name), StreamField):
            shown = _read_blocks(page, name, catalogue, language, blocks)
            total += shown.texts
            translated += shown.translated
            characters += shown.characters
            translated_characters += shown.translated_characters
            setattr(made, name, page._meta.get_field(name).to_python(shown.raw))
            continue
        reader = _Reader(catalogue)
        text = through_field(page, name, label, value, reader)
        total += reader.found or reader.missing
        if reader.is_whole:
            translated += 1
            setattr(made, name, words_in(language, str(text)))
    made.__dict__[_STATE] = ReadingState(
        language, total, translated, blocks, characters, translated_characters
    )
    return made


_STATE = "_reading_state"

NOTHING, PARTLY, WHOLE = "nothing", "partly", "whole"
"""How much of a page is in Dutch."""

_bodies: Shelf[str] = Shelf(5_000)
_A_DAY = 24 * 3600.0


@dataclass(frozen=True)
class DutchPages:
    """Which pages somebody who reads another language finds in Dutch, by their keys: as a whole, or
    for a part."""

    whole: frozenset[int] = frozenset()
    partly: frozenset[int] = frozenset()


def pages_in_dutch(pages: Sequence[P]) -> DutchPages:
    """Which of these pages, of one kind, are in Dutch: as a whole those of which the title or most
    of the blocks are.

    One query for all that was not asked before
    since it was published; the pages may have come without their blocks.
    """
    language = reading_language()
    if language.is_source or not pages:
        return DutchPages()
    known = _amounts_of_dutch(language, pages)
    by_amount = {
        amount: frozenset(pk for pk, one in known.items() if one == amount)
        for amount in (WHOLE, PARTLY)
    }
    return DutchPages(by_amount[WHOLE], by_amount[PARTLY])


def _amounts_of_dutch(language: ReadingLanguage, pages: Sequence[P]) -> dict[int, str]:
    """How much of these pages is in Dutch for who reads this language, by their keys."""
    known = {page.pk: _bodies.get(*_key_of(page, language)) for page in pages}
    missing = [page for page in pages if known[page.pk] is None]
    whole = type(pages[0])._default_manager.in_bulk([page.pk for page in missing])
    for page in missing:
        known[page.pk] = _how_dutch_in(language, whole[page.pk]) if page.pk in whole else WHOLE
    return {pk: one or WHOLE for pk, one in known.items()}


def pages_also_in(pages: Sequence[P]) -> dict[int, list[ReadingLanguage]]:
    """In which other languages who reads Dutch can have each of these pages, of one kind, or most
    of it; by their keys. One query for each language, of what was not asked before."""
    if not pages or not reading_language().is_source:
        return {}
    found: dict[int, list[ReadingLanguage]] = {}
    for language in offered().values():
        if language.is_source:
            continue
        for pk, amount in _amounts_of_dutch(language, pages).items():
            if amount != WHOLE:
                found.setdefault(pk, []).append(language)
    return found


def also_in(page: Page) -> list[ReadingLanguage]:
    """In which other languages than the reader's one can have this page, or most of it: who reads
    a translation can always have it in Dutch, which needs no saying where it is Dutch already."""
    if not reading_language().is_source:
        state = reading_state_of(page)
        return [] if state is None or state.is_mostly_source else [DUTCH]
    return [
        language
        for language in offered().values()
        if not language.is_source and _how_dutch_in(language, page) != WHOLE
    ]


def _how_dutch_in(language: ReadingLanguage, page: Page) -> str:
    """How much of a page is in Dutch for who reads this language."""
    key = _key_of(page, language)
    known = _bodies.get(*key)
    if known is not None:
        return known
    with override(language.interface), content_language.reading_in(language):
        return _bodies.put(*key, _how_dutch(page), seconds=_A_DAY)


def _key_of(page: Page, language: ReadingLanguage) -> tuple[Hashable, bytes]:
    published = page.last_published_at
    token = f"{language.version} {page.title} {published and published.timestamp()}"
    return (page.pk, language.code), token.encode()


def _how_dutch(page: Page) -> str:
    if not isinstance(read(page.title), Words):
        return WHOLE
    state = reading_state_of(read_page(page))
    if state is None or state.is_whole:
        return NOTHING
    if not state.characters:
        return NOTHING
    return WHOLE if state.is_mostly_source else PARTLY


def reading_state_of(page: object) -> ReadingState | None:
    """How much of a page was translated; None of a page as it was written."""
    state: ReadingState | None = page.__dict__.get(_STATE)
    return state


@dataclass
class _ReadBlocks:
    raw: list[Raw]
    texts: int = 0
    translated: int = 0
    characters: int = 0
    translated_characters: int = 0


def _read_blocks(
    page: Page,
    name: str,
    catalogue: Mapping[str, str],
    language: ReadingLanguage,
    languages: dict[str, ReadingLanguage],
) -> _ReadBlocks:
    shown = _ReadBlocks([])
    for raw in raw_blocks(page, name):
        reader = _Reader(catalogue)
        instead = through_child(page, name, raw, reader)
        shown.texts += reader.found or reader.missing
        shown.characters += reader.characters
        if reader.is_whole:
            shown.translated += 1
            shown.translated_characters += reader.characters
            languages[str(raw.get("id"))] = language
        shown.raw.append(instead if reader.is_whole else raw)
    return shown


def file_label(label: str, language: str = SOURCE) -> str:
    """The words of a button for a file in this language: that it is Dutch is said to who reads
    another language, between the brackets in which the label ends ("pdf") if it does."""
    if language != SOURCE or reading_language().is_source:
        return label
    dutch = gettext("in het Nederlands")
    return f"{label[:-1]}, {dutch})" if label.endswith(")") else f"{label} ({dutch})"


def is_dutch_on_screen(text: str) -> bool:
    """Whether a text of the academy has no translation where the screen is in another language."""
    language = (get_language() or SOURCE).split("-")[0]
    return bool(text) and language != SOURCE and not isinstance(read(text), Words)


def noted(title: str, text: str) -> str:
    """What stands above or before a text, with the mark that the text is Dutch where it is."""
    return f"{title} ({gettext('in het Nederlands')})" if is_dutch_on_screen(text) else title


def spanned(text: str) -> SafeString:
    """A text in the reader's language, in an element that says which it is in."""
    shown = read(text)
    return format_html("<span {}>{}</span>", marks_of(shown), shown) if text else SafeString("")


def on_screen(text: str) -> str:
    """A Dutch text of ours that is kept in a row, in the language of the screens."""
    found = gettext(text) if text else text
    language = (get_language() or SOURCE).split("-")[0]
    if found == text or language == SOURCE:
        return read(text)
    return words_in(offered().get(language) or ReadingLanguage(language), found)


def read_rich(text: str) -> str:
    """Rich text in the reader's language, whole or not at all."""
    language = reading_language()
    if isinstance(text, Words) or language.is_source:
        return text
    reader = _Reader(catalogue_of(language))
    html = through_html(text, "", "", reader)
    return words_in(language, html) if reader.is_whole else text


class _Roots(HTMLParser):
    """Counts what stands side by side in a piece of HTML."""

    VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"))

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.roots = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.roots += self.depth == 0
        self.depth += tag not in self.VOID

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in self.VOID

    def handle_data(self, data: str) -> None:
        self.roots += 2 * (self.depth == 0 and bool(data.strip()))


FIRST_TAG = re.compile(r"\s*<[a-z][\w-]*(?=[\s>])(?![^>]*\slang=)")


def marked(html: str, attributes: str) -> SafeString:
    """HTML of a block with attributes on its outermost element: style sheets go by what stands
    directly in a lesson, so nothing is put around it unless it has to be."""
    first = FIRST_TAG.match(html)
    if not attributes or not html.strip():
        return SafeString(html)
    if first is not None:
        roots = _Roots()
        roots.feed(html)
        if (roots.roots, roots.depth) == (1, 0):
            return SafeString(f"{html[: first.end()]} {attributes}{html[first.end() :]}")
    return SafeString(f"<div {attributes}>{html}</div>")


def block_language(page: object, block_id: str | None) -> ReadingLanguage:
    """The language in which a block of a page is shown."""
    state = reading_state_of(page)
    return DUTCH if state is None else state.blocks.get(str(block_id), DUTCH)


def block_marks(page: object, block_id: str | None) -> SafeString:
    """The marks of a block of a page; nothing where the page is as it was written."""
    if reading_state_of(page) is None:
        return SafeString("")
    return marks(block_language(page, block_id))
