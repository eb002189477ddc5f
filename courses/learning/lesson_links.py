"""Makes the title of a lesson that a text names, ‘so’, a link to that lesson."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from courses.common import addresses
from courses.glossary.explaining import open_texts
from courses.translations.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from courses.catalogue.models import LessonPage

QUOTE = "‘"


def link_lessons(html: str, *, training: str, lessons: Iterable[LessonPage]) -> SafeString:
    """Safe HTML in which the titles of lessons of the training with this slug lead to them.

    Only where a link may stand: not in what can be pressed or filled in, or heads something.
    """
    slugs = {
        str(escape(title)): one.slug for one in lessons for title in (one.title, read(one.title))
    }
    if not slugs or QUOTE not in html:
        return mark_safe(html)
    # The longest first: one title may begin as another does.
    titles = sorted(slugs, key=len, reverse=True)
    named = re.compile(rf"‘({'|'.join(map(re.escape, titles))})’")

    def linked(found: re.Match[str]) -> str:
        url = addresses.lesson(training, slugs[found[1]])
        link = format_html(
            '<a class="utrecht-link" href="{}">{}</a>',
            url,
            mark_safe(found[1]),
        )
        return f"‘{link}’"

    return mark_safe(_in_open_texts(html, lambda text: named.sub(linked, text)))


def _in_open_texts(html: str, change: Callable[[str], str]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in open_texts(html):
        pieces += (html[done:start], change(html[start:end]))
        done = end
    pieces.append(html[done:])
    return "".join(pieces)
