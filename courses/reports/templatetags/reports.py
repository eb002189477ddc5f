"""Figures in templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from courses.reports import drawings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import BoundField

register = template.Library()

register.filter("interval", drawings.between)
register.filter("signed", drawings.signed)


@register.filter
def cells(texts: Iterable[str]) -> SafeString:
    """The cells of a row of a table. A loop in a template takes longer for each of two hundred than
    it takes to work out what is in them."""
    # Each text is escaped.
    return mark_safe("".join(f"<td>{conditional_escape(text)}</td>" for text in texts))


@register.simple_tag
def field_row(field: BoundField) -> SafeString:
    """A field of a filter with its label and what is wrong with it. There are a dozen on a page,
    and a template takes twice as long for each."""
    return format_html(
        '<div>\n<label for="{}">{}</label>\n<div>{}</div>\n{}\n</div>\n',
        field.id_for_label,
        field.label,
        field.as_widget(),
        format_html_join(
            "",
            '<p class="error-message" id="{}_error">{}</p>',
            ((field.auto_id, error) for error in field.errors),
        ),
    )
