"""QR codes that say what they are."""

from __future__ import annotations

from math import ceil
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
    """For a PDF by `common.pdf`: dots, which are put in at once, where a drawing takes longer than
    all the rest of a page."""
    return format_html(
        '<img src="{dots}" alt="{title}"'
        ' style="width: {size}mm; height: {size}mm; image-rendering: pixelated">',
        dots=dots(address),
        title=title,
        size=millimetres,
    )


def dots(address: str) -> str:
    """The code as an address that tells all of it (`internals.of_weasyprint.Dots`)."""
    rows = _code(address).matrix
    width = len(rows) + 2 * QUIET
    digits = 2 * ceil(width / 8)
    white = "0" * digits
    # The dots of a row from the left; the last byte is filled up.
    dark = (int("".join(map(str, row)), 2) << 4 * digits - width + QUIET for row in rows)
    lines = [white] * QUIET + [f"{row:0{digits}x}" for row in dark] + [white] * QUIET
    return f"dots:{DARK[1:]}:{width}:{DOTS}:{''.join(lines)}"
