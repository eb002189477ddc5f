"""QR codes that say what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.utils.html import format_html
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

QUIET = 2
"""How many squares stay white around it."""

DOTS = 3
"""How many dots a square is wide: readers of PDFs blur the edges of dots that are larger."""

DARK = "#072f37"
"""The darkest colour of the academy, in which cameras see no less than in black."""


def _code(address: str) -> segno.QRCode:
    # A fixed mask saves trying all eight; any mask can be read.
    return segno.make(address, error="m", micro=False, mask=2, boost_error=False)


def drawing(address: str, title: str, millimetres: int | None = None) -> SafeString:
    """An SVG with its title: for a screen, as large as it gets, or of a size on paper."""
    svg: str = _code(address).svg_inline(omitsize=True, border=QUIET, dark=DARK, title=title)
    if millimetres:
        size = f'width="{millimetres}mm" height="{millimetres}mm"'
        svg = svg.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" {size} ', 1)
    return mark_safe(svg)


def drawing_address(address: str) -> str:
    """For an `<img>`: an SVG as a `data:` address."""
    uri: str = _code(address).svg_data_uri(border=QUIET, dark=DARK)
    return uri


def picture(address: str, title: str, millimetres: int) -> SafeString:
    """For a PDF: squares in dots, which a library puts in at once, where a drawing takes longer
    than all the rest of a page."""
    return format_html(
        '<img src="{uri}" alt="{title}"'
        ' style="width: {size}mm; height: {size}mm; image-rendering: pixelated">',
        uri=_code(address).png_data_uri(scale=DOTS, border=QUIET, dark=DARK),
        title=title,
        size=millimetres,
    )
