"""The drawing of a theme on a page."""

from __future__ import annotations

from django import template
from django.templatetags.static import static

from courses.catalogue.theme_drawings import STATIC, drawing_of

register = template.Library()


@register.simple_tag
def theme_drawing(theme: str | None) -> str:
    """Where the drawing of a theme is, by the theme's address."""
    return static(f"{STATIC}/{drawing_of(theme or '')}.svg")
