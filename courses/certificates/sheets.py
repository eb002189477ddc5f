"""The academy's own certificate as HTML and CSS: where everything stands, and how large it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import get_template

from courses.catalogue import theme_drawings
from courses.catalogue.enums import Orientation
from courses.certificates import fitting
from courses.common import pdf_fonts, process_cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.certificates.fitting import Level
    from courses.certificates.looks import Look
    from courses.common.pdf import Filling
    from courses.plugin_api.contributions.certificates import CertificateData

ABOVE_NAME = 13
"""How much of the place of the name is for the word above it, and the line below."""

PARTS = ("name", "check")
"""What differs between the certificates of an edition; each has a place of its own."""

QR_MILLIMETRES = 28
"""How wide and high the code is."""

NAME_SIZES = (46, 42, 38, 34, 30, 27, 24, 21, 17, 14, 11.5, 9.5)
TRAINING_SIZES = (24, 22, 20, 18, 15.5, 13.5, 11.5, 9.5, 8.5)
"""In points."""

ONE_LINE_NAME, ONE_LINE_TRAINING = 27, 20
"""Down to which size a text that has room on one line stands on one line."""

ONE_COLUMN = 4
"""Up to how many goals stand below each other; more stand in two columns."""


class Places(NamedTuple):
    """Where things stand, in millimetres from the top and the left of the sheet."""

    width: int
    left: int
    head: int
    head_width: int
    name: int
    name_height: int
    name_width: int
    top: int
    text_width: int
    text_height: int
    fact: int
    signer: int
    signer_width: int
    ask_top: int
    check_left: int
    check_top: int
    check_width: int
    strip: int
    drawing_at: str


PLACES = {
    Orientation.LANDSCAPE.value: Places(
        width=297,
        left=24,
        head=15,
        head_width=185,
        name=33,
        name_height=38,
        name_width=188,
        top=76,
        text_width=188,
        text_height=68,
        fact=58,
        signer=148,
        signer_width=150,
        ask_top=82,
        check_left=222,
        check_top=91,
        check_width=56,
        strip=48,
        drawing_at="221mm 15mm / 58mm 58mm",
    ),
    Orientation.PORTRAIT.value: Places(
        width=210,
        left=24,
        head=24,
        head_width=110,
        name=74,
        name_height=44,
        name_width=162,
        top=124,
        text_width=162,
        text_height=86,
        fact=76,
        signer=214,
        signer_width=100,
        ask_top=207,
        check_left=138,
        check_top=216,
        check_width=56,
        strip=34,
        drawing_at="136mm 20mm / 54mm 54mm",
    ),
}
WITHOUT_SIGNATORY = 22
"""How much higher the text may be where nobody signs; only on a sheet on its side."""


def text_height(look: Look) -> int:
    """How high the text about the training may be."""
    more = look.orientation == Orientation.LANDSCAPE and not look.signatory
    return PLACES[look.orientation].text_height + (WITHOUT_SIGNATORY if more else 0)


@process_cache.most_recent(32)
def css(look: Look, level: Level, *, is_whole: bool) -> str:
    """The style sheet for certificates that look so; without what stands behind it for parts."""
    places = PLACES[look.orientation]
    rules = get_template("pdf/certificate.css").render(
        {
            **places._asdict(),
            "qr": QR_MILLIMETRES,
            "level": level,
            "drawing": theme_drawings.as_url(look.drawing),
            "is_whole": is_whole,
            "orientation": look.orientation,
        }
    )
    return f"{pdf_fonts.font_faces()}\n{rules}"


def levels(data: CertificateData, look: Look, words: dict[str, str]) -> Sequence[Level]:
    """The levels to try, from the first in which all of it will probably fit."""
    most, found = text_height(look), fitting.levels_for(len(look.goals))
    first = next(
        (
            number
            for number, level in enumerate(found)
            if _probable_height(data, look, level, words) <= most
        ),
        len(found) - 1,
    )
    return found[first:]


def _probable_height(
    data: CertificateData, look: Look, level: Level, words: dict[str, str]
) -> float:
    """About how high the text about the training is, in millimetres."""
    places, size = PLACES[look.orientation], _training_size(data, look)
    title = fitting.lines_of(data.training, size, places.text_width)
    height = (level.did * 1.35 + title * size * 1.18 + 1.5) * fitting.POINT
    if goals := look.goals[: level.most_goals]:
        columns = 2 if len(goals) > ONE_COLUMN else 1
        width = (places.text_width - 5 * (columns - 1)) / columns - 5
        lines = [fitting.lines_of(goal, level.goal, width) for goal in goals]
        line = level.goal * level.goal_line * fitting.POINT
        whole = sum(lines) * line + len(lines) * level.goal_above
        # Two columns are seldom equally high.
        height += whole if columns == 1 else whole / 2 + max(lines) * line / 2
        height += level.heading_above + level.heading * 1.35 * fitting.POINT + level.goal_above
        if len(goals) < len(look.goals):
            height += line + level.goal_above
    facts = [
        text for text in (words["days"], words["hours"], data.place, data.partner, "-") if text
    ]
    a_row = places.text_width // places.fact
    rows = [facts[start : start + a_row] for start in range(0, len(facts), a_row)]
    for row in rows:
        lines_of_row = max(fitting.lines_of(text, level.fact, places.fact) for text in row)
        height += (lines_of_row * level.fact + level.fact_label) * 1.25 * fitting.POINT
        height += level.fact_above
    return height + level.facts_above


def _training_size(data: CertificateData, look: Look) -> float:
    return fitting.size_that_fits(
        data.training,
        TRAINING_SIZES,
        width=PLACES[look.orientation].text_width,
        height=18,
        one_line=ONE_LINE_TRAINING,
    )


def whole(
    data: CertificateData,
    look: Look,
    level: Level,
    words: dict[str, str],
    filling: Filling,
) -> str:
    """The sheet with everything on it."""
    goals = look.goals[: level.most_goals]
    return parts(
        data,
        look,
        level,
        filling,
        **words,
        is_whole=True,
        goals=goals,
        more_goals=len(look.goals) - len(goals),
        in_columns=len(goals) > ONE_COLUMN,
        training_size=_training_size(data, look),
    )


def parts(data: CertificateData, look: Look, level: Level, filling: Filling, **more: object) -> str:
    """What differs within an edition: the name, and what checks it."""
    html = get_template("pdf/certificate.html").render(
        {
            **more,
            "data": data,
            "look": look,
            "level": level,
            "filling": filling,
            "name_size": filling.sizes,
        }
    )
    return str(html)


def name_size(data: CertificateData, look: Look) -> float:
    """The size of the name, in points: where it is the same, parts differ in their words alone."""
    places = PLACES[look.orientation]
    return fitting.size_that_fits(
        data.name,
        NAME_SIZES,
        width=places.name_width,
        height=places.name_height - ABOVE_NAME,
        one_line=ONE_LINE_NAME,
    )
