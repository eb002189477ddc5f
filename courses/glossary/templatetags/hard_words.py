"""Hard words in the texts of a page, explained where they stand.

They are drawn in `glossary.explaining`, as `va-word` in `va-word__whole`, with `va-word__meaning`,
`va-word__english` and `va-word__close` behind it: a style sheet has what tags of its pages name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape
from wagtail.templatetags.wagtailcore_tags import richtext

from courses.translations import reading

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from courses.glossary.queries import WordsOnPage

register = template.Library()


@register.simple_tag
def explained(text: str, words: WordsOnPage, place: str) -> SafeString:
    """A text in the reader's language. `place`: where it stands, as `WordsOnPage` tells."""
    shown = reading.read(text)
    return words.explain(
        conditional_escape(shown), language=reading.language_of(shown).code, place=place
    )


@register.simple_tag
def explained_rich(text: str, words: WordsOnPage, place: str) -> SafeString:
    """The same of rich text."""
    shown = reading.read_rich(text)
    return words.explain(richtext(shown), language=reading.language_of(shown).code, place=place)
