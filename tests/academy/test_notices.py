"""Wagtail leaves room for an icon in its notices; without one there is a gap."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTICE = re.compile(r"<\w+[^>]*\bhelp-(?:info|warning|critical)\b[^>]*>\s*(.{0,7})", re.DOTALL)
TEMPLATES = [
    path
    for folder in ("academy", "courses", "plugins", "templates")
    for path in sorted((ROOT / folder).rglob("*.html"))
    if NOTICE.search(path.read_text())
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_notice_in_the_administration_begins_with_its_icon(path: Path) -> None:
    begins = NOTICE.findall(path.read_text())
    assert [one for one in begins if not one.startswith(("{% icon", "{% if", "<svg"))] == []
