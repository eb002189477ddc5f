"""Figures in templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from courses.reports import drawings

if TYPE_CHECKING:
    from collections.abc import Iterable

register = template.Library()

register.filter("interval", drawings.between)
register.filter("signed", drawings.signed)


@register.filter
def cells(texts: Iterable[str]) -> SafeString:
    """The cells of a row of a table. A loop in a template takes longer for each of two hundred than
    it takes to work out what is in them."""
    # Each text is escaped.
    return mark_safe("".join(f"<td>{conditional_escape(text)}</td>" for text in texts))
