"""The drawing of a theme on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from courses.catalogue.theme_drawings import STATIC, drawing_of

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def theme_drawing(theme: str | None, size: str = "", *, lazy: bool = False) -> SafeString:
    """The drawing of a theme, by its address. It has no words: the name of the theme, or the title
    of the training, stands beside it. `size` is `large`, `small` or nothing."""
    name = drawing_of(theme or "")
    return format_html(
        '<img class="va-theme{}" src="{}" alt="" width="300" height="300"{}>',
        f" va-theme--{size}" if size else "",
        static(f"{STATIC}/{name}.svg"),
        mark_safe(' loading="lazy"') if lazy else "",
    )
