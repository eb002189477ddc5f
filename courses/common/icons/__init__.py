"""Our own icons: lines on a grid of 24 by 24, drawn in the colour of the text around them.

Each is a file beside this one. A page gets what is inside the file's `svg` element: how the lines
look is the style sheet's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def _shape(file: Path) -> str:
    shape: str
    [shape] = re.findall(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)
    return shape.strip()


_SHAPES: dict[str, str] = {
    file.stem: _shape(file) for file in sorted(Path(__file__).parent.glob("*.svg"))
}

NAMES = frozenset(_SHAPES)


@lru_cache(maxsize=512)
def draw(name: str, label: str = "") -> SafeString:
    """An icon as inline SVG, hidden from screen readers unless it has a `label` of its own.

    An unknown name draws nothing: a picture that fails is no reason to lose a page.
    """
    shape = _SHAPES.get(name)
    if shape is None:
        return mark_safe("")
    meaning = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="va-icon" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        meaning,
        mark_safe(shape),
    )
