"""The buttons of the administration can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUTTON = re.compile(r"<(a|button)\b[^>]*?class=\"(button\b.*?)\"(?:[^>]|\n)*?>(.*?)</\1>", re.S)
ICON = re.compile(r"{% icon\b(.*?)%}")


def unreadable(template: str) -> list[str]:
    """The icons in buttons that Wagtail draws as large as a picture: outside its own wrapper."""
    return [
        icon
        for _tag, classes, inside in BUTTON.findall(template)
        for icon in ICON.findall(inside)
        if "button--icon" not in classes or "wrapped=1" not in icon
    ]


def test_an_icon_in_a_button_has_the_size_of_the_letters() -> None:
    found = {
        str(path.relative_to(ROOT)): icons
        for part in ("courses", "plugins", "academy", "templates")
        for path in (ROOT / part).rglob("*.html")
        if (icons := unreadable(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("template", "number"),
    [
        ('<a class="button button-small">{% icon name="user" %} Wie</a>', 1),
        ('<a class="button button--icon">{% icon name="user" %} Wie</a>', 1),
        ('<a href="{% url "x" %}" class="button">{% icon name="user" %} Wie</a>', 1),
        ('<a class="button button--icon">{% icon name="user" wrapped=1 %} Wie</a>', 0),
        ('<a class="button">Wie</a> {% icon name="user" %}', 0),
    ],
)
def test_the_test_finds_them(template: str, number: int) -> None:
    assert len(unreadable(template)) == number
