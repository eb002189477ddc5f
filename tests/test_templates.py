"""What Django shows of a template that its author did not mean to be seen."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("academy", "courses", "plugins", "templates")
OPEN_COMMENT = re.compile(r"\{#(?:(?!#\}).)*$", re.MULTILINE)


def test_no_comment_goes_on_on_the_next_line() -> None:
    """Django then takes it for text, and shows it."""
    pages = [page for folder in FOLDERS for page in (ROOT / folder).rglob("*.html")]
    assert len(pages) > 300
    assert [str(page) for page in pages if OPEN_COMMENT.search(page.read_text())] == []
