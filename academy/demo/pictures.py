"""Pictures to choose from in the demo, drawn by rule: nobody is in them, and they are nobody's."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from academy.demo.people import Cast

SIZE = (1200, 800)
SMOOTH = 2
"""Drawn so much larger, and made smaller in the end: edges become smooth."""

EVENING, CANAL, BRICK, LIGHT, PAPER = "#0d4c57", "#072f37", "#a6452c", "#ffc845", "#f6efe4"
LEAF, WOOD, SKY = "#2f7d5b", "#7a4a2b", "#cfe6ea"


def add_pictures(cast: Cast) -> None:
    """Put them among the pictures, each with what can be seen for who does not see it."""
    for title, name, seen, draw in PICTURES:
        file = io.BytesIO(_drawn(draw))
        picture = get_image_model()(
            title=title, description=seen, uploaded_by_user=cast.trainer, width=0, height=0
        )
        picture.file = ImageFile(file, name=name)
        picture.save()


def _drawn(draw: Callable[[_Enlarged], None]) -> bytes:
    picture = Image.new("RGB", (SIZE[0] * SMOOTH, SIZE[1] * SMOOTH), PAPER)
    draw(_Enlarged(picture))
    file = io.BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


class _Enlarged(ImageDraw.ImageDraw):
    """Draws what is said in the picture's own measure."""

    def box(self, left: int, top: int, right: int, bottom: int, fill: str, round_: int = 0) -> None:
        """A rectangle, with round corners if asked."""
        place = [one * SMOOTH for one in (left, top, right, bottom)]
        self.rounded_rectangle(place, radius=round_ * SMOOTH, fill=fill)

    def disc(self, left: int, top: int, right: int, bottom: int, fill: str) -> None:
        """An ellipse."""
        self.ellipse([one * SMOOTH for one in (left, top, right, bottom)], fill=fill)

    def outline(self, fill: str, *points: tuple[int, int]) -> None:
        """A polygon."""
        self.polygon([(x * SMOOTH, y * SMOOTH) for x, y in points], fill=fill)


def _canal(draw: _Enlarged) -> None:
    draw.box(0, 0, 1200, 800, EVENING)
    draw.disc(960, 70, 1050, 160, LIGHT)
    for place, height in enumerate((330, 420, 360, 450, 340)):
        left, top = 60 + 230 * place, 590 - height
        fill = (BRICK, WOOD, "#c8643f")[place % 3]
        draw.outline(fill, (left, top), (left + 95, top - 90), (left + 190, top))
        draw.box(left, top, left + 190, 590, fill)
        for row in range(top + 40, 540, 110):
            for column in (left + 30, left + 110):
                lit = (row + column + place) % 3 != 0
                draw.box(column, row, column + 50, row + 70, LIGHT if lit else CANAL, 4)
    draw.box(0, 590, 1200, 620, "#8f8b80")
    draw.box(0, 620, 1200, 800, CANAL)
    for left, top in ((120, 660), (420, 710), (760, 670), (980, 740)):
        draw.box(left, top, left + 140, top + 8, EVENING, 4)


def _coffee(draw: _Enlarged) -> None:
    draw.box(0, 0, 1200, 800, SKY)
    draw.box(380, 60, 820, 400, "#ffffff", 8)
    draw.box(400, 80, 590, 380, "#9ccdd5")
    draw.box(610, 80, 800, 380, "#9ccdd5")
    draw.box(860, 250, 920, 380, LEAF, 30)
    draw.box(930, 290, 980, 380, LEAF, 25)
    draw.box(850, 370, 1000, 450, BRICK, 10)
    draw.box(0, 450, 1200, 800, "#e8d3b4")
    draw.disc(140, 470, 1060, 760, WOOD)
    for left in (330, 690):
        draw.disc(left - 40, 590, left + 220, 680, PAPER)
        draw.disc(left + 120, 530, left + 220, 620, "#ffffff")
        draw.disc(left + 145, 550, left + 195, 600, WOOD)
        draw.box(left, 510, left + 160, 640, "#ffffff", 30)
        draw.disc(left + 10, 500, left + 150, 540, "#5b3a24")
    draw.disc(545, 520, 655, 580, LIGHT)


def _telephone(draw: _Enlarged) -> None:
    draw.box(0, 0, 1200, 800, "#fbe6b3")
    draw.box(0, 560, 1200, 800, WOOD)
    draw.outline(EVENING, (360, 620), (430, 380), (770, 380), (840, 620))
    draw.box(340, 600, 860, 660, EVENING, 30)
    draw.disc(500, 400, 700, 600, PAPER)
    draw.disc(560, 460, 640, 540, BRICK)
    for left, top in ((585, 415), (650, 450), (660, 520), (585, 560), (515, 520), (520, 450)):
        draw.disc(left, top, left + 28, top + 28, EVENING)
    draw.box(300, 260, 900, 340, CANAL, 40)
    draw.box(280, 280, 420, 400, CANAL, 40)
    draw.box(780, 280, 920, 400, CANAL, 40)


PICTURES = (
    (
        "Een gracht in de avond",
        "gracht.png",
        "Getekende huizen aan een gracht. Het is avond. Achter veel ramen brandt licht.",
        _canal,
    ),
    (
        "Twee kopjes koffie bij het raam",
        "koffie.png",
        "Een getekende tafel bij een raam, met twee kopjes koffie en een plant.",
        _coffee,
    ),
    (
        "Een telefoon op tafel",
        "telefoon.png",
        "Een getekende telefoon met een draaischijf. Hij staat op een houten tafel.",
        _telephone,
    ),
)
