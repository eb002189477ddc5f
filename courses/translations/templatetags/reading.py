"""Texts in templates, in the reader's language.

`<h2 {{ title|marks }}>{{ title|read }}</h2>`: the marks are `lang`, and `dir` where needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from courses.common.content_language import DUTCH, SOURCE, ReadingLanguage
from courses.translations import queries, reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.safestring import SafeString
    from wagtail.models import Page

    from courses.translations.reading import DutchPages

register = template.Library()


@register.filter("read")
def read(text: object) -> str:
    """A Dutch text in the reader's language, if there is a translation."""
    return reading.read(str(text) if not isinstance(text, str) else text) if text else ""


@register.filter("file_label")
def file_label(label: str, language: str = SOURCE) -> str:
    """The words of a button for a file in this language."""
    return reading.file_label(str(label), language)


@register.filter("noted")
def noted(title: object, text: str) -> str:
    """`{{ title|noted:text }}`: with "in Dutch" where the text is, on a screen that is not."""
    return reading.noted(str(title), text)


@register.filter("spanned")
def spanned(text: str) -> SafeString:
    """A text in the reader's language with its marks, for within a sentence."""
    return reading.spanned(text)


@register.filter("on_screen")
def on_screen(text: str) -> str:
    """A Dutch text of ours that is kept in a row, in the language of the screens."""
    return reading.on_screen(text)


@register.filter("marks")
def marks(text: object) -> SafeString:
    """The attributes for the element that holds `text|read`."""
    return reading.marks_of(reading.read(text) if isinstance(text, str) else text)


@register.filter("read_rich")
def read_rich(text: str) -> str:
    """The same of rich text, which is translated by the paragraph."""
    return reading.read_rich(text)


@register.filter("rich_marks")
def rich_marks(text: str) -> SafeString:
    """The attributes for the element that holds `text|read_rich`."""
    return reading.marks_of(reading.read_rich(text))


@register.filter("block_marks")
def block_marks(block: object, page: object) -> SafeString:
    """The attributes for the element that holds a block of a page."""
    return reading.block_marks(page, getattr(block, "id", None))


@register.simple_block_tag(name="marked")
def marked(content: str, attributes: str) -> SafeString:
    """`{% marked block|block_marks:page %}…{% endmarked %}`: a block with its language."""
    return reading.marked(content, attributes)


@register.simple_tag
def reading_state(page: object) -> reading.ReadingState | None:
    """How much of a page is in the reader's language."""
    return reading.reading_state_of(page) if page is not None else None


@register.simple_tag
def pages_in_dutch(pages: Sequence[Page]) -> DutchPages:
    """Which of these pages are not in the reader's language, as a whole or for a part."""
    return reading.pages_in_dutch(pages)


@register.simple_tag
def reading_language() -> ReadingLanguage:
    """The language that the reader chose."""
    return reading.reading_language()


@register.simple_tag
def other_languages() -> Iterable[ReadingLanguage]:
    """The languages that the reader could choose instead."""
    chosen = reading.reading_language()
    return [one for one in queries.offered().values() if one.code != chosen.code]


@register.simple_tag
def also_in(page: Page) -> list[ReadingLanguage]:
    """In which other languages than the reader's one can have this page."""
    return reading.also_in(page)


@register.simple_tag
def pages_also_in(pages: Sequence[Page]) -> dict[int, list[ReadingLanguage]]:
    """In which other languages who reads Dutch can have each of these pages."""
    return reading.pages_also_in(pages)


@register.filter("of_page")
def of_page(by_key: dict[int, list[ReadingLanguage]], page: Page) -> list[ReadingLanguage]:
    """What `pages_also_in` says of one page."""
    return by_key.get(page.pk, [])


@register.filter("as_marks")
def as_marks(language: ReadingLanguage) -> SafeString:
    """The attributes for an element in a language."""
    return reading.marks(language or DUTCH)
