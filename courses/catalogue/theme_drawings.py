"""The drawing of each theme: a round window, in the style of the site's front page.

Drawn for the academy, and one source for the site and for certificates. They decorate and say
nothing: on a page they have no words, and a certificate has them in its style sheet, so that no
screen reader meets them.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from courses.common import process_cache

HOUSES = "houses"
"""The drawing of every theme without one of its own."""

STATIC = "catalogue/themes"
FOLDER = Path(__file__).parent / "static" / STATIC

THEMES = (
    ("eenza", "eenzaamheid"),
    ("signal", "eenzaamheid"),
    ("rouw", "rouw"),
    ("verlies", "rouw"),
    ("zin", "zingeving"),
    ("bel", "bellen"),
    ("communic", "communicatie"),
    ("gesprek", "communicatie"),
)
"""With what the address of a theme begins, or one of its words, and which drawing it has."""


def drawing_of(theme: str) -> str:
    """The name of the drawing of a theme, by its address; every other theme has the houses."""
    words = theme.split("-")
    return next(
        (name for start, name in THEMES if any(word.startswith(start) for word in words)), HOUSES
    )


def names() -> list[str]:
    """What there is to choose from."""
    return sorted(path.stem for path in FOLDER.glob("*.svg"))


@process_cache.for_machine
def as_url(name: str) -> str:
    """A drawing as an address for a style sheet."""
    chosen = name if name in names() else HOUSES
    lines = (FOLDER / f"{chosen}.svg").read_text(encoding="utf-8").splitlines()
    whole = "".join(line.strip() for line in lines if not line.strip().startswith("<!--"))
    return "data:image/svg+xml," + quote(whole, safe="/:=' ,;()")
