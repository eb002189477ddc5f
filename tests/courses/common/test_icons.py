"""The drawings of the icons."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from courses.common import icons

FILES = sorted(Path(icons.__file__).parent.glob("*.svg"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_drawing_is_lines_on_our_grid(file: Path) -> None:
    drawing = ElementTree.parse(file).getroot()  # noqa: S314 - our own file
    assert drawing.attrib == {
        "viewBox": "0 0 24 24",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": "2",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    shapes = {shape.tag.rpartition("}")[2] for shape in drawing.iter()} - {"svg"}
    assert shapes
    assert shapes <= {"circle", "path", "rect"}


def test_a_page_gets_the_shapes_alone() -> None:
    assert icons.draw("check") == (
        '<svg class="va-icon" viewBox="0 0 24 24" focusable="false" aria-hidden="true">'
        '<path d="m4.5 12.8 5 5L19.5 6.5"/></svg>'
    )
