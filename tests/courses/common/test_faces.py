"""The drawn faces, and the drawings of themes: light, and safe to show anywhere."""

import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from courses.catalogue import theme_drawings
from courses.common import faces

FOLDER = Path(faces.__file__).parent / "static" / faces.STATIC
SHAPES = {"circle", "clipPath", "g", "path", "rect"}


@pytest.mark.parametrize(
    ("folder", "size"), [(FOLDER, "96"), (theme_drawings.FOLDER, "300")], ids=["faces", "themes"]
)
def test_a_drawing_is_light_and_holds_nothing_but_shapes(folder: Path, size: str) -> None:
    files = sorted(folder.glob("*.svg"))
    for file in files:
        drawing = ElementTree.parse(file).getroot()  # noqa: S314 - our own file
        assert drawing.get("viewBox") == f"0 0 {size} {size}"
        assert {one.tag.rpartition("}")[2] for one in drawing.iter()} - {"svg"} <= SHAPES, file
        assert file.stat().st_size < 2048, file
    assert max(len(zlib.compress(file.read_bytes(), 9)) for file in files) < 900


def test_every_face_that_can_be_chosen_is_drawn_and_no_other() -> None:
    assert set(faces.FACES) == {file.stem for file in FOLDER.glob("*.svg")}


def test_a_face_decorates_unless_it_is_described() -> None:
    assert faces.draw("woman-headscarf") == (
        '<img class="va-face" src="/static/common/faces/woman-headscarf.svg" alt="" '
        'width="96" height="96" loading="lazy">'
    )
    described = faces.draw("woman-headscarf", described=True)
    assert 'alt="Vrouw met een hoofddoek"' in described
    assert [faces.draw(name) for name in ("", "nobody")] == ["", ""]


def test_a_theme_has_its_drawing_by_its_address() -> None:
    drawn = ["rouw-en-verlies", "eenzaamheid-signaleren", "zingeving", "bellen", "iets-anders"]
    assert [theme_drawings.drawing_of(one) for one in drawn] == [
        "rouw",
        "eenzaamheid",
        "zingeving",
        "bellen",
        theme_drawings.HOUSES,
    ]
