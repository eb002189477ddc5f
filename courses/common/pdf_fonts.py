"""The academy's own type in PDFs: Figtree, as the site has it.

The site's files are variable fonts, of which a PDF may hold one weight only. WeasyPrint 70.0 makes
that weight anew in every document, which takes longer than all the rest; here it is made once in a
process. Whoever has not built the front end gets the fonts of the system.
"""

from __future__ import annotations

import base64
import io
import logging
from pathlib import Path

from django.contrib.staticfiles import finders

from courses.common import process_cache

logger = logging.getLogger(__name__)

FAMILIES = {
    "Figtree": "website/dist/figtree-latin-wght-normal.woff2",
    "Figtree Extra": "website/dist/figtree-latin-ext-wght-normal.woff2",
}
"""Two files: letters of Western Europe, and those of the rest of it."""

WEIGHTS = (400, 700)


@process_cache.for_machine
def font_faces() -> str:
    """Style rules that bring the academy's type, each weight as a font of its own inside them."""
    return "\n".join(
        _face(family, weight, path)
        for family, name in FAMILIES.items()
        if (path := finders.find(name))
        for weight in WEIGHTS
    )


def _face(family: str, weight: int, path: str) -> str:
    try:
        content = _instance(Path(path), family, weight)
    except Exception:
        # Whatever is wrong with the file: a certificate in another type is better than none.
        logger.exception("The font %s cannot be used", path)
        return ""
    data = base64.b64encode(content).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight};'
        f" src: url(data:font/ttf;base64,{data}) }}"
    )


def _instance(path: Path, family: str, weight: int) -> bytes:
    """One weight of a variable font."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow, and seldom needed
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415 - as above

    with TTFont(path, recalcTimestamp=False) as font:
        font.flavor = None
        static = instantiateVariableFont(font, {"wght": weight})
        for name in static["name"].names:
            if name.nameID in (1, 16):
                name.string = family
        static["OS/2"].usWeightClass = weight
        # Ligatures: a letter is a letter for who copies the text, and style sheets need not turn
        # them off, which costs WeasyPrint 70.0 memory that it never gives back.
        if "GSUB" in static:
            del static["GSUB"]
        whole = io.BytesIO()
        static.save(whole)
    return whole.getvalue()
