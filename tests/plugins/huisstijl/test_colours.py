"""Every colour that can be chosen is easy to read."""

from __future__ import annotations

import re

import pytest

from plugins.huisstijl.colours import COLOURS, FIRST


def luminance(rgb: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = [int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("key", COLOURS)
def test_letters_have_enough_contrast_on_white_and_on_the_tint(key: str) -> None:
    colour = COLOURS[key]
    assert contrast(colour.ink, "ffffff") >= 7
    assert contrast(colour.ink, colour.tint) >= 7
    # Ordinary letters, and those of the labels.
    assert contrast("1b2429", colour.tint) >= 7
    assert contrast("494f53", "ffffff") >= 7


def test_colours_are_written_as_the_style_sheet_needs_them() -> None:
    values = [value for colour in COLOURS.values() for value in (colour.ink, colour.tint)]
    assert [value for value in values if not re.fullmatch(r"[0-9a-f]{6}", value)] == []
    assert len(set(values)) == len(values)
    assert FIRST in COLOURS
