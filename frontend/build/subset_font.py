"""Cut a variable font down to what nearly every page needs: `subset_font.py FROM TO RANGE`.

Called by build.mjs, which reads the range in `frontend/css/font.css`. Letters that are left out
come from the whole file, which browsers fetch only for a page that has them. Needs fontTools and
Brotli, which come with WeasyPrint.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

LIGHTEST, HEAVIEST = 400, 760
"""The weights in our style sheets."""

FEATURES = ["kern", "tnum"]
"""Even space between letters, and figures of one width in tables."""


def letters(unicode_range: str) -> list[int]:
    """The letters of a `unicode-range` of CSS: `U+20-7E, U+A0`."""
    found: list[int] = []
    for part in unicode_range.split(","):
        first, _, last = part.strip().upper().removeprefix("U+").partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def cut(source: Path, target: Path, unicode_range: str) -> None:
    """Write the smaller font."""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [1, 2]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters(unicode_range))
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter.subset(font)
        narrowed = instantiateVariableFont(font, {"wght": (LIGHTEST, HEAVIEST)})
        narrowed.flavor = "woff2"
        narrowed.save(target)


if __name__ == "__main__":
    cut(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
