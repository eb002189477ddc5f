"""What breaks PDF/UA in WeasyPrint and can be seen in a template."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [
    *ROOT.glob("templates/pdf/*.html"),
    *ROOT.glob("courses/*/templates/*/pdf/*.html"),
    *ROOT.glob("plugins/*/templates/*/certificate*.html"),
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_holds_a_break_and_each_picture_says_what_it_shows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<a\b(?:(?!</a>).)*<br", text, re.DOTALL) == []
    assert re.findall(r"<img\b[^>]*\balt=(?:\"\"|'')", text) == []


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) >= 4
