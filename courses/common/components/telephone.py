"""Telephone numbers in a sentence: each can be pressed, and stays on one line."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeData, SafeString, mark_safe

from courses.common.contact_details import on_one_line, telephone_link, telephones_in
from courses.common.process_cache import most_recent

register = template.Library()

register.filter("on_one_line", on_one_line)

MOST_KEPT = 500


@register.filter
def phone_links(text: object) -> SafeString:
    """A sentence, or a number alone, with a link to call each number. HTML stays as it is."""
    if isinstance(text, SafeData):
        return conditional_escape(text)
    return _linked(str(text or ""))


@most_recent(MOST_KEPT, plugin_free=True)
def _linked(text: str) -> SafeString:
    """Kept: reading a sentence takes longer than writing it, and pages say the same ones."""
    pieces, done = [], 0
    for start, end in telephones_in(text):
        number = text[start:end]
        pieces += [
            conditional_escape(text[done:start]),
            format_html('<a class="utrecht-link" href="{}">{}</a>', telephone_link(number), number),
        ]
        done = end
    return mark_safe("".join([*pieces, conditional_escape(text[done:])]))
